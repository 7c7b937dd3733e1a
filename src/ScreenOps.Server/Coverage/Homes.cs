using Dapper;
using Npgsql;
using ScreenOps.Core.Coverage;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Coverage;

/// <summary>Who of a grid is missing, household by household, and what was heard of them.</summary>
internal sealed class Homes(NpgsqlDataSource postgres, Vault vault)
{
    /// <summary>A grid has some hundred; beyond, those that come first on the way.</summary>
    private const int Most = 1000;

    public async Task<HomesShown> Of(RoundInfo round, GridPlace of, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var people = (await connection.QueryAsync<Row>(new CommandDefinition($"""
            with {CoverageSql.Standing}
            select r.id, r.household, r.micro_grid, r.door, r.relation, r.name_sealed, r.born, r.immobile, {CoverageSql.Reached} as reached, case when s.kind <> 3 then s.site end as site, case when s.kind = 2 then s.made end as sampled_at, f.heard, coalesce(nullif(f.by_name, ''), k.name) as by_name, f.at as heard_at
            from {CoverageSql.Joined} left join accounts k on k.id = f.account where r.district = @district and r.village = @Village and r.grid = @Grid and not r.walk_in and r.erased_at is null
            """, new { district = round.District, round = round.Id, of.Village, of.Grid }, cancellationToken: cancel))).ToList();
        // Without a household each is at home alone.
        var homes = people.GroupBy(p => p.Household.Length > 0 ? p.Household : p.Id.ToString()).Where(h => h.Any(p => p.Reached != Reached.Sampled)).Select(Home)
            .OrderBy(h => h.MicroGrid, NaturalOrder.Instance).ThenBy(h => h.Door, NaturalOrder.Instance).ThenBy(h => h.Household, NaturalOrder.Instance).ToList();
        return new(of.Village, of.Grid, round.Clock.GetUtcNow().ToUnixTimeMilliseconds(), round.Clock.Speed, CoverageTree.Sum(people.Select(p => p.Count)), [.. homes.Take(Most)], Math.Max(0, homes.Count - Most));
    }

    /// <summary>Where the person lives; null: nobody of the list.</summary>
    public async Task<GridPlace?> Place(string district, Guid resident, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<GridPlace>(new CommandDefinition(
            "select village, grid from residents where id = @resident and district = @district and not walk_in and erased_at is null", new { resident, district }, cancellationToken: cancel));
    }

    /// <param name="name">Kept where no account is: whose account it was is told by the name that lies there, sealed.</param>
    public async Task Hear(RoundInfo round, Guid resident, FollowUp? heard, Guid? account, string name, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition(heard is null
            ? "delete from follow_ups where district = @District and round = @Id and resident = @resident"
            : """
              insert into follow_ups (district, round, resident, heard, account, by_name, at) values (@District, @Id, @resident, @said, @account, @name, @at)
              on conflict (district, round, resident) do update set heard = excluded.heard, account = excluded.account, by_name = excluded.by_name, at = excluded.at
              """, new { round.District, round.Id, resident, said = heard?.ToString(), account, name = account is null ? name : "", at = round.Clock.GetUtcNow().ToUnixTimeMilliseconds() }, cancellationToken: cancel));
    }

    private HomeShown Home(IGrouping<string, Row> home)
    {
        var first = home.First();
        return new(first.Household, first.MicroGrid, first.Door, [.. home.OrderByDescending(p => p.Relation == "户主").ThenBy(p => p.Born ?? int.MaxValue).ThenBy(p => p.Id)
            .Select(p => new HomePerson(p.Id, Masks.Name(vault.Open(p.NameSealed)), p.Relation, p.Born, p.Immobile, p.Reached, p.Site, p.SampledAt, p.FollowUp, p.ByName is { } by ? vault.OpenText(by) : null, p.HeardAt))]);
    }

    private sealed class Row
    {
        public Guid Id { get; init; }
        public string Household { get; init; } = "";
        public string MicroGrid { get; init; } = "";
        public string Door { get; init; } = "";
        public string Relation { get; init; } = "";
        public byte[] NameSealed { get; init; } = [];
        public short? Born { get; init; }
        public bool Immobile { get; init; }
        public Reached Reached { get; init; }
        public string? Site { get; init; }
        public long? SampledAt { get; init; }
        public string? Heard { get; init; }
        public string? ByName { get; init; }
        public long? HeardAt { get; init; }

        public FollowUp? FollowUp => Heard is null ? null : Enum.Parse<FollowUp>(Heard);

        public CoverageCount Count
        {
            get
            {
                var (open, settled) = (Reached < Reached.Waiting, FollowUp?.Settles() == true);
                return new(1, One(Reached == Reached.Sampled), One(Reached == Reached.Waiting), One(open && settled), One(open && FollowUp == Core.Coverage.FollowUp.HomeVisit), One(Reached == Reached.Again && !settled));
            }
        }

        private static int One(bool is1) => is1 ? 1 : 0;
    }
}
