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

    /// <summary>Whether the other judges every site alike.</summary>
    public bool Judges(RoundRules other) => (Opens, Closes, District) == (other.Opens, other.Closes, other.District)
        && Sites.Count == other.Sites.Count && Sites.All(s => other.Sites.TryGetValue(s.Key, out var there) && there.LanesPlanned == s.Value.LanesPlanned);

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
        var (info, shifts) = (await rounds.District(district), await hours.Get(district));
        var rules = new List<RoundRules>();
        foreach (var round in (await rounds.Rounds(district)).Where(r => r.State != RoundState.Sealed))
            rules.Add(Of(round, info, shifts, (await sites.Sites(district, round.Id)).Where(s => !s.Retired)));
        return rules;
    }

    /// <summary>Those of one round, be it sealed, with all sites that it ever had.</summary>
    public async Task<RoundRules> Of(RoundInfo round) =>
        Of(round, await rounds.District(round.District), await hours.Get(round.District), await sites.Sites(round.District, round.Id));

    private static RoundRules Of(RoundInfo round, DistrictInfo info, Dictionary<int, (TimeOnly Starts, TimeOnly Ends)> shifts, IEnumerable<SiteInfo> known)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(info.TimeZone);
        var (opens, closes) = shifts.TryGetValue(round.Id, out var h) ? (At(round.Day, h.Starts, zone), At(round.Day, h.Ends, zone)) : default((long?, long?));
        return new(round, info, known.ToDictionary(s => s.Code), opens, closes);
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
