namespace ScreenOps.Server.Tests.Platform;

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Eventually
{
    public static async Task True(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await condition()) await timer.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Not within 30 seconds: {what}.");
        }
    }
}
