using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Commits turns in the order in which their districts ran them, many together, and only then lets their senders be told.
/// While PostgreSQL is away it keeps them in order and tries again; the full channel behind it slows the scripts, and they their senders.
/// </summary>
internal sealed class LedgerWriter(LedgerStore ledger, Pending pending, Folding folding, IConnectionMultiplexer redis, IOptions<CountingOptions> options, CountingMeters meters, TimeProvider time, ILogger<LedgerWriter> log)
    : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    private readonly Channel<Turn> turns = Channel.CreateBounded<Turn>(new BoundedChannelOptions(options.Value.WaitingTurns) { SingleReader = true });

    /// <summary>Waits while the channel is full.</summary>
    public ValueTask Write(Turn turn, CancellationToken cancel) => turns.Writer.WriteAsync(turn, cancel);

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        meters.Watch(() => turns.Reader.Count);
        var gathered = new List<Turn>();
        while (await turns.Reader.WaitToReadAsync(stop))
        {
            while (turns.Reader.TryRead(out var turn))
            {
                // What asks the ledger must see every turn before it there.
                if (turn.AsksLedger) { await CommitAll(gathered, stop); gathered.Clear(); }
                gathered.Add(turn);
                if (turn.AsksLedger) { await CommitAll(gathered, stop); gathered.Clear(); }
            }
            await CommitAll(gathered, stop);
            gathered.Clear();
        }
    }

    /// <summary>Tries until each turn is committed or known not to be; a failure of the engine is waited out.</summary>
    private async Task CommitAll(IReadOnlyList<Turn> gathered, CancellationToken stop)
    {
        if (gathered.Count == 0) return;
        var (began, unforeseen) = (time.GetTimestamp(), false);
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (unforeseen) foreach (var turn in gathered) await Fold(turn, "a turn failed in a way that nobody foresaw", stop);
                else if (gathered.Count == 1) await CommitOne(gathered[0], stop);
                else await CommitTogether(gathered, stop);
                meters.Committed(time.GetElapsedTime(began));
                return;
            }
            catch (Exception e) when (Passing(e) && !stop.IsCancellationRequested)
            {
                meters.LedgerFailed();
                log.LedgerAway(tries, e);
                await Task.Delay(BetweenTries, time, stop);
            }
            catch (Exception e) when (!unforeseen && !stop.IsCancellationRequested)
            {
                // Rows that cannot be written now or later, or a fault of ours. Later turns must not be committed before these: the fold is made anew from what is
                // committed, and who was not told sends again.
                log.TurnFailed(gathered[0].District, e);
                unforeseen = true;
            }
        }
    }

    /// <summary>An engine that is away, and not one that says that it never takes these rows.</summary>
    private static bool Passing(Exception e) => e is NpgsqlException and not PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] } or RedisException or TimeoutException or IOException;

    private async Task CommitTogether(IReadOnlyList<Turn> gathered, CancellationToken stop)
    {
        var rows = gathered.SelectMany(t => t.Rows.Select(r => (t.District, r))).ToList();
        if (await ledger.Append(rows, stop) == Append.Committed)
        {
            foreach (var turn in gathered) { Answer(turn, []); await Drop(turn); }
            return;
        }
        // One of them cannot be committed: each for itself finds out which.
        foreach (var turn in gathered) await CommitOne(turn, stop);
    }

    private async Task CommitOne(Turn turn, CancellationToken stop)
    {
        var known = await Repeats(turn, stop);
        if (known is null) { await Fold(turn, "a repeat stands neither in the ledger nor among the pending values", stop); return; }
        if (turn.Rows.Count > 0)
        {
            var outcome = await ledger.Append([.. turn.Rows.Select(r => (turn.District, r))], stop);
            if (outcome != Append.Committed) { await Fold(turn, $"a turn met {outcome} in the ledger", stop); return; }
        }
        if (await Behind(turn, stop)) { await Fold(turn, "the ledger knows a number that Redis has forgotten", stop); return; }
        Answer(turn, known);
        await Drop(turn);
    }

    /// <summary>The ledger's rows of what this turn repeats, committed from pending values if need be; null when one is in neither place.</summary>
    private async Task<IReadOnlyList<LedgerRow>?> Repeats(Turn turn, CancellationToken stop)
    {
        var own = turn.Rows.Select(r => (r.Device, r.Number)).ToHashSet();
        var repeats = turn.Bookings.Zip(turn.Said).Where(b => b.Second.IsRepeat).Select(b => (b.First.Device, b.First.Command.Number)).Where(r => !own.Contains(r)).Distinct().ToList();
        var ownPeople = turn.Rows.Where(r => r.Person is not null && r.Refusal is null).Select(r => (r.Round, r.Person!.Value)).ToHashSet();
        var people = turn.Rows.Where(r => r is { Person: not null, Refusal: not null and not Refusal.NothingToUndo } && !ownPeople.Contains((r.Round, r.Person.Value)))
            .Select(r => new PersonStands(r.Round, r.Person!.Value, r.Refusal == Refusal.AlreadySampled ? r.Undoes ?? 0 : null)).Distinct().ToList();
        if (repeats.Count == 0 && people.Count == 0) return [];
        for (var looks = 0; looks < 2; looks++)
        {
            var rows = repeats.Count == 0 ? [] : await ledger.Rows(repeats, stop);
            var found = rows.Select(r => (r.Device, r.Number)).ToHashSet();
            var standing = people.Count == 0 ? new HashSet<PersonStands>() : await ledger.People(turn.District, people, stop);
            if (repeats.All(found.Contains) && people.All(standing.Contains)) return rows;
            if (looks == 0 && !await pending.Commit(turn.District, turn.Epoch, turn.Rows.Count == 0 ? long.MaxValue : turn.FirstOrder, stop)) return null;
        }
        return null;
    }

    /// <summary>A gap is looked up before it is answered: where the ledger has the number that Redis expects, Redis is behind.</summary>
    private async Task<bool> Behind(Turn turn, CancellationToken stop)
    {
        var gaps = turn.Bookings.Zip(turn.Said).Where(b => b.Second.IsGap).Select(b => (b.First.Device, b.Second.Expected)).ToList();
        if (gaps.Count == 0) return false;
        var numbers = await ledger.Numbers([.. gaps.Select(g => g.Device).Distinct()], stop);
        var own = turn.Rows.GroupBy(r => r.Device).ToDictionary(g => g.Key, g => g.Max(r => r.Number));
        return gaps.Any(g => numbers.GetValueOrDefault(g.Device) > Math.Max(g.Expected - 1, own.GetValueOrDefault(g.Device)));
    }

    private async Task Fold(Turn turn, string why, CancellationToken stop)
    {
        await folding.Fold(turn.District, turn.Epoch, why, stop);
        turn.Busy("the live fold was made anew; send again");
    }

    private static void Answer(Turn turn, IReadOnlyList<LedgerRow> known)
    {
        var rows = turn.AsksLedger ? known.Concat(turn.Rows).GroupBy(r => (r.Device, r.Number)).ToDictionary(g => g.Key, Decisive) : [];
        var (told, at) = (new IReadOnlyList<Answer>[turn.Sendings.Count], 0);
        for (var s = 0; s < told.Length; s++)
        {
            var answers = new Answer[turn.Sendings[s].Count];
            for (var i = 0; i < answers.Length; i++, at++)
            {
                var (said, booking) = (turn.Said[at], turn.Bookings[at]);
                answers[i] = said.IsGap ? new(CountOutcome.Gap, Expected: said.Expected)
                    : Counting.Answer.Of(said.IsRepeat ? rows[(booking.Device, booking.Command.Number)] : turn.Rows[said.Row]);
            }
            told[s] = answers;
        }
        turn.Tell(told);
    }

    /// <summary>Of a move's two rows, the one that says where the person is now.</summary>
    private static LedgerRow Decisive(IEnumerable<LedgerRow> rows) => rows.MinBy(r => r.Kind)!;

    private Task Drop(Turn turn) => turn.Field is { } field
        ? redis.GetDatabase().HashDeleteAsync(new CountingKeys(turn.District).Pending, field, CommandFlags.FireAndForget)
        : Task.CompletedTask;
}
