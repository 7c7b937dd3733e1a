using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Coverage;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Coverage;

internal static class CoverageEndpoints
{
    /// <summary>How far a round has come with the people of the list, by village and grid.</summary>
    public static async Task<Results<Ok<CoverageShown>, ProblemHttpResult>> Show(int id, ClaimsPrincipal who, CoverageReading reading) =>
        await reading.Of(who.District(), id) is { } shown ? TypedResults.Ok(shown) : NoRound(id);

    /// <summary>The households of a grid in which somebody has no sample. Whoever keeps a grid is shown that one, whatever is asked for.</summary>
    public static async Task<Results<Ok<HomesShown>, ProblemHttpResult>> Homes(int id, string? village, string? grid, ClaimsPrincipal who, RoundBook rounds, Homes homes, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        return TypedResults.Ok(await homes.Of(round, who.Kept() ?? new(village ?? "", grid ?? ""), cancel));
    }

    /// <summary>What was heard of somebody, in place of what was heard before; without it, what was heard is taken back.</summary>
    public static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Hear(
        int id, Guid resident, HeardOrder order, ClaimsPrincipal who, RoundBook rounds, Homes homes, CoverageReading reading, CancellationToken cancel)
    {
        if (order.Heard is { } heard && !Enum.IsDefined(heard)) return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["heard"] = [$"One of {string.Join(", ", Enum.GetNames<FollowUp>())}, or null."] });
        if (await rounds.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        if (round.State is RoundState.Sealed) return TypedResults.Problem("The round is sealed; what it was stays as it is.", statusCode: 409, title: "The round is sealed");
        if (await homes.Place(round.District, resident, cancel) is not { } place || (who.Kept() is { } kept && kept != place))
            return TypedResults.Problem("Nobody of this list is known by that id, or the person lives in another grid than yours.", statusCode: 404, title: "No such person");
        await homes.Hear(round, resident, order.Heard, who.Account(), who.FindFirstValue(Who.NameClaim) ?? "", cancel);
        reading.Forget(round.District, id);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NoRound(int id) => TypedResults.Problem($"There is no round {id} in this district; GET /api/v1/rounds lists them.", statusCode: 404, title: "No such round");
}
