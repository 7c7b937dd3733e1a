using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.CheckIn;

/// <param name="Text">A pass's code, a ticket, a priority number (P12), the last 4 to 18 characters of an identity number, the last 4 to 11 digits of a phone, a household's number, a name or its first two characters.</param>
internal sealed record DeskQuestion(string? Text);

/// <param name="More">There are more than these; say more of the one who is meant.</param>
/// <param name="Staff">The text was the pass of somebody who works here; then nobody else is found.</param>
internal sealed record DeskFound(IReadOnlyList<DeskPerson> Found, bool More, StaffShown? Staff = null);

/// <param name="Key">32 bytes in base64.</param>
internal sealed record DeskKey(int Round, string Key);

internal sealed record PriorityEdit(int Every, int Age);

internal static class DeskEndpoints
{
    private const int TogetherMost = 20;

    /// <summary>Whoever is meant by what was typed or scanned, masked, with where they stand in this round. Nobody found is an answer too: the list is empty.</summary>
    public static async Task<Results<Ok<DeskFound>, ProblemHttpResult>> Find(string site, DeskQuestion question, HttpContext context, Desk desk, CancellationToken cancel) =>
        await desk.Find(DeskPlace.Of(context), question.Text, cancel) switch
        {
            DeskFinding.Found found => TypedResults.Ok(new DeskFound(found.People, found.More)),
            DeskFinding.Staff staff => TypedResults.Ok(new DeskFound([], false, staff.Who)),
            DeskFinding.TooShort => Refused(400, "too-short", "Say more", $"At least four last digits of an identity number or phone, a ticket, a household's number, or two characters of a name. Site {site}."),
            DeskFinding.PassRefused refused => Refused(422, Reason(refused.Reading), "The pass was not accepted", TicketEndpoints.Words(refused.Reading)),
            DeskFinding.PassEnded ended => Refused(422, ended.Revoked ? "pass-revoked" : "pass-elsewhere", "The pass was not accepted",
                ended.Revoked ? "A newer pass took the place of this one; find the person by their digits or name." : "This district issued no such pass; find the person by their digits or name, or take them as a walk-in."),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };

    /// <summary>Checks in one person or several at once, each exactly once in a round: who comes again holds the same ticket, who stood elsewhere moves here.</summary>
    public static async Task<Results<Ok<DeskTickets>, ProblemHttpResult>> CheckIn(string site, DeskArrivals order, HttpContext context, Desk desk, CancellationToken cancel)
    {
        if (order.People is not { Count: > 0 and <= TogetherMost } || order.People.Any(p => p is null) || order.People.DistinctBy(p => (p.Person, p.Pass)).Count() < order.People.Count)
            return Refused(400, "no-people", "Nobody to check in", $"people is a list of 1 to {TogetherMost}, each once. Site {site}.");
        return TypedResults.Ok(new DeskTickets(await desk.CheckIn(DeskPlace.Of(context), order.People, order.Made, cancel)));
    }

    /// <summary>Takes somebody who is not on the list, and checks them in. Sent again with the same id it is the same person.</summary>
    public static async Task<Results<Ok<DeskWalkIn>, ValidationProblem, ProblemHttpResult>> WalkIn(string site, WalkInOrder order, HttpContext context, Desk desk, CancellationToken cancel)
    {
        var place = DeskPlace.Of(context);
        if (order.Id == Guid.Empty) return Refused(400, "no-id", "No id", $"id is made by the desk, once for each walk-in. Site {site}.");
        if (DeskForm.Judge(order.Name, order.Identity, order.Phone, order.Born, place.Round.Day.Year, out var cures) is not { } said) return TypedResults.ValidationProblem(cures.ToDictionary());
        return await desk.WalkIn(place, order, said, cancel) is { } taken ? TypedResults.Ok(taken)
            : Refused(409, "id-taken", "The id is taken", "Make a new id for this walk-in and send it again.");
    }

