using Dapper;
using Npgsql;
using ScreenOps.Core.Coverage;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Coverage;

/// <summary>How far a round has come. However many screens ask, a round is counted once in some seconds.</summary>
internal sealed class CoverageReading
{
    /// <summary>Far longer than the count of a large district takes.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly NpgsqlDataSource postgres;
    private readonly RoundBook book;
    private readonly Held<(string District, int Round), CoverageShown> held;

    public CoverageReading(NpgsqlDataSource postgres, RoundBook book, TimeProvider time) => (this.postgres, this.book, held) = (postgres, book, new(Read, time, () => Fresh));

    /// <summary>Null: there is no such round.</summary>
    public async ValueTask<CoverageShown?> Of(string district, int id) => await book.Round(district, id) is { State: not RoundState.Pattern } ? await held.Get((district, id)) : null;

    /// <summary>Somebody said something that this server shall show at once.</summary>
    public void Forget(string district, int id) => held.Forget(k => k == (district, id));

    private async Task<CoverageShown> Read((string District, int Round) of, CancellationToken cancel)
    {
        var round = await book.Round(of.District, of.Round) ?? throw new InvalidOperationException($"There is no round {of.Round}.");
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var read = await connection.QueryMultipleAsync(new CommandDefinition($"""
            with {CoverageSql.Standing}, people as materialized (
                select r.village, r.grid, r.walk_in, {CoverageSql.Reached} as reached, f.heard from {CoverageSql.Joined} where r.district = @district and r.erased_at is null)
            select village, grid, walk_in, count(*)::int as people, count(*) filter (where reached = 3)::int as sampled, count(*) filter (where reached = 2)::int as waiting,
                count(*) filter (where reached < 2 and heard = any(@settling))::int as settled, count(*) filter (where reached < 2 and heard = 'HomeVisit')::int as visits,
                count(*) filter (where reached = 1 and (heard is null or heard <> all(@settling)))::int as again
            from people group by village, grid, walk_in;
            select coalesce(sum(sampled) filter (where person is null), 0)::bigint from ledger where district = @district and round = @round and refusal is null;
            """, new { district = of.District, round = of.Round, settling = Settling }, cancellationToken: cancel));
        var rows = (await read.ReadAsync<(string Village, string Grid, bool WalkIn, int People, int Sampled, int Waiting, int Settled, int Visits, int Again)>()).ToList();
        var tree = CoverageTree.Of(rows.Where(r => !r.WalkIn).Select(r => (r.Village, r.Grid, new CoverageCount(r.People, r.Sampled, r.Waiting, r.Settled, r.Visits, r.Again))));
        return new(round.Clock.GetUtcNow().ToUnixTimeMilliseconds(), round.Clock.Speed, CoverageTree.Sum(tree.Select(v => v.Count)), rows.Where(r => r.WalkIn).Sum(r => r.Sampled), await read.ReadSingleAsync<long>(), tree);
    }

    /// <summary>The names of what settles, as the database has them.</summary>
    public static readonly string[] Settling = [.. Enum.GetValues<FollowUp>().Where(f => f.Settles()).Select(f => f.ToString())];
}
