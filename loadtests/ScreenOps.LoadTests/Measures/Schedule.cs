using System.Diagnostics;

namespace ScreenOps.LoadTests.Measures;

/// <summary>
/// An open schedule: so many a second are due, whether or not those before are done. Each is told when it was due, which may be a little ago;
/// times are taken from there.
/// </summary>
internal static class Schedule
{
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(20);

    /// <param name="due">Begins the one of this index; done when it is over. Its second argument is the Stopwatch timestamp at which it was due.</param>
    /// <exception cref="LoadTestException">So many are not done that the schedule has no meaning any more.</exception>
    public static async Task Run(double perSecond, TimeSpan length, Func<long, long, Task> due, CancellationToken cancel)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = new Open();
        new Thread(() =>
        {
            try
            {
                Beat(perSecond, length, due, open, cancel);
                ended.SetResult();
            }
            catch (Exception e) { ended.SetException(e); }
        }) { IsBackground = true, Name = "schedule" }.Start();
        await ended.Task;
        await open.All(cancel);
    }

    private static void Beat(double perSecond, TimeSpan length, Func<long, long, Task> due, Open open, CancellationToken cancel)
    {
        var (began, apart) = (Stopwatch.GetTimestamp(), Stopwatch.Frequency / perSecond);
        var count = (long)(length.TotalSeconds * perSecond);
        for (var i = 0L; i < count;)
        {
            var now = Stopwatch.GetTimestamp();
            for (; i < count && began + (long)(i * apart) <= now; i++) open.Follow(due(i, began + (long)(i * apart)));
            if (open.Count > Behind.TotalSeconds * perSecond) throw new LoadTestException($"{open.Count:N0} are not answered: the server is {Behind.TotalSeconds:N0} s behind the schedule of {perSecond:N0} a second.");
            cancel.ThrowIfCancellationRequested();
            if (open.Failure is { } failure) throw new LoadTestException(failure.Message, failure);
            cancel.WaitHandle.WaitOne(1);
        }
    }

    private sealed class Open
    {
        private long count;
        private volatile Exception? failure;
        private readonly SemaphoreSlim none = new(0);

        public long Count => Interlocked.Read(ref count);
        public Exception? Failure => failure;

        public void Follow(Task task)
        {
            Interlocked.Increment(ref count);
            task.ContinueWith(Done, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        private void Done(Task task)
        {
            if (task.Exception?.InnerException is { } e) failure = e;
            if (Interlocked.Decrement(ref count) == 0) none.Release();
        }

        public async Task All(CancellationToken cancel)
        {
            while (Count > 0) await none.WaitAsync(cancel);
            if (failure is { } e) throw new LoadTestException(e.Message, e);
        }
    }
}
