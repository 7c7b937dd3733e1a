using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace ScreenOps.Server.Board;

/// <summary>The open connections of the hub, to write to each by itself: a send to a group waits for its slowest member.</summary>
internal sealed class LiveLines(ILogger<DefaultHubLifetimeManager<LiveHub>> log) : DefaultHubLifetimeManager<LiveHub>(log)
{
    private readonly ConcurrentDictionary<string, HubConnectionContext> open = new();

    public HubConnectionContext? Find(string connection) => open.GetValueOrDefault(connection);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        open[connection.ConnectionId] = connection;
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        open.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }
}
