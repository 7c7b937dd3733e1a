using Dapper;
using Npgsql;
using ScreenOps.Core.Board;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Board;

/// <summary>What the sites of a round are judged by: plan, district's thresholds, clock and hours.</summary>
internal sealed record RoundRules(RoundInfo Round, DistrictInfo District, IReadOnlyDictionary<string, SiteInfo> Sites, long? Opens, long? Closes)
{
    private readonly Thresholds thresholds = new(District.WatchMinutes, District.ActMinutes);

    /// <summary>Unix milliseconds on the round's clock; a closed round stands still at its end.</summary>
    public long Now
    {
        get
        {
            var now = Round.Clock.GetUtcNow();
            return (Round.ClosedAt is { } closed && closed < now ? closed : now).ToUnixTimeMilliseconds();
        }
    }

    public SiteRule Site(string code) =>
        new(Sites.TryGetValue(code, out var site) ? site.LanesPlanned : 0, District.LaneRate, thresholds, Opens, Closes);
}

/// <summary>Reads the rules of all rounds of a district that are not sealed, and of its pattern.</summary>
internal sealed class RulesReader
{
    private readonly RoundBook rounds;
    private readonly SiteBook sites;
    private readonly NpgsqlDataSource postgres;
    private readonly Held<string, Dictionary<int, (TimeOnly Starts, TimeOnly Ends)>> hours;

    public RulesReader(RoundBook rounds, SiteBook sites, NpgsqlDataSource postgres, TimeProvider time)
    {
        (this.rounds, this.sites, this.postgres, hours) = (rounds, sites, postgres, new(Hours, time, () => rounds.Age));
        rounds.Changed += district => hours.Forget(d => district is null || d == district);
    }

    public async Task<IReadOnlyList<RoundRules>> Read(string district)
    {
        var info = await rounds.District(district);
        var shifts = await hours.Get(district);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(info.TimeZone);
        var rules = new List<RoundRules>();
        foreach (var round in (await rounds.Rounds(district)).Where(r => r.State != RoundState.Sealed))
        {
            var known = (await sites.Sites(district, round.Id)).Where(s => !s.Retired).ToDictionary(s => s.Code);
            var (opens, closes) = shifts.TryGetValue(round.Id, out var h) ? (At(round.Day, h.Starts, zone), At(round.Day, h.Ends, zone)) : default((long?, long?));
            rules.Add(new(round, info, known, opens, closes));
        }
        return rules;
    }

    private static long At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }

    /// <summary>Of each round, when its first shift begins and its last one ends: between them its sites are open.</summary>
    private async Task<Dictionary<int, (TimeOnly Starts, TimeOnly Ends)>> Hours(string district, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<(int Round, TimeSpan Starts, TimeSpan Ends)>(new CommandDefinition(
            "select round, min(starts)::interval, max(ends)::interval from shifts where district = @district group by round", new { district }, cancellationToken: cancel));
        return rows.ToDictionary(r => r.Round, r => (TimeOnly.FromTimeSpan(r.Starts), TimeOnly.FromTimeSpan(r.Ends)));
    }
}
