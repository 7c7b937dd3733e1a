using System.Diagnostics;
using HdrHistogram;

namespace ScreenOps.LoadTests.Measures;

/// <summary>
/// Times, from any thread, in microseconds up to five minutes at three digits. Time from the moment at which something was due, not from when its
/// turn came: then a stall counts for all that was due meanwhile, and no coordinated omission is left to correct.
/// </summary>
internal sealed class Latencies
{
    private const long Most = 300_000_000;
    private readonly LongConcurrentHistogram histogram = new(1, Most, 3);

    public long Count => histogram.TotalCount;

    /// <param name="since">Stopwatch timestamp of the moment at which it was due.</param>
    public void Record(long since) => Record(Stopwatch.GetElapsedTime(since));

    public void Record(TimeSpan took) => histogram.RecordValue(Math.Clamp((long)took.TotalMicroseconds, 1, Most));

    /// <summary>Milliseconds; 0 where nothing was recorded.</summary>
    public double Percentile(double percentile) => Count == 0 ? 0 : histogram.GetValueAtPercentile(percentile) / 1000.0;

    public void Reset() => histogram.Reset();

    /// <summary>p50Ms, p99Ms, p999Ms and maxMs of a sheet.</summary>
    public void Into(Sheet sheet)
    {
        sheet.Figure("p50Ms", Percentile(50), "ms");
        sheet.Figure("p99Ms", Percentile(99), "ms");
        sheet.Figure("p999Ms", Percentile(99.9), "ms");
        sheet.Figure("maxMs", Percentile(100), "ms");
    }
}
