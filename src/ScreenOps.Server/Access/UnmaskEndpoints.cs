using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ScreenOps.Server.Access;

internal static class UnmaskEndpoints
{
    /// <summary>One resident's name and phone, to ring; the identity number only for the command centre. Who asked and why stands in the audit trail.</summary>
    public static async Task<Results<Ok<Unmasked>, ProblemHttpResult>> Resident(Guid id, UnmaskOrder order, ClaimsPrincipal who, HttpContext context, Unmasking unmasking, CancellationToken cancel)
    {
        if (order.Identity && who.Grant() is not (nameof(Grant.Operator) or nameof(Grant.CommandCentre)))
            return TypedResults.Problem("Identity numbers are shown to the command centre only; ask for name and phone.", statusCode: 403, title: "Not for you");
        return new Reasoned(order.Why).Fault() ?? Answer(await unmasking.Resident(id, order, who, cancel), context);
    }

    /// <summary>One member's name and phone, to ring.</summary>
    public static async Task<Results<Ok<Unmasked>, ProblemHttpResult>> Member(Guid id, UnmaskOrder order, ClaimsPrincipal who, HttpContext context, Unmasking unmasking, CancellationToken cancel) =>
        new Reasoned(order.Why).Fault() ?? Answer(await unmasking.Member(id, order, who, cancel), context);

    private static Results<Ok<Unmasked>, ProblemHttpResult> Answer(UnmaskOutcome outcome, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        switch (outcome)
        {
            case UnmaskOutcome.Shown shown: return TypedResults.Ok(shown.Person);
            case UnmaskOutcome.NotThere: return TypedResults.Problem("There is no such person whom you may ring: the command centre may ring everybody of its district, a site whoever stood in its line or has a seat there, a grid worker whoever lives in the own grid.", statusCode: 404, title: "Nobody to show");
            case UnmaskOutcome.TooMany many:
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(many.Wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return TypedResults.Problem($"You looked up as many people as one may in an hour; the next in {Math.Max(1, Math.Ceiling(many.Wait.TotalMinutes))} minutes, or ask a colleague.", statusCode: 429, title: "Too many people");
            default: throw new InvalidOperationException($"No answer is written for {outcome}.");
        }
    }
}
