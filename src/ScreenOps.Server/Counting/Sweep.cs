using Dapper;
using MessagePack;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Goes over every district in turn: folds one that Redis has lost or has less of, commits what a dead server left pending, and now and then
/// renews the fold's lifetime, compares it with the ledger, and folds where they differ.
/// </summary>
internal sealed class Sweep(NpgsqlDataSource postgres, IConnectionMultiplexer redis, RoundBook rounds, Pending pending, Filling filling, Folding folding, Comparison comparison,
    IOptions<CountingOptions> options, CountingMeters meters, TimeProvider time, ILogger<Sweep> log) : BackgroundService
{
    private readonly Dictionary<string, HashSet<string>> seen = [];

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Value.Sweep, time);
        var count = 0;
        do
        {
            var compare = count++ % options.Value.SweepsPerComparison == 0;
            var place = new LivePlace(redis);
            foreach (var district in await Districts())
            {
                try
                {
                    await OverOrAnew(district, place, compare, stop);
                }
                catch (Exception e) when (Passing(e))
                {
                    // One slot of a cluster may be away while the others are there.
                    log.SweepFailed(district, e);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task<IReadOnlyList<string>> Districts()
    {
        try
        {
            return await rounds.Districts();
        }
        catch (Exception e) when (Passing(e))
        {
            log.SweepFailed("*", e);
            return [];
        }
    }

    private static bool Passing(Exception e) => e is NpgsqlException or RedisException or TimeoutException or IOException;

    private async Task OverOrAnew(string district, LivePlace place, bool compare, CancellationToken stop)
    {
        try
        {
            await Over(district, place, compare, stop);
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException or InvalidCastException or MessagePackSerializationException or RedisServerException { Kind: RedisErrorKind.WrongType })
        {
            log.SweepFailed(district, e);
            await folding.Fold(district, await folding.Epoch(district, stop), "what Redis holds of it cannot be read", stop);
        }
    }

    private async Task Over(string district, LivePlace place, bool compare, CancellationToken stop)
    {
        await using var connection = await postgres.OpenConnectionAsync(stop);
        var (epoch, last) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition("""
            select epoch, coalesce((select max(ord) from ledger l where l.district = d.code and l.epoch = d.epoch), 0) from districts d where code = @district
            """, new { district }, cancellationToken: stop));
        if (await Astray(district, epoch, last, place) is { } why)
        {
            await folding.Fold(district, epoch, why, stop);
            return;
        }
        if (compare) await filling.Live(new(district), [.. (await rounds.Rounds(district)).Where(r => r.State is not RoundState.Sealed).Select(r => r.Id)]);
        if (!await CommitOrphans(district, epoch, stop))
        {
            await folding.Fold(district, epoch, "a pending turn clashes with the ledger", stop);
            return;
        }
        if (compare && await comparison.Totals(district, stop) is Compared.Differ { Where: var where })
        {
            var what = string.Join("; ", where.Take(5));
            meters.Differed(where.Count);
            log.Differs(district, what);
            await connection.ExecuteAsync(new CommandDefinition("insert into repairs (district, at, what) values (@district, @at, @what)", new { district, at = time.GetUtcNow(), what }, cancellationToken: stop));
            await folding.Fold(district, epoch, "ledger and live fold differ", stop);
        }
    }

    /// <summary>Why the fold in Redis is not the one that was filled and counted on; null: it is.</summary>
    /// <param name="last">The last order of the epoch in the ledger, read before: what was committed then has been in Redis before that.</param>
    private async Task<string?> Astray(string district, long epoch, long last, LivePlace place)
    {
        var keys = new CountingKeys(district);
        var live = await redis.GetDatabase().StringGetAsync([keys.Epoch, keys.Order, keys.Origin]);
        if ((long?)live[0] != epoch) return "Redis holds another epoch or none";
        if (((long?)live[1] ?? 0) < last) return "Redis is behind the ledger";
        // What was told to boards and never committed is missed by nobody else.
        var (filled, now) = (((string?)live[2])?.Split(' ') is [_, { } id] ? id : "", await place.Of(keys));
        return filled == now || filled == "" || now == "" ? null : "another Redis process took over";
    }

    /// <summary>A turn that was pending a sweep ago and is so still was left behind; those before it are committed with it, in order.</summary>
    private async Task<bool> CommitOrphans(string district, long epoch, CancellationToken stop)
    {
        var left = await pending.Read(district, epoch);
        var before = seen.GetValueOrDefault(district) ?? [];
        seen[district] = [.. left.Select(l => l.Field)];
        var orphans = left.Take(left.Count - left.Reverse().TakeWhile(l => !before.Contains(l.Field)).Count()).ToList();
        if (orphans.Count == 0) return true;
        meters.Swept(orphans.Count);
        log.SweptPending(district, orphans.Count);
        return await pending.Commit(district, orphans, stop);
    }
}
