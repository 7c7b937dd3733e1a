using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Staffing;

internal sealed record OfferAnswered(bool Yes);

/// <param name="Id">Made by the page and kept over retries.</param>
internal sealed record HandoverOrder(Guid Id, string Site, int Lane, Guid Taker, string? Note);

/// <summary>What others want of a member: a seat that is offered, a lane that is handed over.</summary>
internal static class OfferEndpoints
{
    private const int LongestNote = 200;

    public static async Task<Results<NoContent, ProblemHttpResult>> Answer(Guid asking, OfferAnswered answer, ClaimsPrincipal who, Askings askings, CancellationToken cancel) =>
        await askings.Answer(who.District(), asking, who.Member()!.Value, answer.Yes, cancel) switch
        {
            OfferOutcome.Accepted or OfferOutcome.Refused => TypedResults.NoContent(),
            OfferOutcome.NoOffer => DutyEndpoints.Problem(404, "No such offer", "You were not asked for this.", nameof(OfferOutcome.NoOffer)),
            OfferOutcome.Taken => DutyEndpoints.Problem(409, "Taken", "Somebody else was first, or the seat is not empty any more. Thank you all the same.", nameof(OfferOutcome.Taken)),
            OfferOutcome.Expired => DutyEndpoints.Problem(409, "Too late", "This offer has expired, and others are being asked.", nameof(OfferOutcome.Expired)),
            OfferOutcome.Against against => DutyEndpoints.Problem(409, "Not beside your other duty", against.Why.Text, against.Why.Rule.ToString()),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };

    public static async Task<Results<NoContent, ProblemHttpResult>> Give(int round, HandoverOrder order, ClaimsPrincipal who, Handovers handovers, CancellationToken cancel) =>
        order.Note is { Length: > LongestNote } ? DutyEndpoints.Problem(400, "Too long", $"A note has at most {LongestNote} characters.", "BadOrder")
            : Told(await handovers.Give(who.District(), round, order.Id, who.Member()!.Value, order.Taker, order.Site, order.Lane, order.Note?.Trim() ?? "", cancel));

    public static async Task<Results<NoContent, ProblemHttpResult>> Take(Guid id, ClaimsPrincipal who, Handovers handovers, CancellationToken cancel) =>
        Told(await handovers.Take(who.District(), id, who.Member()!.Value, cancel));

    public static async Task<Results<NoContent, ProblemHttpResult>> Drop(Guid id, ClaimsPrincipal who, Handovers handovers, CancellationToken cancel) =>
        Told(await handovers.Drop(who.District(), id, who.Member()!.Value, cancel));

    private static Results<NoContent, ProblemHttpResult> Told(HandoverOutcome outcome) => outcome switch
    {
        HandoverOutcome.Done => TypedResults.NoContent(),
        HandoverOutcome.NotThere => DutyEndpoints.Problem(404, "Not there", "There is no such hand-over for you any more.", "NoHandover"),
        HandoverOutcome.LaneBusy => DutyEndpoints.Problem(409, "Handed over already", "Somebody is handing over this lane; wait until that is taken or taken back.", nameof(HandoverOutcome.LaneBusy)),
        HandoverOutcome.Refused { Why: var why } => DutyEndpoints.Problem(409, "Not so", why switch
        {
            HandoverRefusal.NotAtPost => "Only who is checked in at this site hands over a lane of it.",
            HandoverRefusal.NotHere => "The other one has no duty at this site in this shift or the next.",
            HandoverRefusal.Oneself => "Choose somebody else.",
            HandoverRefusal.NoSuchLane => "The site has fewer lanes.",
            _ => throw new InvalidOperationException($"No answer is written for {why}."),
        }, why.ToString()),
        var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
    };
}
