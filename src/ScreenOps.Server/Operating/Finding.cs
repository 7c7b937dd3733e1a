using System.Text.Json.Serialization;

namespace ScreenOps.Server.Operating;

/// <summary>Good: as it should be. Mind: it runs, and something about it will cost somebody. Wrong: it does not run, or loses what it must keep.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict { Good, Mind, Wrong }

/// <summary>What doctor found of one thing.</summary>
/// <param name="Found">What is so, and where it is not good, why that matters.</param>
/// <param name="Cure">What to do about it; null: nothing.</param>
internal sealed record Finding(string Area, Verdict Verdict, string Found, string? Cure)
{
    public static Finding Good(string area, string found) => new(area, Verdict.Good, found, null);

    public static Finding Mind(string area, string found, string cure) => new(area, Verdict.Mind, found, cure);

    public static Finding Wrong(string area, string found, string cure) => new(area, Verdict.Wrong, found, cure);
}
