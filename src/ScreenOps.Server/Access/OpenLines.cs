using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary>
/// A live line is asked who it is when it opens and then never again; this asks for it, and closes the lines of who was signed out everywhere or revoked.
/// </summary>
internal sealed class OpenLines(Standing standing, IOptions<AccessOptions> options, TimeProvider time, ILogger<OpenLines> log) : BackgroundService
{
    // One for each connection, gone with it.
    private readonly ConcurrentDictionary<string, HubConnectionContext> open = new();

    public void Opened(HubConnectionContext line) => open[line.ConnectionId] = line;

    public void Closed(HubConnectionContext line) => open.TryRemove(line.ConnectionId, out _);

    public HubConnectionContext? Find(string connection) => open.GetValueOrDefault(connection);

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
