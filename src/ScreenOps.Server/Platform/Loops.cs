namespace ScreenOps.Server.Platform;

/// <summary>What runs as long as the server. A box in a street office has nobody who starts it again at five in the morning.</summary>
internal static class Loops
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs a loop until it is told to stop. What a loop foresees it handles itself; after an error of which nobody thought it begins anew, after a pause that
    /// doubles from 1 s to 30 s while it fails at once again.
    /// </summary>
    /// <param name="log">Its category names the loop.</param>
    public static async Task Endure(this ILogger log, TimeProvider time, Func<CancellationToken, Task> run, CancellationToken stop)
    {
        for (var pause = First; !stop.IsCancellationRequested;)
        {
            var began = time.GetTimestamp();
            try
            {
                await run(stop);
                return;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (time.GetElapsedTime(began) > Longest) pause = First;
                log.LoopFailed(pause.TotalSeconds, e);
                await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
            }
        }
    }
}
