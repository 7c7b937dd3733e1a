using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Board;

/// <summary>What sites, villages, districts and the city add up to, now and by the minute; to the unit what the ledger adds up to.</summary>
internal static class SeriesEndpoints
{
    /// <summary>Minutes in one answer: a day.</summary>
    private const int Most = 24 * 60;

    /// <summary>
    /// Minutes in which something happened, oldest first, with the queue at the end of each: of a site, of a village, or of all sites together. Without from they
    /// begin with the last hours; older ones, and those of a sealed round, are added up from the ledger. An answer holds 1,440 at most: ask on from the next.
    /// </summary>
    /// <param name="round">Without: the open round.</param>
    /// <param name="site">Code of a site.</param>
    /// <param name="village">Name of a village.</param>
    /// <param name="from">First minute: unix time / 60 s on the round's clock.</param>
    /// <param name="to">The minute after the last.</param>
    public static async Task<Results<Ok<IReadOnlyList<QueueMinute>>, ProblemHttpResult>> Minutes(int? round, string? site, string? village, long? from, long? to,
        ClaimsPrincipal who, DistrictBoards boards, BoardSeries series, RoundBook rounds, SiteBook sites, CancellationToken cancel)
    {
        if (BoardEndpoints.Unseen(who, site) is { } refused) return refused;
        if (Wrong(from, to) is { } wrong) return wrong;
        if (village is not null && (site is not null || !who.SeesDistrict())) return Bad("Name a site or a village, not both; a village is for those who see the whole district.");
        var (district, own) = (who.District(), BoardEndpoints.Own(who) ?? site);
        var places = await sites.Sites(district, 0);
        if (own is not null && places.All(s => s.Code != own)) return NotFound($"There is no site {own} in this district; GET /api/v1/sites lists them.");
        if (village is not null && places.All(s => s.Village != village)) return NotFound($"There is no village {village} in this district; GET /api/v1/board/totals?by=village lists them.");
        var inside = places.Where(s => s.Village == village).Select(s => s.Code).ToHashSet();
        bool Wanted(string code) => own is not null ? code == own : village is null || inside.Contains(code);
        var seen = new Scope(round, who.IsRehearsal(), own);
        if (seen.Of(await boards.Board(district, seen, cancel)) is { } live) return TypedResults.Ok(Cut(await series.Live([(district, live)], Wanted, from, cancel), from, to));
        return await Sealed(rounds, district, round) is { } old ? TypedResults.Ok(Cut(await series.Sealed(district, old.Id, Wanted, cancel), from, to)) : BoardEndpoints.NoRound(round);
    }

    /// <summary>Sums of a round by site, by village or of the whole district, as of now; of a sealed round, as they stand in the ledger.</summary>
    /// <param name="by">site, village or district; without: village.</param>
    public static async Task<Results<Ok<Totals>, ProblemHttpResult>> Totals(string? by, int? round,
        ClaimsPrincipal who, DistrictBoards boards, LedgerSums ledger, RoundBook rounds, SiteBook sites, CancellationToken cancel)
    {
        if (!who.SeesDistrict()) return TypedResults.Problem("Totals are for the command centre; ask it for a grant.", statusCode: 403, title: "Not for you");
        if (by is not (null or "site" or "village" or "district")) return Bad("Totals are by site, village or district.");
        var district = who.District();
        var villages = (await sites.Sites(district, 0)).ToDictionary(s => s.Code, s => s.Village);
        string Name(SiteCount s) => by switch { "site" => s.Site, "district" => district, _ => villages.GetValueOrDefault(s.Site, s.Site) };
        var seen = new Scope(round, who.IsRehearsal(), null);
        if (seen.Of(await boards.Board(district, seen, cancel)) is { Rules: { } rules } live) return TypedResults.Ok(new Totals(live.Id, rules.Now, Rows(live.Sites.Select(s => s.Count), Name)));
        if (await Sealed(rounds, district, round) is not { } old) return BoardEndpoints.NoRound(round);
        var counted = (await ledger.Sites(district, old.Id, cancel)).ToDictionary(s => s.Site, s => Count(s));
        var all = counted.Values.Concat((await sites.Sites(district, old.Id)).Where(s => !counted.ContainsKey(s.Code)).Select(s => Count(new(district, old.Id, s.Code, 0, 0, 0, 0, 0, 0, 0))));
        return TypedResults.Ok(new Totals(old.Id, (old.SealedAt ?? old.Clock.GetUtcNow()).ToUnixTimeMilliseconds(), Rows(all, Name)));
    }

    /// <summary>Sums of the open real rounds of all districts, by district or all together.</summary>
    /// <param name="by">district or city; without: district.</param>
    public static async Task<Results<Ok<Totals>, ProblemHttpResult>> CityTotals(string? by, DistrictBoards boards, TimeProvider time, CancellationToken cancel)
    {
        if (by is not (null or "district" or "city")) return Bad("Totals of the city are by district or city.");
        var all = await Open(boards, cancel);
        var rows = by == "city" ? [Total.Of("city", [.. all.SelectMany(r => r.Round.Sites).Select(s => s.Count)])]
            : all.Select(r => Total.Of(r.District, [.. r.Round.Sites.Select(s => s.Count)])).ToArray();
        return TypedResults.Ok(new Totals(0, time.GetUtcNow().ToUnixTimeMilliseconds(), rows));
    }

    /// <summary>Minutes of the open real rounds of all districts together; else as those of a district.</summary>
    public static async Task<Results<Ok<IReadOnlyList<QueueMinute>>, ProblemHttpResult>> CityMinutes(long? from, long? to, DistrictBoards boards, BoardSeries series, CancellationToken cancel) =>
        Wrong(from, to) is { } wrong ? wrong : TypedResults.Ok(Cut(await series.Live(await Open(boards, cancel), _ => true, from, cancel), from, to));

    private static async Task<IReadOnlyList<(string District, RoundBoard Round)>> Open(DistrictBoards boards, CancellationToken cancel) =>
        [.. (await boards.All(cancel)).Select(b => (b.District, Round: b.Open(rehearsal: false))).Where(r => r.Round is not null).Select(r => (r.District, r.Round!)).OrderBy(r => r.District, StringComparer.Ordinal)];

    /// <summary>The round, where it is one that boards have forgotten.</summary>
    private static async ValueTask<RoundInfo?> Sealed(RoundBook rounds, string district, int? id) =>
        id is { } known && await rounds.Round(district, known) is { State: RoundState.Sealed } round ? round : null;

    private static IReadOnlyList<Total> Rows(IEnumerable<SiteCount> sites, Func<SiteCount, string> name) =>
        [.. sites.GroupBy(name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Total.Of(g.Key, [.. g]))];

    private static SiteCount Count(LedgerSum s) => new(s.Round, s.Site, 0, 0, s.Arrived, s.Implied, s.Sampled, s.Gone, s.Corrected, SiteStatus.Closed, null, s.ReportedAt, 0, 0);

    private static IReadOnlyList<QueueMinute> Cut(QueueSeries series, long? from, long? to)
    {
        var minutes = series.Between(from, to);
        return minutes.Count <= Most ? minutes : from is null ? [.. minutes.TakeLast(Most)] : [.. minutes.Take(Most)];
    }

    private static ProblemHttpResult? Wrong(long? from, long? to) => from >= to ? Bad("from is the first minute and to the one after the last; to must be greater.") : null;

    private static ProblemHttpResult Bad(string why) => TypedResults.Problem(why, statusCode: 400, title: "It cannot be asked so");

    private static ProblemHttpResult NotFound(string why) => TypedResults.Problem(why, statusCode: 404, title: "Nothing of that name");
}
