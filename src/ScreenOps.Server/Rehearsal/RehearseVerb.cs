using System.Globalization;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Rehearsal;

/// <summary><c>rehearse --speed 60 [--seed N] [--until HH:MM] [--people]</c>: plays a morning on a running server and prints how it goes.</summary>
internal static class RehearseVerb
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    /// <summary>0: every tablet was acknowledged all it made and the board shows it, or Ctrl-C ended it; 1: not so.</summary>
    /// <param name="args">What follows the word rehearse; those that name the server are the caller's.</param>
    public static async Task<int> Run(string[] args, ServerAddress server, TextWriter print, CancellationToken stop)
    {
        using var http = server.Http();
        RehearsalRun? run = null;
        try
        {
            run = new RehearsalRun(http, server, Order(args), TimeProvider.System);
            var round = await run.Prepare(stop);
            await print.WriteLineAsync($"Rehearsal is round {round} of {server.Url}; {run.Progress.Tablets} tablets play {run.Progress.Planned:N0} commands.");
            await Play(run, print, stop);
            return await Summary(run, print);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await print.WriteLineAsync("Stopping; the round is closed.");
            if (run is { Progress.Round: > 0 }) await run.Close(CancellationToken.None);
            return 0;
        }
        catch (RehearsalException e)
        {
            await print.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task Play(RehearsalRun run, TextWriter print, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Between);
        var playing = run.Play(stop);
        var tick = timer.WaitForNextTickAsync(stop).AsTask();
        while (await Task.WhenAny(playing, tick) != playing)
        {
            await tick;
            tick = timer.WaitForNextTickAsync(stop).AsTask();
            await print.WriteLineAsync(await Line(run, stop));
        }
        await playing;
    }

    private static async Task<string> Line(RehearsalRun run, CancellationToken stop)
    {
        var p = run.Progress;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            var board = await run.Board(patience.Token);
            return $"{run.TimeOfDay}  acknowledged {p.Acknowledged,7:N0} of {p.Planned:N0}  queue {board.Sites.Sum(s => s.Queue),6:N0}  sampled {board.Sites.Sum(s => s.Sampled),7:N0}";
        }
        catch (Exception e) when (e is HttpRequestException or RehearsalException or IOException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return $"{run.TimeOfDay}  acknowledged {p.Acknowledged,7:N0} of {p.Planned:N0}  the server does not answer; the tablets keep counting";
        }
    }

    private static async Task<int> Summary(RehearsalRun run, TextWriter print)
    {
        var differences = await run.Differences(CancellationToken.None);
        await run.Close(CancellationToken.None);
        var p = run.Progress;
        await print.WriteLineAsync($"Done: {p.Acknowledged:N0} of {p.Planned:N0} commands acknowledged by {p.Tablets} tablets, {p.Refused} refused; {(differences.Count == 0 ? "the board shows them all, once" : "the board differs:")}.");
        foreach (var difference in differences) await print.WriteLineAsync("  " + difference);
        return differences.Count == 0 && p.Refused == 0 ? 0 : 1;
    }

    private static RehearsalOrder Order(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
        var speed = double.TryParse(Value("--speed") ?? "60", CultureInfo.InvariantCulture, out var s) && s is >= 1 and <= 600 ? s
            : throw new RehearsalException("--speed takes a number from 1 to 600: how many times as fast as real time.");
        var seed = int.TryParse(Value("--seed") ?? "1", CultureInfo.InvariantCulture, out var n) ? n : throw new RehearsalException("--seed takes a whole number.");
        TimeOnly? until = Value("--until") is not { } text ? null
            : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at
            : throw new RehearsalException("--until takes a time of day such as 07:30.");
        return new(speed, seed, until, args.Contains("--people"));
    }
}
