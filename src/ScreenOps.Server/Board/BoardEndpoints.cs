using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Board;
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

    /// <summary>The site that the sender is confined to; null: none.</summary>
    public static string? Own(ClaimsPrincipal who) => who.SeesDistrict() ? null : who.Site();

    /// <summary>Why the sender does not see the site, or the whole where site is null; null: it does.</summary>
    public static ProblemHttpResult? Unseen(ClaimsPrincipal who, string? site)
    {
        if (who.SeesDistrict()) return null;
        if (who.Site() is not { } own)
            return TypedResults.Problem("The board is for the command centre and the sites; ask the command centre for a grant.", statusCode: 403, title: "Not for you");
        return site is null || site == own ? null : TypedResults.Problem($"You see site {own} only.", statusCode: 403, title: "Another site");
    }

    /// <summary>Why the sender is not told of the whole district; null: it is.</summary>
    public static ProblemHttpResult? UnseenWhole(ClaimsPrincipal who) => who.SeesDistrict() ? null
        : TypedResults.Problem("This is of the whole district and for the command centre; ask it for a grant.", statusCode: 403, title: "Not for you");

    public static ProblemHttpResult NoRound(int? round) => round is { } id
        ? TypedResults.Problem($"There is no board of round {id}: it does not exist or is sealed; GET /api/v1/rounds lists them.", statusCode: 404, title: "No such round")
        : TypedResults.Problem("No round is open; open one, or name one with ?round=.", statusCode: 404, title: "No open round");
}
