using Dapper;
using Npgsql;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Sites;

/// <param name="LanesPlanned">Of the round asked for; of the site itself where the round says nothing.</param>
internal sealed record SiteInfo(string Code, string Name, string Village, double Latitude, double Longitude, int Population, int LanesPlanned, string Address, bool Retired);

/// <summary>The sites of a round as every hot path reads them: from memory, as old as those of <see cref="RoundBook"/> at most.</summary>
internal sealed class SiteBook
{
    private readonly NpgsqlDataSource postgres;
    private readonly Held<(string District, int Round), Page> pages;

    private sealed record Page(IReadOnlyList<SiteInfo> Sites, HashSet<string> Codes);

    public SiteBook(NpgsqlDataSource postgres, TimeProvider time, RoundBook rounds)
    {
        (this.postgres, pages) = (postgres, new(Read, time, () => rounds.Age));
        rounds.Changed += district => pages.Forget(k => district is null || k.District == district);
    }

    /// <summary>Sites of a round in the order of their codes; round 0 is the district's pattern.</summary>
    public async ValueTask<IReadOnlyList<SiteInfo>> Sites(string district, int round) => (await pages.Get((district, round))).Sites;

    public async ValueTask<bool> Has(string district, int round, string site) => (await pages.Get((district, round))).Codes.Contains(site);

    private async Task<Page> Read((string District, int Round) of, CancellationToken limit)
    {
        await using var connection = await postgres.OpenConnectionAsync(limit);
        List<SiteInfo> sites = [.. await connection.QueryAsync<SiteInfo>(new CommandDefinition("""
            select s.code, s.name, s.village, s.latitude, s.longitude, s.population, coalesce(r.lanes, s.lanes) as LanesPlanned, s.address, s.retired_at is not null as Retired
            from sites s left join round_sites r on r.district = s.district and r.site = s.code and r.round = @round
            where s.district = @district and (@round = 0 or r.site is not null) order by s.code
            """, new { district = of.District, round = of.Round }, cancellationToken: limit))];
        return new(sites, [.. sites.Select(s => s.Code)]);
    }
}
