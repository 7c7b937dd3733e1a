using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>What a site is judged by beside its own counts.</summary>
/// <param name="LaneRate">The district's usual rate of a lane, people an hour.</param>
/// <param name="Opens">When its first shift begins, unix milliseconds on the round's clock; null when nobody said.</param>
/// <param name="Closes">When its last shift ends.</param>
public sealed record SiteRule(int LanesPlanned, int LaneRate, Thresholds Thresholds, long? Opens, long? Closes);

/// <summary>Makes of a site's counts what every screen shows of it at a moment.</summary>
public static class Sight
{
    public static SiteState Of(SiteCount count, MinuteSeries minutes, SiteRule rule, long now)
    {
        var lanes = count.Lanes ?? rule.LanesPlanned;
        var wait = Waits.Estimate(count, minutes, lanes, rule.LaneRate, now, rule.Opens);
        var (health, reasons) = Signs.Read(count, minutes, wait, lanes, rule.LanesPlanned, rule.Thresholds, now, rule.Closes);
        return new(count.Round, count.Site, count.Epoch, count.Version, count.Status, lanes, rule.LanesPlanned,
            Math.Max(0, count.Queue), count.Arrived, count.Implied, count.Sampled, count.Left, count.Corrected,
            Waits.RatePerHour(minutes, now), wait?.Wait, wait?.WaitIn30, health, reasons, count.ReportedAt, count.Called, count.Tickets);
    }

    /// <summary>Whether a screen would show the two differently.</summary>
    public static bool Same(SiteState one, SiteState other) =>
        one with { Reasons = other.Reasons } == other && one.Reasons.SequenceEqual(other.Reasons);
}
