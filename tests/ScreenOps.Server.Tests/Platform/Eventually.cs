namespace ScreenOps.Server.Tests.Platform;

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Eventually
{
    /// <summary>For a machine that does other things too; what is so at once is seen at once.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20), Late = TimeSpan.FromMilliseconds(200);

    public static Task True(Func<Task<bool>> condition, string what) => True(condition, () => what);

    /// <param name="what">Asked when it failed, so that it can tell what was seen last.</param>
    public static async Task True(Func<Task<bool>> condition, Func<string> what)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(Soon);
        try
        {
            while (!await condition())
            {
                await timer.WaitForNextTickAsync(limit.Token);
                // Looking costs what is waited for its time; who waited long waits a tenth longer.
                if (timer.Period < Late) timer.Period *= 1.1;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Not within {Limit.TotalSeconds} seconds: {what()}.");
        }
    }
}
