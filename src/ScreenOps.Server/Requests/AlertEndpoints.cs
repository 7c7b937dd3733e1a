using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Requests;

internal static class AlertEndpoints
{
    private const int LongestNote = 200;

    /// <summary>The queue of what needs a person.</summary>
    public static async Task<Results<Ok<AlertsShown>, ProblemHttpResult>> List(int id, ClaimsPrincipal who, RoundBook rounds, AlertReading reading, IOptions<RequestsOptions> options, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        var alerts = await reading.OfRound(round, null, cancel);
        return TypedResults.Ok(new AlertsShown(Now(round), round.Clock.Speed, [.. alerts.Select(a => AlertShown.Of(a, Reader(who)))],
            (int)options.Value.LongestTake.TotalMinutes, (int)options.Value.LongestSnooze.TotalMinutes));
    }

    /// <summary>One alert, and who did what with it when.</summary>
    public static async Task<Results<Ok<AlertWhole>, ProblemHttpResult>> Show(int id, Guid alert, ClaimsPrincipal who, RoundBook rounds, AlertReading reading, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        return await reading.Find(round, alert, cancel) is { } found ? TypedResults.Ok(await Whole(found, who, reading, cancel)) : NoAlert();
    }

    public static async Task<Results<Ok<AlertWhole>, ProblemHttpResult>> Act(
        int id, Guid alert, AlertActOrder order, ClaimsPrincipal who, RoundBook rounds, AlertStore store, AlertReading reading, IOptions<RequestsOptions> options, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        if (order.Id == Guid.Empty || order.Does is not { } does || !Enum.IsDefined(does) || order.Note is { Length: > LongestNote })
            return Problem(400, "Not an act", $"id is a new UUID, does one of {string.Join(", ", Enum.GetNames<AlertDoes>())}, and note at most {LongestNote} characters.");
        var actor = new AlertActor(AlertBy.Office, Reader(who), who.FindFirstValue(Who.NameClaim) ?? "", null);
        return await store.Act(round, alert, actor, new(order.Id, does, order.Minutes, order.Note?.Trim() ?? ""), cancel) is var result && result is AlertResult.Told told
            ? TypedResults.Ok(await Whole(told.Alert, who, reading, cancel)) : Not(result, options.Value);
    }

    public static ProblemHttpResult NoRound(int id) => Problem(404, "No such round", $"There is no round {id} in this district; GET /api/v1/rounds lists them.");

    public static long Now(RoundInfo round) => round.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Why it was refused, and what to do instead.</summary>
    public static (string Reason, string Cure) Why(AlertResult result, RequestsOptions options) => result switch
    {
        AlertResult.NoAlert => (nameof(AlertResult.NoAlert), "There is no such alert in this round, or it is another site's."),
        AlertResult.Newer => (nameof(AlertResult.Newer), "The same is open again as another alert; look after that one."),
        AlertResult.Reused => (nameof(AlertResult.Reused), "This id was used for something else; make a new one."),
        AlertResult.Full => (nameof(AlertResult.Full), "Too much was done with this alert already; resolve it."),
        AlertResult.Refused refused => (refused.Why.ToString(), Cure(refused.Why, options)),
        var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
    };

    private static string Cure(AlertNo why, RequestsOptions options) => why switch
    {
        AlertNo.HasEnded => "It has ended meanwhile; reopen it, or ask again.",
        AlertNo.NotEnded => "It has not ended; there is nothing to reopen.",
        AlertNo.NotYours => "That is not yours to do: a site asks, withdraws and says who came; the command centre takes, puts off, escalates and resolves.",
        AlertNo.OtherKind => "Only what a site asked for is withdrawn; a sign of the board ends when it is gone, or is resolved by the command centre.",
        AlertNo.BadMinutes => $"Say in minutes when somebody is there, 1 to {(int)options.LongestTake.TotalMinutes}, or for how long it is put off, 1 to {(int)options.LongestSnooze.TotalMinutes}.",
        AlertNo.IsThere => "Somebody is there already; resolve it, or give it back first.",
        AlertNo.IsEmergency => "An emergency is not put off; take it or resolve it.",
        _ => "It is not time for that yet.",
    };

    private static ProblemHttpResult Not(AlertResult result, RequestsOptions options)
    {
        var (reason, cure) = Why(result, options);
        return result switch
        {
            AlertResult.NoAlert => NoAlert(),
            AlertResult.Refused { Why: AlertNo.BadMinutes } => Problem(400, "Not so long", cure, reason),
            AlertResult.Refused { Why: AlertNo.NotYours or AlertNo.OtherKind } => Problem(403, "Not yours", cure, reason),
            _ => Problem(409, "Not now", cure, reason),
        };
    }

    private static async Task<AlertWhole> Whole(KeptAlert alert, ClaimsPrincipal who, AlertReading reading, CancellationToken cancel) => new(AlertShown.Of(alert, Reader(who)),
        [.. (await reading.History(alert.Id, cancel)).Select(a => new AlertActShown(a.Does, a.By, a.Name, a.Minutes, a.Note, a.Made, a.At))]);

    /// <summary>The account; of the operator's token, which has none, the empty one.</summary>
    private static Guid Reader(ClaimsPrincipal who) => who.Account() ?? Guid.Empty;

    private static ProblemHttpResult NoAlert() => Problem(404, "No such alert", "There is no such alert in this round.", nameof(AlertResult.NoAlert));

    /// <param name="reason">For a page that speaks another language.</param>
    private static ProblemHttpResult Problem(int status, string title, string detail, string? reason = null) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: reason is null ? null : new Dictionary<string, object?> { ["reason"] = reason });
}
