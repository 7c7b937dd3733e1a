namespace ScreenOps.Core.Board;

/// <summary>From which wait on a site is watched, and from which somebody must act; minutes, judged on the rounded minute that is shown.</summary>
public sealed record Thresholds
{
    public static readonly Thresholds Shenzhen = new(25, 50), Hangzhou = new(15, 30), Ningbo = new(30, 60);

    public Thresholds(int watch, int act)
    {
        if (watch < 1 || act <= watch) throw new ArgumentOutOfRangeException(nameof(act), $"Watch ({watch}) must be 1 minute or more and act ({act}) above it.");
        (Watch, Act) = (watch, act);
    }

    public int Watch { get; }
    public int Act { get; }

    /// <summary>A boundary belongs to the worse colour.</summary>
    public Health Of(int minutes) => minutes >= Act ? Health.Act : minutes >= Watch ? Health.Watch : Health.Calm;
}
