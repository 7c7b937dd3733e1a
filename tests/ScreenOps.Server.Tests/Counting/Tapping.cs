using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>A tablet on whose site one arrives after another, counted one by one. It sends what was not acknowledged again until it is, as a tablet's outbox does.</summary>
internal sealed class Tapping
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20), Most = Eventually.Limit;
    private readonly CancellationTokenSource stop = new();
    private readonly Task run;
    private long acknowledged, unanswered, busy;

    private Tapping(Func<CountCommand, Task<CountReceipt>> send, string site) => run = Run(send, site);

    public static Tapping Over(HubConnection line, string site = "S1") => new(async command => (await line.Tell(command))[0], site);

    /// <summary>How many times it had to send again.</summary>
    public long Unanswered => Interlocked.Read(ref unanswered);

    /// <summary>How often it was answered that it must send again.</summary>
    public long Busy => Interlocked.Read(ref busy);

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>Waits until so many more are acknowledged than now.</summary>
    public Task GoesOn(int more = 20)
    {
        var from = Interlocked.Read(ref acknowledged);
        return Eventually.True(() => run.IsFaulted ? throw run.Exception! : Task.FromResult(Interlocked.Read(ref acknowledged) >= from + more), "counting goes on");
    }

    /// <summary>Stops once what was begun is acknowledged; how many were.</summary>
    public async Task<long> End()
    {
        await stop.CancelAsync();
        await run.WaitAsync(Most);
        return acknowledged;
    }

    private async Task Run(Func<CountCommand, Task<CountReceipt>> send, string site)
    {
        using var pace = new PeriodicTimer(Again);
        while (!stop.IsCancellationRequested)
        {
            var command = BoardDistrict.Command(acknowledged + 1, CountKind.Arrived, 1, site);
            while (!await Answered(send, command))
            {
                Interlocked.Increment(ref unanswered);
                await pace.WaitForNextTickAsync();
            }
            Interlocked.Increment(ref acknowledged);
        }
    }

    private async Task<bool> Answered(Func<CountCommand, Task<CountReceipt>> send, CountCommand command)
    {
        try
        {
            var receipt = await send(command);
            if (receipt.Outcome is not (CountOutcome.Applied or CountOutcome.Busy)) throw new InvalidDataException($"{command} was answered {receipt}.");
            if (receipt.Outcome == CountOutcome.Busy) Interlocked.Increment(ref busy);
            return receipt.Outcome == CountOutcome.Applied;
        }
        catch (Exception e) when (e is HubException or IOException or InvalidOperationException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            // The line broke, or its server did.
            return false;
        }
    }
}
