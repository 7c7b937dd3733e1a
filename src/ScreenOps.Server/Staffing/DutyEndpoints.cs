using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Staffing;

/// <param name="Id">Made by the page and kept over retries.</param>
/// <param name="Site">Where the page showed the duty; where it is elsewhere now, the answer is not meant for it.</param>
/// <param name="Yes">False: declined, with the reason.</param>
internal sealed record DutyAnswer(Guid Id, string Site, bool Yes, string? Reason);

/// <param name="Site">Of the link that was opened; null: the code was typed.</param>
internal sealed record PostCheckIn(Guid Id, string? Site, string Code);

internal sealed record StayOrder(Guid Id, bool Stays);

internal sealed record CheckedIn(int Round, string Shift, string Site, bool Again);

/// <summary>A member's own page. Whoever asks is asked for nobody else's duty.</summary>
internal static class DutyEndpoints
{
    public const int LongestReason = 200;

    /// <summary>The same document is answered 304.</summary>
    public static async Task<Results<ContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> Show(HttpContext context, DutyReading reading, IOptions<JsonOptions> json, CancellationToken cancel)
    {
        if (await reading.Read(context.User.District(), context.User.Member()!.Value, cancel) is not { } duty) return OffRoster();
        var text = JsonSerializer.SerializeToUtf8Bytes(duty, json.Value.SerializerOptions);
        // Clocks run on by themselves; only what else changes is news.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(duty with { Rounds = [.. duty.Rounds.Select(r => r with { Now = 0 })], Offers = [.. duty.Offers.Select(o => o with { Now = 0 })] }, json.Value.SerializerOptions)).AsSpan(0, 12))}\"");
        context.Response.Headers.ETag = tag.ToString();
        context.Response.Headers.CacheControl = "private, no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Content(System.Text.Encoding.UTF8.GetString(text), "application/json; charset=utf-8");
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Answer(int round, string shift, DutyAnswer answer, ClaimsPrincipal who, Duties duties, CancellationToken cancel)
    {
        var reason = answer.Reason?.Trim() ?? "";
        if (!answer.Yes && reason.Length is 0 or > LongestReason) return Problem(400, "Why not?", $"Say in 1 to {LongestReason} characters why, so that the command centre knows what to do.", "NoReason");
        return Told(await duties.Take(who.District(), round, answer.Id, who.Member()!.Value, shift, answer.Site, answer.Yes ? DutyAct.Confirm : DutyAct.Decline, Actor.Member, answer.Yes ? "" : reason, cancel));
    }

    public static async Task<Results<Ok<CheckedIn>, ProblemHttpResult>> CheckIn(PostCheckIn at, ClaimsPrincipal who, Duties duties, CancellationToken cancel)
    {
        if (at.Code?.Trim() is not { Length: 6 } code) return WrongCode();
        return await duties.CheckIn(who.District(), at.Id, who.Member()!.Value, at.Site, code, cancel) switch
        {
            CheckInResult.There there => TypedResults.Ok(new CheckedIn(there.Round, there.Shift, there.Site, there.Again)),
            CheckInResult.WrongCode => WrongCode(),
            CheckInResult.Not not => Refusal(not.Why),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Stay(int round, string shift, StayOrder order, ClaimsPrincipal who, Duties duties, CancellationToken cancel) =>
        Told(await duties.Stay(who.District(), round, order.Id, who.Member()!.Value, shift, order.Stays, cancel));

    /// <summary>Done, or done before.</summary>
    public static Results<NoContent, ProblemHttpResult> Told(DutyResult result) =>
        result is DutyResult.Told { Outcome: DutyOutcome.Done or DutyOutcome.Already } ? TypedResults.NoContent() : Refusal(result);

    private static ProblemHttpResult Refusal(DutyResult result) => result switch
    {
        DutyResult.NoRound => Problem(404, "No such round", "There is no such round in this district.", nameof(DutyResult.NoRound)),
        DutyResult.NoDuty => Problem(404, "No such duty", "There is no duty in that shift any more; look at the page again.", nameof(DutyResult.NoDuty)),
        DutyResult.Ended => Problem(409, "Not now", "This round has ended.", nameof(DutyResult.Ended)),
        DutyResult.Moved moved => Problem(409, "Changed meanwhile", $"This duty is at site {moved.Site} now; look at it and answer again.", nameof(DutyResult.Moved)),
        DutyResult.SeatTaken => Problem(409, "Taken meanwhile", "Somebody else has this seat now; report to the site's lead, who may need you elsewhere.", nameof(DutyResult.SeatTaken)),
        DutyResult.Told { Outcome: DutyOutcome.NotTold } => Problem(409, "Not told yet", "This duty is only a proposal; publish the plan first.", nameof(DutyOutcome.NotTold)),
        DutyResult.Told { Outcome: DutyOutcome.TooEarly early } => Problem(409, "Too early", $"This can be done from {early.From:HH:mm} on.", nameof(DutyOutcome.TooEarly)),
        DutyResult.Told { Outcome: DutyOutcome.Over } => Problem(409, "Over", "This shift has ended.", nameof(DutyOutcome.Over)),
        DutyResult.Told { Outcome: DutyOutcome.AtPost } => Problem(409, "At the post", "Who is at the post does not decline; talk to the site's lead.", nameof(DutyOutcome.AtPost)),
        DutyResult.Told { Outcome: DutyOutcome.Gone } => Problem(409, "Not yours any more", "This seat was given up and may be somebody else's by now; ask the command centre.", nameof(DutyOutcome.Gone)),
        var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
    };

    private static ProblemHttpResult WrongCode() => Problem(409, "Not this code", "The code is of no post where you have duty now. It has six digits and hangs where your site's people report; the residents' poster is another one.", "WrongCode");

    private static ProblemHttpResult OffRoster() => Problem(404, "Not on the roster", "You are not on this district's roster any more; ask the command centre.", "OffRoster");

    /// <param name="reason">For a page that speaks another language.</param>
    public static ProblemHttpResult Problem(int status, string title, string detail, string reason) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["reason"] = reason });
}
