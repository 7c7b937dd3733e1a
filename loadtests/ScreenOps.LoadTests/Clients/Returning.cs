using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Clients;

/// <summary>A viewer that comes back whenever it is thrown out, trying every second, and tells how long it took until it saw the whole board again.</summary>
internal sealed class Returning(ServerAt server, string scope)
{
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);
    private volatile Away? away;
    private volatile bool there;

    private sealed record Away(Latencies Took, long Since);

    public bool There => there;

    /// <summary>From this moment it counts as away, also where it has not noticed yet.</summary>
    public void Lost(Latencies took, long since)
    {
        there = false;
        away = new(took, since);
    }

    public async Task Live(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var hub = Line.To(server.Url, server.Token);
                var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
                hub.On("Changed", (SiteSeen[] _) => { });
                await hub.StartAsync(stop);
                await hub.InvokeAsync<BoardSeen>("Watch", scope, stop);
                if (away is { } from) from.Took.Record(from.Since);
                away = null;
                there = true;
                await closed.Task.WaitAsync(stop);
                there = false;
            }
            catch (Exception e) when (!stop.IsCancellationRequested && e is HttpRequestException or IOException or HubException or WebSocketException or InvalidOperationException or TimeoutException or OperationCanceledException)
            {
                there = false;
                await Task.Delay(Nap, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
