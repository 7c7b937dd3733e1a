using System.Diagnostics;

namespace ScreenOps.LoadTests.Measures;

/// <summary>How late a timer of 1 ms comes on a thread that does nothing else: what the machine adds to every time that is measured beside it.</summary>
internal sealed class BareTimer : IDisposable
{
    public const double NoisyMs = 5;
    private readonly ManualResetEvent stopped = new(false);
    private readonly Thread thread;

    public BareTimer() => (thread = new(Run) { IsBackground = true, Name = "bare timer" }).Start();

    public Latencies Took { get; } = new();

    /// <summary>For so long and nothing beside it.</summary>
    public static async Task<double> P99(TimeSpan length, CancellationToken cancel)
    {
        using var timer = new BareTimer();
        await Task.Delay(length, cancel);
        return timer.Took.Percentile(99);
    }

    private void Run()
    {
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            if (stopped.WaitOne(1)) return;
            Took.Record(began);
        }
    }

    public void Dispose()
    {
        stopped.Set();
        thread.Join();
        stopped.Dispose();
    }
}