    /// <summary>The site's calling as its desk shows it.</summary>
    public static async Task<Ok<DeskLine>> Line(string site, HttpContext context, Desk desk, CancellationToken cancel) => TypedResults.Ok(await desk.Line(DeskPlace.Of(context), cancel));

    /// <summary>Calls the next number, calls one again, holds it, resumes it, or books that nobody came. The same id again is answered as the first time.</summary>
    public static async Task<Results<Ok<DeskCall>, ProblemHttpResult>> Call(string site, CallOrder order, ClaimsPrincipal who, HttpContext context, Line line, CancellationToken cancel)
    {
        var place = DeskPlace.Of(context);
        if (order.Id == Guid.Empty || !Enum.IsDefined(order.Act) || order.Lane is < 1 or > 99 || order.From is < 1 || (order.Act == CallAct.Next) != (order.Ticket is null))
            return Refused(400, "bad-call", "Not a call", $"id is made by the desk, lane is 1 to 99, and every act but Next names its ticket. Site {site}.");
        return await line.Act(place, order, who.Device() ?? who.Account(), cancel) switch
        {
            CallOutcome.Done done => TypedResults.Ok(new DeskCall(done.Called)),
            CallOutcome.NotCalled => Refused(404, "not-called", "Not called", "This ticket was not called here; call the next one."),
            CallOutcome.Over => Refused(409, "over", "Not waiting any more", "They were booked as not come; whoever came after all checks in again for a new number."),
            CallOutcome.Sampled => Refused(409, "sampled", "Already sampled", "They came and were sampled; nothing was booked."),
            CallOutcome.Busy => TicketEndpoints.Busy(context),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };
    }

    /// <summary>The desk's copy of its roster, with the key that it is sealed by on the device. Nobody's number or whole name is in it.</summary>
    public static async Task<Ok<DeskRoster>> Roster(string site, HttpContext context, Rosters rosters, CancellationToken cancel)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await rosters.Of(DeskPlace.Of(context), cancel));
    }

    /// <summary>The key by which a device seals and opens what it has still to send of a round.</summary>
    public static Ok<DeskKey> OutboxKey(int id, string site, HttpContext context, DeskKeys keys)
    {
        context.Response.Headers.CacheControl = "no-store";
        var place = DeskPlace.Of(context);
        return TypedResults.Ok(new DeskKey(place.Round.Id, keys.Outbox(place.District, place.Round.Id, place.Site.Code)));
    }

    public static async Task<Ok<PriorityRule>> Rule(ClaimsPrincipal who, PriorityRules rules) => TypedResults.Ok(await rules.Of(who.District()));

    /// <summary>Sets who goes before, and how often; desks follow within a second.</summary>
    public static async Task<Results<Ok<PriorityRule>, ValidationProblem>> SetRule(PriorityEdit edit, ClaimsPrincipal who, PriorityRules rules, CancellationToken cancel)
    {
        var wrong = new Dictionary<string, string[]>();
        if (edit.Every is < 0 or > PriorityRule.EveryMost) wrong["every"] = [$"0 to {PriorityRule.EveryMost} ordinary numbers between two priority ones; 0: those with priority always go first."];
        if (edit.Age is < PriorityRule.AgeLeast or > PriorityRule.AgeMost) wrong["age"] = [$"{PriorityRule.AgeLeast} to {PriorityRule.AgeMost} years."];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        await rules.Set(who.District(), new(edit.Every, edit.Age), cancel);
        return TypedResults.Ok(await rules.Of(who.District()));
    }

    private static ProblemHttpResult Refused(int status, string reason, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["reason"] = reason });

    public static string Reason(PassReading reading) => reading switch
    {
        PassReading.Expired => "pass-expired",
        PassReading.Revoked => "pass-revoked",
        PassReading.UnknownSigner => "pass-unknown-signer",
        PassReading.OtherKind => "pass-other-kind",
        PassReading.Forged => "pass-forged",
        _ => "not-a-pass",
    };
}
