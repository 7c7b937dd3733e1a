using System.Diagnostics;

namespace ScreenOps.LoadTests.Measures;

/// <summary>A line that tells how a run goes: written over itself on a terminal, one every five seconds elsewhere.</summary>
internal sealed class Progress : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Task telling;

    public Progress(Func<string> line) => telling = Tell(line);

    public static void Say(string line) => Console.WriteLine(line);

    private async Task Tell(Func<string> line)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Console.IsOutputRedirected ? 5 : 1));
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                var text = $"{Stopwatch.GetElapsedTime(began).TotalSeconds,5:N0} s  {line()}";
                if (Console.IsOutputRedirected) Console.WriteLine(text);
                else Console.Write($"\r{text,-110}");
            }
        }
        catch (OperationCanceledException)
        {
            if (!Console.IsOutputRedirected) Console.WriteLine();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await telling;
        stop.Dispose();
    }
}
