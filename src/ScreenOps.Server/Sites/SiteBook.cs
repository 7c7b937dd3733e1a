using System.Collections.Concurrent;
using Dapper;
using Npgsql;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Sites;

/// <param name="LanesPlanned">Of the round asked for; of the site itself where the round says nothing.</param>
internal sealed record SiteInfo(string Code, string Name, string Village, double Latitude, double Longitude, int Population, int LanesPlanned, string Address, bool Retired);

/// <summary>The sites of a round as every hot path reads them: from memory, at most a second old.</summary>
internal sealed class SiteBook
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<(string District, int Round), (long ReadAt, long Changes, IReadOnlyList<SiteInfo> Sites)> pages = new();
    private readonly NpgsqlDataSource postgres;
    private readonly TimeProvider time;

    // As in RoundBook: a reading that began before the last change is not kept.
    private long changes;

    public SiteBook(NpgsqlDataSource postgres, TimeProvider time, RoundBook rounds)
    {
        (this.postgres, this.time) = (postgres, time);
        rounds.Changed += district =>
        {
            Interlocked.Increment(ref changes);
            foreach (var key in pages.Keys.Where(k => k.District == district)) pages.TryRemove(key, out _);
        };
    }

    /// <summary>Sites of a round in the order of their codes; round 0 is the district's pattern.</summary>
    public async ValueTask<IReadOnlyList<SiteInfo>> Sites(string district, int round)
    {
        if (pages.TryGetValue((district, round), out var page) && page.Changes == Volatile.Read(ref changes) && time.GetElapsedTime(page.ReadAt) < Fresh) return page.Sites;
        var (now, seen) = (time.GetTimestamp(), Volatile.Read(ref changes));
        await using var connection = await postgres.OpenConnectionAsync();
        var sites = (await connection.QueryAsync<SiteInfo>("""
            select s.code, s.name, s.village, s.latitude, s.longitude, s.population, coalesce(r.lanes, s.lanes) as LanesPlanned, s.address, s.retired_at is not null as Retired
            from sites s left join round_sites r on r.district = s.district and r.site = s.code and r.round = @round
            where s.district = @district and (@round = 0 or r.site is not null) order by s.code
            """, new { district, round })).ToList();
        pages[(district, round)] = (now, seen, sites);
        return sites;
    }
}
