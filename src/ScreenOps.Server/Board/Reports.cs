using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Board;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Board;

/// <summary>The report of a round: what was true, from the ledger by when things were made, whenever they came in.</summary>
internal sealed class Reports(BoardSeries series, ReportRows rows, RoundBook rounds, SiteBook sites)
{
    private const int Quarter = 15;

    private sealed record Place(SiteInfo Site, QueueSeries Series, IReadOnlyList<Waited> Waits, long Late);

    /// <summary>Null: there is no such round, or it was never open.</summary>
    public async Task<Report?> Of(string district, int id, CancellationToken cancel)
    {
        if (await rounds.Round(district, id) is not { State: not RoundState.Pattern, OpenedAt: not null } round) return null;
        var info = await rounds.District(district);
        var (levels, late, each) = (new Thresholds(info.WatchMinutes, info.ActMinutes), await rows.Late(round, cancel), await series.Each(district, id, cancel));
        var places = (await sites.Sites(district, id)).Where(s => !s.Retired || each.ContainsKey(s.Code)).Select(s => each.GetValueOrDefault(s.Code) is { } found
            ? new Place(s, found, TrueWaits.Of(found), late.GetValueOrDefault(s.Code)) : new(s, new(0, []), [], 0)).ToList();
        var whole = QueueSeries.Sum([.. places.Select(p => p.Series)]);
        return new(id, round.Name, info.Name, round.State.ToString(), round.Rehearsal, round.Day, round.OpenedAt?.ToUnixTimeMilliseconds(), round.ClosedAt?.ToUnixTimeMilliseconds(),
            round.Clock.GetUtcNow().ToUnixTimeMilliseconds(), levels.Watch, levels.Act,
            Of("", info.Name, "", places, whole, levels),
            [.. places.GroupBy(p => p.Site.Village).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Of("", g.Key, g.Key, [.. g], QueueSeries.Sum([.. g.Select(p => p.Series)]), levels))],
            [.. places.Select(p => Of(p.Site.Code, p.Site.Name, p.Site.Village, [p], p.Series, levels))],
            whole.Minutes, Quarters(whole, [.. places.SelectMany(p => p.Waits)], levels),
            await rows.Staff(round, cancel), await rows.Moves(round, cancel), await rows.Alerts(round, cancel), await rows.AlertsRaised(round, cancel), await rows.Tubes(round, cancel));
    }

    private static ReportPlace Of(string code, string name, string village, IReadOnlyList<Place> places, QueueSeries series, Thresholds levels)
    {
        var peak = series.Minutes.MaxBy(m => m.Queue);
        return new(code, name, village, places.Count, places.Sum(p => p.Site.Population), places.Sum(p => p.Site.LanesPlanned),
            series.Minutes.Sum(m => (long)m.Arrived + m.Implied), series.Minutes.Sum(m => (long)m.Sampled), series.Minutes.Sum(m => (long)m.Left), places.Sum(p => p.Late),
            peak?.Queue ?? 0, peak?.Minute, series.Minutes.FirstOrDefault(m => m.Sampled > 0)?.Minute, series.Minutes.LastOrDefault(m => m.Sampled > 0)?.Minute,
            WaitSpread.Of(places.SelectMany(p => p.Waits), levels));
    }

    private static IReadOnlyList<ReportQuarter> Quarters(QueueSeries whole, IReadOnlyList<Waited> waits, Thresholds levels)
    {
        var came = waits.ToLookup(w => w.Came / Quarter);
        return [.. whole.Minutes.GroupBy(m => m.Minute / Quarter).OrderBy(g => g.Key).Select(g =>
            new ReportQuarter(g.Key * Quarter, g.Sum(m => m.Arrived + m.Implied), g.Sum(m => m.Sampled), g.Last().Queue, WaitSpread.Of(came[g.Key], levels)))];
    }
}

internal static class ReportEndpoints
{
    /// <summary>What was true in a round: waits, throughput, sites and villages, people on duty, tubes. Late counts stand in the minute in which they were made.</summary>
    /// <param name="round">Without: the open round.</param>
    public static async Task<Results<Ok<Report>, ProblemHttpResult>> Show(int? round, ClaimsPrincipal who, Reports reports, RoundBook rounds, CancellationToken cancel)
    {
        if (BoardEndpoints.UnseenWhole(who) is { } refused) return refused;
        var id = await ReplayEndpoints.Asked(round, who, rounds);
        return await reports.Of(who.District(), id, cancel) is { } report ? TypedResults.Ok(report)
            : TypedResults.Problem($"Round {id} was never open; GET /api/v1/rounds lists them.", statusCode: 404, title: "Nothing to report");
    }
}
