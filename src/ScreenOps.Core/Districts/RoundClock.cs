namespace ScreenOps.Core.Districts;

/// <summary>
/// The time of a round: real time, or a rehearsal's, which started at <paramref name="from"/> when real time was <paramref name="at"/> and runs <paramref name="speed"/> times as fast.
/// </summary>
public sealed class RoundClock(TimeProvider real, DateTimeOffset? from = null, DateTimeOffset? at = null, double speed = 1) : TimeProvider
{
    public double Speed => from is null ? 1 : speed;

    public override DateTimeOffset GetUtcNow() =>
        from is { } start && at is { } began ? start + (real.GetUtcNow() - began) * speed : real.GetUtcNow();
}
