using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Server.Districts;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Goes over every district in turn: folds one that Redis has lost, commits what a dead server left pending, and now and then
/// compares the ledger with the live fold, and folds where they differ.
/// </summary>
internal sealed class Sweep(NpgsqlDataSource postgres, IConnectionMultiplexer redis, RoundBook rounds, Pending pending, Folding folding, Comparison comparison,
    IOptions<CountingOptions> options, CountingMeters meters, TimeProvider time, ILogger<Sweep> log) : BackgroundService
{
    private readonly Dictionary<string, HashSet<string>> seen = [];

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Value.Sweep, time);
        var count = 0;
        do
        {
            var compare = count++ % options.Value.SweepsPerComparison == 0;
            try
            {
                foreach (var district in await rounds.Districts()) await Over(district, compare, stop);
            }
            catch (Exception e) when (e is NpgsqlException or RedisException or TimeoutException or IOException)
            {
                log.SweepFailed("*", e);
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task Over(string district, bool compare, CancellationToken stop)
    {
        await using var connection = await postgres.OpenConnectionAsync(stop);
        var epoch = await connection.ExecuteScalarAsync<long>(new CommandDefinition("select epoch from districts where code = @district", new { district }, cancellationToken: stop));
        if ((long?)await redis.GetDatabase().StringGetAsync(new CountingKeys(district).Epoch) != epoch)
        {
            await folding.Fold(district, epoch, "Redis holds another epoch or none", stop);
            return;
        }
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
