using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>The last hours of a site as plain arrays, index 0 the minute of <c>end</c>, 1 the one before: what the wait is reckoned from.</summary>
internal sealed class Recent
{
    public const int Minutes = 120;
    private readonly int[] _arrived = new int[Minutes], _sampled = new int[Minutes], _left = new int[Minutes];
    private readonly long[] _queue = new long[Minutes + 1];

    private Recent(double fraction) => Fraction = fraction;

    /// <summary>How much of minute 0 has passed, 0 to 1.</summary>
    public double Fraction { get; }
    public int Arrived(int ago) => _arrived[ago];
    public int Sampled(int ago) => _sampled[ago];
    public int Left(int ago) => _left[ago];
    /// <summary>The queue at the end of the minute; of minute 0: now.</summary>
    public long Queue(int ago) => _queue[ago];

    /// <summary>Length of a minute so far: 1 for all but the running one.</summary>
    public double Length(int ago) => ago == 0 ? Fraction : 1;

    public static Recent Of(MinuteSeries minutes, long queueNow, long endMilliseconds)
    {
        var end = endMilliseconds / 60_000;
        var recent = new Recent((endMilliseconds - end * 60_000) / 60_000.0);
        foreach (var m in minutes.BackFrom(end))
        {
            if (end - m.Minute >= Minutes) break;
            var ago = (int)(end - m.Minute);
            (recent._arrived[ago], recent._sampled[ago], recent._left[ago]) = (m.Arrived + m.Implied, m.Sampled, m.Left);
        }
        var queue = queueNow;
        for (var ago = 0; ago < Minutes; ago++)
        {
            recent._queue[ago] = Math.Max(0, queue);
            queue -= recent._arrived[ago] - recent._sampled[ago] - recent._left[ago];
        }
        recent._queue[Minutes] = Math.Max(0, queue);
        return recent;
    }

    public static Recent Of(SiteCount count, MinuteSeries minutes, long now) =>
        Of(minutes, count.Queue, count.ReportedAt > 0 ? Math.Min(now, count.ReportedAt) : now);
}
