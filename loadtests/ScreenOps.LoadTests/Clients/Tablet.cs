using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;

namespace ScreenOps.LoadTests.Clients;

/// <summary>
/// A tablet on a good line that does not wait for one answer before it sends the next: each Send follows the one before it. Where one is answered
/// Gap or Busy, those behind it come back too; then all go again, in order.
/// </summary>
internal sealed class Tablet : IAsyncDisposable
{
    private static readonly TimeSpan AfterBusy = TimeSpan.FromMilliseconds(20);
    private readonly HubConnection hub;
    private readonly int round;
    private readonly Lock gate = new();
    // Not acknowledged yet, in the order of their numbers.
    private readonly LinkedList<Sending> open = [];
    private int flying;
    private bool goingBack, busy;
    private long number, sentAgain;

    private sealed class Sending(CountCommand[] commands)
    {
        public CountCommand[] Commands { get; } = commands;
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private Tablet(HubConnection hub, Guid device, int round, string site) => (this.hub, Device, this.round, Site) = (hub, device, round, site);

    public Guid Device { get; }
    public string Site { get; }

    /// <summary>Commands made so far; each has its number.</summary>
    public long Made { get { lock (gate) return number; } }

    /// <summary>Sends that went again after a Gap or Busy.</summary>
    public long SentAgain { get { lock (gate) return sentAgain; } }

    public static async Task<Tablet> Start(Uri server, string token, Guid device, int round, string site, CancellationToken cancel)
    {
        var hub = Line.To(server, token);
        await hub.StartAsync(cancel);
        await hub.InvokeAsync<Snapshot>("Watch", $"round:{round}/site:{site}", cancel);
        return new(hub, device, round, site);
    }

    /// <summary>Makes the next command and sends it in a call of its own. Done when it is acknowledged.</summary>
    public Task Tell(CountKind kind, long n) => Tell(kind, n, 1);

    /// <summary>The same command so many times over in one call; the server has a bound for how many.</summary>
    public Task Tell(CountKind kind, long n, int times)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        lock (gate)
        {
            var commands = new CountCommand[times];
            for (var i = 0; i < times; i++) commands[i] = new(++number, round, Site, kind, n, now);
            var place = open.AddLast(new Sending(commands));
            if (!goingBack) Fly(place);
            return place.Value.Done.Task;
        }
    }

    private void Fly(LinkedListNode<Sending> place)
    {
        flying++;
        Land(place, hub.InvokeAsync<CountReceipt[]>("Send", place.Value.Commands)).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private async Task Land(LinkedListNode<Sending> place, Task<CountReceipt[]> answer)
    {
        try
        {
            var receipts = await answer;
            if (Array.Find(receipts, r => r.Outcome == CountOutcome.Refused) is { } refused) throw new LoadTestException($"{Site} was refused its command {refused.Number}: {refused.Reason}.");
            if (Array.TrueForAll(receipts, r => r.Outcome == CountOutcome.Applied)) Acknowledged(place);
            else await Returned(Array.Exists(receipts, r => r.Outcome == CountOutcome.Busy));
        }
        catch (Exception e)
        {
            place.Value.Done.TrySetException(e);
        }
    }

    private void Acknowledged(LinkedListNode<Sending> place)
    {
        lock (gate)
        {
            open.Remove(place);
            if (--flying == 0 && goingBack) GoAgain();
        }
        place.Value.Done.SetResult();
    }

    private async Task Returned(bool wait)
    {
        lock (gate)
        {
            goingBack = true;
            busy |= wait;
            if (--flying > 0) return;
            // Holds the place of the last one back while it waits.
            flying = 1;
        }
        if (busy) await Task.Delay(AfterBusy);
        lock (gate)
        {
            flying = 0;
            GoAgain();
        }
    }

    private void GoAgain()
    {
        goingBack = busy = false;
        sentAgain += open.Count;
        for (var place = open.First; place is not null; place = place.Next) Fly(place);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
