using ScreenOps.Core.Board;

namespace ScreenOps.Core.Requests;

/// <summary>Seen by the board itself, or asked for by people at a site.</summary>
public enum AlertKind { Sign, Help }

/// <summary>How much it needs a person; later is worse.</summary>
public enum Severity { Watch, Act, Emergency }

/// <summary>
/// What an alert is about: words for programs, screens have the sentences. What people ask for has words of its own, the board's signs have those of
/// <see cref="Reason"/>. Of each cause a site has at most one alert that has not ended.
/// </summary>
public static class Cause
{
    public const string Tubes = "tubes", Swabs = "swabs", Clothes = "clothes", Disinfectant = "disinfectant", People = "people", Order = "order", Power = "power", Medical = "medical";

    /// <summary>What a site may ask for.</summary>
    public static readonly IReadOnlyList<string> Help = [Tubes, Swabs, Clothes, Disinfectant, People, Order, Power, Medical];

    /// <summary>Signs of the board that need a person. Of a long wait only that from which the district says that somebody must act.</summary>
    public static readonly IReadOnlyList<string> Signs = [Reason.Paused, Reason.LongWait, Reason.NoReport, Reason.NotOpened, Reason.LaneIdle, Reason.WillNotFinish];

    public static AlertKind? KindOf(string cause) => Help.Contains(cause) ? AlertKind.Help : Signs.Contains(cause) ? AlertKind.Sign : null;

    /// <summary>Without tubes or swabs sampling stops; a crowd out of hand and a person in danger are worse.</summary>
    public static Severity SeverityOf(string cause) => cause switch
    {
        Medical => Severity.Emergency,
        Tubes or Swabs or People or Order or Power or Reason.Paused or Reason.LongWait => Severity.Act,
        _ => Severity.Watch,
    };

    /// <summary>The signs of a site that need a person now.</summary>
    public static IReadOnlyList<string> Of(SiteState state, Thresholds thresholds) =>
        [.. state.Reasons.Where(r => Signs.Contains(r) && (r != Reason.LongWait || (state.Wait is { } wait && thresholds.Of(wait.Likely) == Health.Act)))];
}
