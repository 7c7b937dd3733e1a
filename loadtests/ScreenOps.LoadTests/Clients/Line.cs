using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ScreenOps.LoadTests.Clients;

/// <summary>The official client, as a program would set it up: MessagePack over a WebSocket.</summary>
internal static class Line
{
    /// <param name="opened">Is handed the socket of each connect; null: the client makes its own.</param>
    public static HubConnection To(Uri server, string token, string? district = null, Action<CountedSocket>? opened = null) => new HubConnectionBuilder()
        .WithUrl(new Uri(server, "/hubs/live"), HttpTransportType.WebSockets, http =>
        {
            http.SkipNegotiation = true;
            http.AccessTokenProvider = () => Task.FromResult<string?>(token);
            if (district is not null) http.Headers["X-District"] = district;
            if (opened is not null) http.WebSocketFactory = async (context, cancel) =>
            {
                var inner = new ClientWebSocket();
                inner.Options.SetRequestHeader("Authorization", $"Bearer {token}");
                if (district is not null) inner.Options.SetRequestHeader("X-District", district);
                await inner.ConnectAsync(context.Uri, cancel);
                var counted = new CountedSocket(inner);
                opened(counted);
                return counted;
            };
        })
        .AddMessagePackProtocol().Build();
}
