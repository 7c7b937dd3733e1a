using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Counting;

/// <param name="Commands">In the order of their numbers, from the lowest that is not acknowledged.</param>
internal sealed record CountRequest(IReadOnlyList<CountCommand?>? Commands)
{
    /// <summary>Why these are not commands at all, and what to send; null: they can be judged one by one.</summary>
    public static string? Fault(IReadOnlyList<CountCommand?>? commands, int most) => commands switch
    {
        null => "Send {\"commands\": [...]}, each with number, round, site, kind, n and made.",
        _ when commands.Count > most => $"At most {most} commands go together; send the rest in the next.",
        _ when commands.Any(c => c is null or { Number: < 1 } or { Site: null } or { Made: 0 }) =>
            "Each command needs its number (1, 2, 3 … of this device), round, site, kind, n, and made: unix milliseconds on the round's clock when the button was pressed.",
        _ => null,
    };
}

/// <param name="Expected">With Gap: the number to send next.</param>
/// <param name="Reason">With Refused, for programs. With Busy: what to wait for.</param>
/// <param name="Cure">With Refused, for people.</param>
internal sealed record CountAnswer(long Number, CountOutcome Outcome, string? Reason, long? Expected, string? Cure)
{
    public static CountAnswer Of(CountReceipt r) => new(r.Number, r.Outcome, r.Reason, r.Expected, r.Outcome == CountOutcome.Refused ? CureOf(r.Reason) : null);

    private static string? CureOf(string? reason) => reason switch
    {
        Refusal.UnknownSite => "The round has no such site; GET /api/v1/sites?round= lists them.",
        Refusal.UnknownRound => "There is no such round; GET /api/v1/rounds lists them.",
        Refusal.OtherSite => "This device is enrolled for another site; enrol it anew with a code of this one.",
        Refusal.BadAmount => "n is 1 or more for Arrived, Sampled and Left, 0 or more for Queue and Lanes, and within the bounds of one tap; count again.",
        Refusal.RoundNotOpen => "The round was not open when this was made; ask the command centre to open it.",
        Refusal.RoundSealed => "The round is sealed and takes no late counts; tell the command centre.",
        Refusal.NothingToUndo => "Undo takes back a command of this device and round, once, within its last 64; send the opposite count.",
        _ => null,
    };
}

/// <param name="Receipts">One for each command, in the same order.</param>
internal sealed record CountReply(IEnumerable<CountAnswer> Receipts);

internal static class CountEndpoints
{
    public static async Task<Results<Ok<CountReply>, ProblemHttpResult>> Count(
        CountRequest request, ClaimsPrincipal who, Counter counter, IOptions<CountingOptions> options, CancellationToken cancel)
    {
        if (who.Device() is not { } device) return TypedResults.Problem("Only an enrolled device counts; scan the code of its site.", statusCode: 403, title: "Not a device");
        if (CountRequest.Fault(request.Commands, options.Value.CommandsPerSend) is { } fault)
            return TypedResults.Problem(fault, statusCode: request.Commands?.Count > options.Value.CommandsPerSend ? 413 : 400, title: "Not counted");
        return TypedResults.Ok(new CountReply((await counter.Apply(who.District(), device, who.Site(), [.. request.Commands!.OfType<CountCommand>()], cancel)).Select(CountAnswer.Of)));
    }
}
