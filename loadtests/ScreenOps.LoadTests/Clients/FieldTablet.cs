using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Clients;

/// <summary>What became of a command that its tablet was answered.</summary>
internal sealed record Settled(CountCommand Command, CountOutcome Outcome, string? Reason);

/// <summary>
/// A tablet in the field: what it counts goes into its outbox and stays there until it is acknowledged, however often the line or the server
/// breaks. It connects again by itself, and begins at the lowest number that is not acknowledged.
/// </summary>
internal sealed class FieldTablet(Uri server, string token, Guid device, int round, string site, Latencies took)
{
    private const int Together = 64;
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(200);
    private readonly Lock gate = new();
    private readonly List<(CountCommand Command, long Due)> made = [];
    private readonly List<Settled> settled = [];
    private readonly SemaphoreSlim something = new(0);
    private SiteState? shown;

    public Guid Device => device;
    public string Site => site;
    public int Made { get { lock (gate) return made.Count; } }
    public int Acknowledged { get { lock (gate) return settled.Count; } }
    public IReadOnlyList<Settled> Settled { get { lock (gate) return [.. settled]; } }

    /// <summary>Commands that it was asked for again after they had been acknowledged: they were lost, even if they are in the ledger now.</summary>
    public long AskedAgain { get; private set; }

    /// <summary>Its own site as its screen shows it.</summary>
    public SiteState? Shown { get { lock (gate) return shown; } }

    public CountCommand? MadeAt(int index) { lock (gate) return index >= 0 && index < made.Count ? made[index].Command : null; }

    /// <param name="now">Unix milliseconds; two commands never have the same, so that it tells them apart whatever becomes of their numbers.</param>
    public void Make(CountKind kind, long n, long now, long due)
    {
        lock (gate) made.Add((new(made.Count + 1, round, site, kind, n, Math.Max(now, made.Count == 0 ? 0 : made[^1].Command.Made + 1)), due));
        something.Release();
    }

    public async Task Work(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var hub = Line.To(server, token);
                hub.On("Changed", (SiteState[] states) => { foreach (var state in states) Show(state); });
                await hub.StartAsync(stop);
                foreach (var state in (await hub.InvokeAsync<Snapshot>("Watch", $"round:{round}/site:{site}", stop)).Sites) Show(state);
                await Send(hub, stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested && Broken(e))
            {
                await Task.Delay(Nap + Random.Shared.NextDouble() * Nap, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Send(HubConnection hub, CancellationToken stop)
    {
        while (true)
        {
            CountCommand[] next;
            lock (gate) next = [.. made.Skip(settled.Count).Take(Together).Select(m => m.Command)];
            if (next.Length == 0)
            {
                await something.WaitAsync(Nap, stop);
                if (hub.State != HubConnectionState.Connected) return;
            }
            else if (!Take(await hub.InvokeAsync<CountReceipt[]>("Send", next, stop))) await Task.Delay(Nap, stop);
        }
    }

    /// <summary>False: nothing more was taken, wait a moment.</summary>
    private bool Take(IReadOnlyList<CountReceipt> receipts)
    {
        lock (gate)
        {
            foreach (var receipt in receipts)
            {
                if (receipt.Outcome == CountOutcome.Busy) return false;
                if (receipt.Outcome == CountOutcome.Gap)
                {
                    var asked = (int)Math.Max(0, (receipt.Expected ?? 1) - 1);
                    if (asked >= settled.Count) return false;
                    AskedAgain += settled.Count - asked;
                    settled.RemoveRange(asked, settled.Count - asked);
                    return false;
                }
                if (receipt.Number != settled.Count + 1) continue;
                var (command, due) = made[settled.Count];
                settled.Add(new(command, receipt.Outcome, receipt.Reason));
                took.Record(due);
            }
            return true;
        }
    }

    private void Show(SiteState state)
    {
        if (state.Site != site) return;
        lock (gate)
            if (shown is null || (state.Epoch, state.Version).CompareTo((shown.Epoch, shown.Version)) >= 0) shown = state;
    }

    /// <summary>Waits until all outboxes are empty, or for so long.</summary>
    public static async Task AllAcknowledged(IReadOnlyList<FieldTablet> tablets, TimeSpan most, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(most);
        while (tablets.Any(t => t.Acknowledged < t.Made) && !limit.IsCancellationRequested) await Task.Delay(50, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
    }

    private static bool Broken(Exception e) =>
        e is HttpRequestException or IOException or HubException or WebSocketException or InvalidOperationException or TimeoutException or OperationCanceledException;
}
