using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Samples;

internal static class OfficeEndpoints
{
    /// <summary>The seven known ways to lose a result, each with how many it is about and the first of them.</summary>
    public static async Task<Results<Ok<IReadOnlyList<LossCheck>>, ProblemHttpResult>> Losses(int id, ClaimsPrincipal who, RoundBook rounds, Losses losses, CancellationToken cancel) =>
        await rounds.Round(who.District(), id) is { } round ? TypedResults.Ok(await losses.Of(round, cancel)) : TubeEndpoints.NoRound(id);

    /// <summary>The tubes of a round, site by site.</summary>
    public static async Task<Results<Ok<TubesOverview>, ProblemHttpResult>> Overview(int id, ClaimsPrincipal who, RoundBook rounds, TubeReading reading, CancellationToken cancel) =>
        await rounds.Round(who.District(), id) is { } round
            ? TypedResults.Ok(new TubesOverview(round.Clock.GetUtcNow().ToUnixTimeMilliseconds(), await reading.BySite(round.District, id, cancel))) : TubeEndpoints.NoRound(id);

    /// <summary>Whom to call back: the people of tubes that are lost, spoilt or flagged, with their households.</summary>
    /// <param name="barcode">Of one tube only.</param>
    public static async Task<Results<Ok<CallBackList>, ProblemHttpResult>> CallBacks(int id, string? barcode, ClaimsPrincipal who, RoundBook rounds, CallBacks callBacks, CancellationToken cancel) =>
        await rounds.Round(who.District(), id) is null ? TubeEndpoints.NoRound(id) : TypedResults.Ok(await callBacks.Of(who.District(), id, SampleCode.Parse(barcode)?.Text, cancel));
}
