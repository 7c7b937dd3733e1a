using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Rehearsal;

/// <param name="server">With the tablet's own token.</param>
/// <summary>One tablet: its own connection, its own outbox. Whatever happens to the line or the server, it connects again and goes on where it was acknowledged.</summary>
internal sealed class TabletPlayer(ServerAddress server, int round, Outbox outbox, TimeProvider time)
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(250);
    private RoundClock clock = new(time);

    public Outbox Outbox => outbox;
    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task Play(CancellationToken stop)
    {
        while (!outbox.Done)
        {
            try
            {
                await using var hub = Line();
                await hub.StartAsync(stop);
                Learn(await hub.InvokeAsync<Snapshot>("Watch", $"round:{round}/site:{outbox.Site}", stop));
                await Send(hub, stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested && Broken(e))
            {
                await Task.Delay(Nap + Random.Shared.NextDouble() * 4 * Nap, time, stop);
            }
        }
    }

    private async Task Send(HubConnection hub, CancellationToken stop)
    {
        while (!outbox.Done)
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            var due = outbox.Due(now);
            if (due.Length > 0)
            {
                if (!outbox.Take(await hub.InvokeAsync<CountReceipt[]>("Send", due, stop))) await Task.Delay(Nap, time, stop);
                continue;
            }
            var rest = TimeSpan.FromMilliseconds(Math.Max(1, ((outbox.Next(now) ?? now) - now) / clock.Speed));
            await Task.Delay(rest < Nap ? rest : Nap, time, stop);
            if (hub.State != HubConnectionState.Connected) return;
        }
    }

    /// <summary>The round's clock as the server said it is.</summary>
    private void Learn(Snapshot snapshot) =>
        clock = new(time, DateTimeOffset.FromUnixTimeMilliseconds(snapshot.Now), time.GetUtcNow(), snapshot.Speed);

    private HubConnection Line() => new HubConnectionBuilder()
        .WithUrl(new Uri(server.Url, "/hubs/live"), http =>
        {
            http.AccessTokenProvider = () => Task.FromResult<string?>(server.Token);
            http.HttpMessageHandlerFactory = _ => server.Handler();
            http.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = (_, shown, _, errors) => server.Trusts(shown, errors);
        })
        .AddMessagePackProtocol().Build();

    private static bool Broken(Exception e) =>
        e is HttpRequestException or IOException or HubException or WebSocketException or InvalidOperationException or TimeoutException or OperationCanceledException;
}
