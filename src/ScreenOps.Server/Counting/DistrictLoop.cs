using System.Threading.Channels;
using Npgsql;
using ScreenOps.Core.Counting;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// The one loop of a district on this server: takes what has gathered since its last turn, so batches grow with load by themselves,
/// runs the script over it and hands the turn to the ledger's writer. The next script runs while the last turn commits.
/// </summary>
internal sealed class DistrictLoop(string district, TurnScript script, Judging judging, LedgerWriter writer, TakenBack takenBack, Folding folding, CountingOptions options, CountingMeters meters, TimeProvider time, ILogger log)
{
    private const int Tries = 5;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Sending> sendings = Channel.CreateBounded<Sending>(new BoundedChannelOptions(options.WaitingSends) { SingleReader = true });
    // The device of commands that this server makes itself (a resident at the poster): numbered where turns are made, anew after each fold.
    private Guid door = Guid.NewGuid();
    private long doorNumber;
    private long doorEpoch;

    /// <summary>Who waits for an answer.</summary>
    public Waiting Waiting { get; } = new(time);

    /// <summary>False: the district's channel is full.</summary>
    public bool TryEnter(Sending sending) => sendings.Writer.TryWrite(sending);

    /// <summary>Waits while the district's channel is full.</summary>
    public ValueTask Enter(Sending sending, CancellationToken cancel) => sendings.Writer.WriteAsync(sending, cancel);

    public async Task Run(CancellationToken stop)
    {
        try
        {
            while (await sendings.Reader.WaitToReadAsync(stop))
            {
                var gathered = Gather();
                try
                {
                    await Take(gathered, stop);
                }
                catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
                {
                    log.TurnFailed(district, e);
                    GiveUp(gathered, "an engine is away; send again");
                    await Task.Delay(AfterFailure, time, stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            while (sendings.Reader.TryRead(out var left)) left.Busy("this server is stopping; send again");
        }
    }

    private List<Sending> Gather()
    {
        var (gathered, commands) = (new List<Sending>(), 0);
        while (commands < options.CommandsPerTurn && sendings.Reader.TryRead(out var sending))
        {
            gathered.Add(sending);
            commands += sending.Count;
        }
        return gathered;
    }

    private async Task Take(List<Sending> gathered, CancellationToken stop)
    {
        foreach (var sending in gathered) await sending.Judge(judging, district);
        var (given, looked) = (await TakenBackBy(gathered, stop), false);
        if (gathered.Count == 0) return;
        for (var tries = 1; tries <= Tries; tries++)
        {
            var epoch = await folding.Epoch(district, stop);
            if (tries == 1 || epoch != doorEpoch) NumberTheDoor(gathered, epoch);
            try
            {
                switch (await script.Run(district, epoch, gathered, given))
                {
                    case TurnOutcome.Made { Turn: var turn }:
                        meters.Turn(turn);
                        await writer.Write(turn, stop);
                        return;
                    case TurnOutcome.OtherEpoch:
                        await folding.Fold(district, epoch, "Redis holds another epoch or none", stop);
                        break;
                    case TurnOutcome.RowsMissing:
                        given = await takenBack.Find(district, epoch, looked, gathered, stop);
                        looked = true;
                        break;
                }
            }
            catch (Exception e) when (tries < Tries && e.Passes())
            {
                // Its answer may have been lost after it ran: run again, what was applied comes back as a repeat.
                await Task.Delay(AfterFailure, time, stop);
            }
        }
        GiveUp(gathered, "the live fold is being made anew; send again");
    }

    /// <summary>While PostgreSQL is away, who takes something back comes again; the others are counted.</summary>
    private async Task<IReadOnlyList<LedgerRow>> TakenBackBy(List<Sending> gathered, CancellationToken stop)
    {
        try
        {
            return await takenBack.Rows(gathered, stop);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            foreach (var sending in gathered.Where(s => s.TakesBack)) sending.Busy("the ledger is away; send again");
            gathered.RemoveAll(s => s.TakesBack);
            return [];
        }
    }

    private void GiveUp(List<Sending> gathered, string why)
    {
        // Whether the door's numbers were used is not known: it comes back as a new device.
        doorEpoch = 0;
        foreach (var sending in gathered) sending.Busy(why);
    }

    private void NumberTheDoor(List<Sending> gathered, long epoch)
    {
        if (epoch != doorEpoch) (door, doorNumber, doorEpoch) = (Guid.NewGuid(), 0, epoch);
        foreach (var sending in gathered)
        {
            if (sending.Bookings[0].Person is null) continue;
            sending.Bookings = [.. sending.Bookings.Select(b => b with { Device = door, Command = b.Command with { Number = ++doorNumber } })];
        }
    }
}
