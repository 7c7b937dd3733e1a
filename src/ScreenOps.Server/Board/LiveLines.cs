using Microsoft.AspNetCore.SignalR;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Board;

/// <summary>The open connections of the hub, to write to each by itself: a send to a group waits for its slowest member.</summary>
internal sealed class LiveLines(OpenLines lines, ILogger<DefaultHubLifetimeManager<LiveHub>> log) : DefaultHubLifetimeManager<LiveHub>(log)
{
    public HubConnectionContext? Find(string connection) => lines.Find(connection);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        // Here and not in a filter of the hub: one would be asked again at every call.
        lines.Opened(connection);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        lines.Closed(connection);
        return base.OnDisconnectedAsync(connection);
    }
}
