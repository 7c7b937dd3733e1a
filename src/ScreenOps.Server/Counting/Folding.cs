using System.Collections.Concurrent;
using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Rebuilds a district's live fold from the ledger under a new epoch. The ledger's lock is held alone, so nothing is committed while it is read.
/// </summary>
internal sealed class Folding(NpgsqlDataSource postgres, IConnectionMultiplexer redis, Filling filling, CountingMeters meters, ILogger<Folding> log)
{
    private readonly ConcurrentDictionary<string, long> epochs = new();

    /// <summary>The epoch that this server last knew the district to have.</summary>
    public async ValueTask<long> Epoch(string district, CancellationToken cancel)
    {
        if (epochs.TryGetValue(district, out var known)) return known;
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return epochs[district] = await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select epoch from districts where code = @district", new { district }, cancellationToken: cancel))
            ?? throw new InvalidOperationException($"There is no district {district}; import it first.");
    }

    /// <summary>Folds, unless somebody has done so since the caller saw <paramref name="broken"/>. Gives the epoch that holds now.</summary>
    public async Task<long> Fold(string district, long broken, string why, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(hashtextextended('ledger:' || @district, 0))", new { district }, cancellationToken: cancel));
        var stands = await connection.ExecuteScalarAsync<long>(new CommandDefinition("select epoch from districts where code = @district", new { district }, cancellationToken: cancel));
        var epoch = new CountingKeys(district).Epoch;
        var live = (long?)await redis.GetDatabase().StringGetAsync(epoch);
        if (live == stands && stands != broken) return epochs[district] = stands;
        var next = Math.Max(stands, live ?? 0) + 1;
        await connection.ExecuteAsync(new CommandDefinition("update districts set epoch = @next where code = @district", new { district, next }, cancellationToken: cancel));
        await redis.GetDatabase().KeyDeleteAsync(epoch);
        var rounds = await Rounds(connection, district, cancel);
        var fold = await FromLedger(connection, district, next, [.. rounds.Where(r => !r.Sealed).Select(r => r.Id)], long.MaxValue, cancel);
        await filling.Fill(district, [.. rounds.Select(r => r.Id)], fold);
        await transaction.CommitAsync(cancel);
        meters.Folded();
        // A district that counted nothing yet had nothing to lose.
        log.Folded(fold.Sites.Count == 0 ? LogLevel.Debug : LogLevel.Warning, district, next, fold.Sites.Count, why);
        return epochs[district] = next;
    }

    private static async Task<IReadOnlyList<(int Id, bool Sealed)>> Rounds(NpgsqlConnection connection, string district, CancellationToken cancel) =>
        [.. await connection.QueryAsync<(int, bool)>(new CommandDefinition("select id, state = 'Sealed' from rounds where district = @district", new { district }, cancellationToken: cancel))];

    /// <summary>The fold of what these rounds' rows tell, up to an order of the epoch, and the last number of every device.</summary>
    public static async Task<Fold> FromLedger(NpgsqlConnection connection, string district, long epoch, IReadOnlyList<int> of, long upTo, CancellationToken cancel)
    {
        var fold = new Fold(epoch);
        await using var rows = new NpgsqlCommand($"""
            select {LedgerColumns.Read} from ledger l
            where l.district = $1 and l.round = any($2) and (l.epoch < $3 or (l.epoch = $3 and l.ord <= $4))
            order by l.epoch, l.ord
            """, connection) { Parameters = { new() { Value = district }, new() { Value = of.ToArray() }, new() { Value = epoch }, new() { Value = upTo } } };
        foreach (var row in await LedgerColumns.ReadAll(rows, cancel)) fold.Replay(row);
        var numbers = await connection.QueryAsync<(Guid Device, long Number)>(new CommandDefinition(
            "select device, max(number) from ledger where district = @district group by device", new { district }, cancellationToken: cancel));
        foreach (var (device, number) in numbers) fold.Know(device, number);
        return fold;
    }
}
