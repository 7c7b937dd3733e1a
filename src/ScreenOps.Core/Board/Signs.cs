using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>Words for programs; screens have the sentences.</summary>
public static class Reason
{
    public const string Paused = "paused", NoReport = "no-report", LongWait = "long-wait", NotOpened = "not-opened", LaneIdle = "lane-idle", WillNotFinish = "will-not-finish";

    private static readonly string[] Worst = [Paused, NoReport, LongWait, NotOpened, LaneIdle, WillNotFinish];

    /// <summary>Its place among all, the worst first; words that came later stand last.</summary>
    public static int Rank(string reason) => Array.IndexOf(Worst, reason) is >= 0 and var at ? at : Worst.Length;
}

/// <summary>Reads the signs of a site, worst first; its health is that of the worst.</summary>
public static class Signs
{
    public static readonly TimeSpan SilentAfter = TimeSpan.FromMinutes(5);
    private const int IdleMinutes = 5;

    /// <param name="lanes">Open lanes, as reported or else as planned.</param>
    /// <param name="closes">Unix milliseconds at which the site closes; null when nobody said.</param>
    public static (Health Health, IReadOnlyList<string> Reasons) Read(
        SiteCount count, MinuteSeries minutes, WaitEstimate? wait, int lanes, int lanesPlanned, Thresholds thresholds, long now, long? closes)
    {
        if (count.Status == SiteStatus.Closed) return (Health.Closed, []);
        if (count.Status == SiteStatus.NotOpened) return count.Queue > 0 ? (Health.Watch, [Reason.NotOpened]) : (Health.Closed, []);
        var found = Found(count, minutes, wait, lanes, lanesPlanned, thresholds, now, closes).ToArray();
        return found.Length == 0 ? (Health.Calm, []) : (found[0].Health, [.. found.Select(sign => sign.Reason)]);
    }

    private static IEnumerable<(Health Health, string Reason)> Found(
        SiteCount count, MinuteSeries minutes, WaitEstimate? wait, int lanes, int lanesPlanned, Thresholds thresholds, long now, long? closes)
    {
        if (count.Status == SiteStatus.Paused)
        {
            yield return (Health.Paused, Reason.Paused);
            yield break;
        }
        if (now - count.ReportedAt >= (long)SilentAfter.TotalMilliseconds) yield return (Health.Stale, Reason.NoReport);
        var shown = wait is null ? Health.Calm : thresholds.Of(wait.Wait.Likely);
        if (shown is Health.Act or Health.Watch) yield return (shown, Reason.LongWait);
        if (Idle(count, minutes, lanes, now) || (shown != Health.Calm && lanes < lanesPlanned)) yield return (Health.Watch, Reason.LaneIdle);
        if (wait is not null && closes is { } end && count.Queue > 0 && now + count.Queue / wait.PerHour * 3_600_000 > end)
            yield return (Health.Watch, Reason.WillNotFinish);
    }

    /// <summary>People wait and no lane is open, or none was sampled for five minutes while people waited all along.</summary>
    private static bool Idle(SiteCount count, MinuteSeries minutes, int lanes, long now)
    {
        if (count.Queue <= 0) return false;
        if (lanes == 0) return true;
        var recent = Recent.Of(count, minutes, now);
        return Enumerable.Range(0, IdleMinutes).All(ago => recent.Sampled(ago) == 0 && recent.Queue(ago + 1) > 0);
    }
}
