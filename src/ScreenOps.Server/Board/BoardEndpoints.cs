using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Board;

internal static class BoardEndpoints
{
    public static async Task<Results<Ok<Snapshot>, ProblemHttpResult>> Board(int? round, ClaimsPrincipal who, DistrictBoards boards, CancellationToken cancel)
    {
        if (Unseen(who, null) is { } refused) return refused;
        var seen = new Scope(round, who.IsRehearsal(), Own(who));
        var board = await boards.Board(who.District(), seen, cancel);
        return seen.Of(board) is { } found ? TypedResults.Ok(board.Snapshot(found, seen.Site)) : NoRound(round);
    }

    public static async Task<Results<Ok<IReadOnlyList<QueueMinute>>, ProblemHttpResult>> Minutes(
        int? round, string? site, ClaimsPrincipal who, DistrictBoards boards, CancellationToken cancel)
    {
        if (Unseen(who, site) is { } refused) return refused;
        var seen = new Scope(round, who.IsRehearsal(), Own(who) ?? site);
        var board = await boards.Board(who.District(), seen, cancel);
        if (seen.Of(board) is not { } found) return NoRound(round);
        if (seen.Site is null) return TypedResults.Ok(Sum(found));
        return found.Find(seen.Site) is { } one
            ? TypedResults.Ok(one.Minutes())
            : TypedResults.Problem($"Round {found.Id} has no site {seen.Site}; GET /api/v1/board lists its sites.", statusCode: 404, title: "No such site");
    }

    /// <summary>All sites together.</summary>
    private static IReadOnlyList<QueueMinute> Sum(RoundBoard round)
    {
        var all = new MinuteSeries();
        all.Put(round.Sites.SelectMany(s => s.Minutes()).GroupBy(m => m.Minute)
            .Select(g => new SiteMinute(g.Key, g.Sum(m => m.Arrived), g.Sum(m => m.Implied), g.Sum(m => m.Sampled), g.Sum(m => m.Left))));
        return all.WithQueue(round.Sites.Sum(s => s.Count.Queue));
    }

    private static string? Own(ClaimsPrincipal who) => who.SeesDistrict() ? null : who.Site();

    private static ProblemHttpResult? Unseen(ClaimsPrincipal who, string? site)
    {
        if (who.SeesDistrict()) return null;
        if (who.Site() is not { } own)
            return TypedResults.Problem("The board is for the command centre and the sites; ask the command centre for a grant.", statusCode: 403, title: "Not for you");
        return site is null || site == own ? null : TypedResults.Problem($"You see site {own} only.", statusCode: 403, title: "Another site");
    }

    private static ProblemHttpResult NoRound(int? round) => round is { } id
        ? TypedResults.Problem($"There is no board of round {id}: it does not exist or is sealed; GET /api/v1/rounds lists them.", statusCode: 404, title: "No such round")
        : TypedResults.Problem("No round is open; open one, or name one with ?round=.", statusCode: 404, title: "No open round");
}
