using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.CheckIn;

namespace ScreenOps.Server.CheckIn;

internal static class TicketEndpoints
{
    /// <summary>A ticket of a site for whoever stands before its poster. The same person asking again is answered with the same ticket.</summary>
    public static async Task<Results<Ok<TicketShown>, ValidationProblem, ProblemHttpResult>> Take(
        string code, string? district, TicketOrder order, Door door, HttpContext context, CancellationToken cancel) =>
        await door.Take(district, code, order, cancel) switch
        {
            TicketOutcome.Taken taken => TypedResults.Ok(taken.Ticket),
            TicketOutcome.Wrong wrong => TypedResults.ValidationProblem(wrong.Cures.ToDictionary()),
            var refused => Refused(refused, context),
        };

    /// <summary>Tickets for the people of a household, one behind the other; all or the reason why not, and sent again those who have theirs keep it.</summary>
    public static async Task<Results<Ok<FamilyShown>, ValidationProblem, ProblemHttpResult>> TakeAll(
        string code, string? district, FamilyOrder order, Families families, HttpContext context, CancellationToken cancel) =>
        await families.Take(district, code, order, cancel) switch
        {
            (var tickets, null) => TypedResults.Ok(new FamilyShown(tickets)),
            (_, TicketOutcome.Wrong wrong) => TypedResults.ValidationProblem(wrong.Cures.ToDictionary()),
            (_, var refused) => Refused(refused, context),
        };

    private static ProblemHttpResult Refused(TicketOutcome outcome, HttpContext context) => outcome switch
    {
        TicketOutcome.PassRefused refused => TypedResults.Problem(Words(refused.Reading), statusCode: 422, title: "The pass was not accepted"),
        TicketOutcome.OfStaff => TypedResults.Problem("This is a pass of the staff; it takes no ticket. Who works here and wants a sample registers as a resident.", statusCode: 422, title: "The pass was not accepted"),
        TicketOutcome.PassEnded ended => TypedResults.Problem(ended.Revoked ? "A newer pass took the place of this one; show that, or register again." : "This district issued no such pass; register here once.",
            statusCode: 422, title: "The pass was not accepted"),
        TicketOutcome.NotHere => TypedResults.Problem("This district gives tickets to who stands before the site's screen: scan the code that it shows now, and ask within a quarter of an hour.", statusCode: 403, title: "Scan the code on the site's screen"),
        TicketOutcome.NoTicket => TypedResults.Problem("The holder of this pass has no ticket here; scan the poster for one.", statusCode: 409, title: "No ticket"),
        TicketOutcome.NoSite => TypedResults.Problem("There is no such site here; /api/v1/public/sites lists them.", statusCode: 404, title: "No such site"),
        TicketOutcome.NoRound => TypedResults.Problem("No round is open; scan the poster again when one is.", statusCode: 409, title: "No open round"),
        TicketOutcome.Busy => Busy(context),
        var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
    };

    public static ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "2";
        return TypedResults.Problem("Many people are taking tickets; ask again in two seconds. If this request was counted after all, the same ticket is the answer.", statusCode: 503, title: "Busy");
    }

    public static string Words(PassReading reading) => reading switch
    {
        PassReading.Expired expired => $"This pass was valid until {expired.Claims.Expires:yyyy-MM-dd}; register again for a new one.",
        PassReading.Revoked => "This pass was ended; a newer one took its place, or it was reported lost. Show that one, or register again.",
        PassReading.UnknownSigner signer => $"This pass was signed elsewhere (key {signer.KeyId}); register here once.",
        PassReading.OtherKind => "This pass is of a kind that takes no ticket; show it at the desk.",
        PassReading.Forged => "This pass is forged or was damaged: its signature does not hold. Register again, or ask at the desk.",
        PassReading.NotAPass => "This code is not a pass. A pass begins with SO1:; check that the right code was scanned.",
        var unknown => throw new InvalidOperationException($"No words are written for {unknown}."),
    };
}
