using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary>
/// A live line is asked who it is when it opens and then never again; this asks for it, and closes the lines of who was signed out everywhere or revoked.
/// </summary>
internal sealed class OpenLines : BackgroundService
{
    private static readonly TimeSpan TellWithin = TimeSpan.FromSeconds(2);
    private readonly Standing standing;
    private readonly IOptions<AccessOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<OpenLines> log;
    // One for each connection, gone with it.
    private readonly ConcurrentDictionary<string, HubConnectionContext> open = new();

    public OpenLines(Standing standing, Leaving leaving, IOptions<AccessOptions> options, TimeProvider time, ILogger<OpenLines> log)
    {
        (this.standing, this.options, this.time, this.log) = (standing, options, time, log);
        (leaving.Move, leaving.Left) = (Move, () => open.Count);
    }

    public void Opened(HubConnectionContext line) => open[line.ConnectionId] = line;

    public void Closed(HubConnectionContext line) => open.TryRemove(line.ConnectionId, out _);

    public int Count => open.Count;

    public HubConnectionContext? Find(string connection) => open.GetValueOrDefault(connection);

    /// <summary>Tells each line at a moment of its own within the spread to close and to connect again, which then leads to another server.</summary>
    private Task Move(TimeSpan spread, CancellationToken cancel) => Task.WhenAll(open.Values.Select(line => MoveAt(line, spread * Random.Shared.NextDouble(), cancel)));

    private async Task MoveAt(HubConnectionContext line, TimeSpan after, CancellationToken cancel)
    {
        await Task.Delay(after, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var patience = new CancellationTokenSource(TellWithin, time);
        try
        {
            await line.WriteAsync(new CloseMessage(null, allowReconnect: true), patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // It reads nothing, or is gone; the server's end cuts it.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Value.Recheck / 2, time);
        while (await timer.WaitForNextTickAsync(stop)) await Check();
    }

    private async Task Check()
    {
        try
        {
            var closed = 0;
            foreach (var line in open.Values)
            {
                if (line.User is { } who && await standing.Holds(who)) continue;
                line.Abort();
                closed++;
            }
            if (closed > 0) log.LinesClosed(closed);
        }
        catch (NpgsqlException e)
        {
            log.LinesNotChecked(e);
        }
    }
}
