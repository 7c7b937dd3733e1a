using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.CheckIn;

/// <summary>What a site called, as its screens show it.</summary>
/// <param name="Version">Counts the site's acts: a higher one is newer.</param>
/// <param name="Recent">The latest first, at most 12; those that are held or did not come are among them with their state.</param>
/// <param name="Lanes">The latest number of each lane that called, by lane.</param>
/// <param name="Held">Who was called, is not there and is waited for.</param>
internal sealed record SiteCalls(long Version, int Called, long CalledAt, IReadOnlyList<Call> Recent, IReadOnlyList<Call> Lanes, IReadOnlyList<Call> Held);

/// <summary>Reads what was called.</summary>
internal sealed class CallBook(NpgsqlDataSource postgres, TimeProvider time)
{
    private const int Lately = 12, Reach = 60, HeldMost = 50;

    private readonly Held<(string District, int Round), IReadOnlyDictionary<string, LineCalls>> lines = new(async (of, limit) =>
    {
        await using var connection = await postgres.OpenConnectionAsync(limit);
        var rows = await connection.QueryAsync<(string Site, int Called, long CalledAt, int Priorities, int CalledPriority)>(new CommandDefinition(
            "select site, called, called_at, priorities, called_priority from lines where district = @District and round = @Round", new { of.District, of.Round }, cancellationToken: limit));
        return rows.ToDictionary(r => r.Site, r => new LineCalls(r.Called, r.CalledAt, r.Priorities, r.CalledPriority));
    }, time);

    /// <summary>Of all sites that call numbers, at most a second old.</summary>
    public ValueTask<IReadOnlyDictionary<string, LineCalls>> Lines(string district, int round) => lines.Get((district, round));

    /// <summary>The number of its own that a desk gave for a ticket; null: none.</summary>
    public async Task<int?> Priority(string district, int round, string site, int ticket, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<int?>(new CommandDefinition("select number from priority_numbers where district = @district and round = @round and site = @site and ticket = @ticket",
            new { district, round, site, ticket }, cancellationToken: cancel));
    }

    /// <summary>One site as it is now.</summary>
    public async Task<SiteCalls> Site(string district, int round, string site, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition($"""
            select version, called, called_at from lines where district = @district and round = @round and site = @site;
            select {Line.Columns} from calls where district = @district and round = @round and site = @site order by version desc limit @Reach;
            select {Line.Columns} from calls where district = @district and round = @round and site = @site and state = 'Held' order by version limit @HeldMost
            """, new { district, round, site, Reach, HeldMost }, cancellationToken: cancel));
        var line = await rows.ReadSingleOrDefaultAsync<(long Version, int Called, long CalledAt)>();
        var calls = (await rows.ReadAsync<Call>()).AsList();
        var lanes = calls.Where(c => c.State == CallState.Called).DistinctBy(c => c.Lane).OrderBy(c => c.Lane).ToList();
        return new(line.Version, line.Called, line.CalledAt, [.. calls.Take(Lately)], lanes, (await rows.ReadAsync<Call>()).AsList());
    }
}
