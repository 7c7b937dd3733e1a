using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ScreenOps.LoadTests.Clients;

/// <summary>The official client, as a program would set it up: MessagePack over a WebSocket.</summary>
internal static class Line
{
    public static HubConnection To(Uri server, string token, string? district = null) => new HubConnectionBuilder()
        .WithUrl(new Uri(server, "/hubs/live"), HttpTransportType.WebSockets, http =>
        {
            http.SkipNegotiation = true;
            http.AccessTokenProvider = () => Task.FromResult<string?>(token);
            if (district is not null) http.Headers["X-District"] = district;
        })
        .AddMessagePackProtocol().Build();
}
