using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Samples;

/// <param name="Now">Unix milliseconds on the round's clock, to show ages by.</param>
internal sealed record BoxList(long Now, int WarnMinutes, int AlarmMinutes, IReadOnlyList<BoxShown> Boxes);

/// <summary>How old swabs may be before the lab has them: from when on it is late, and too late.</summary>
internal sealed record TransportOrder(int WarnMinutes, int AlarmMinutes);

internal static class BoxEndpoints
{
    private const int MostMinutes = 1440;

    public static async Task<Results<Ok<BoxAnswer>, ProblemHttpResult>> Act(int id, string code, BoxAct act, ClaimsPrincipal who, RoundBook rounds, BoxStore boxes, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { } round) return TubeEndpoints.NoRound(id);
        if (TubeEndpoints.OtherKind(who, round) is { } other) return other;
        var sender = Sender(who);
        if (act.Kind is null || SampleCode.Parse(code) is not { } parsed || act is { Kind: BoxActKind.Pack or BoxActKind.Unpack, Barcode: null } or { Made: <= 0 })
            return TypedResults.Problem($"kind is one of {string.Join(", ", Enum.GetNames<BoxActKind>())}; a box's code is 4 to 32 digits, Latin letters and hyphens; Pack and Unpack name the tube's barcode.", statusCode: 400, title: "Nothing done");
        if (sender.Side != BoxSide.Site && act.Kind != BoxActKind.Sign) return TypedResults.Problem("Courier and lab sign; the site packs and seals.", statusCode: 403, title: "Not yours");
        var outcome = await boxes.Act(round, sender, parsed.Text, act, cancel);
        return TypedResults.Ok(new BoxAnswer(outcome, Cure(outcome), (await boxes.OfRound(round, null, parsed.Text, cancel)).SingleOrDefault()));
    }

    /// <summary>The boxes of a round with their clocks; of the own site where the sender is of one.</summary>
    public static async Task<Results<Ok<BoxList>, ProblemHttpResult>> List(int id, ClaimsPrincipal who, RoundBook rounds, BoxStore boxes, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { } round) return TubeEndpoints.NoRound(id);
        var limits = await boxes.Limits(round.District, cancel);
        return TypedResults.Ok(new BoxList(round.Clock.GetUtcNow().ToUnixTimeMilliseconds(), (int)limits.Warn.TotalMinutes, (int)limits.Alarm.TotalMinutes,
            await boxes.OfRound(round, TubeEndpoints.Scope(who), null, cancel)));
    }

    public static async Task<Results<NoContent, ValidationProblem>> Limits(TransportOrder order, ClaimsPrincipal who, BoxStore boxes, CancellationToken cancel)
    {
        var wrong = new Dictionary<string, string[]>();
        if (order.WarnMinutes is < 1 or > MostMinutes) wrong["warnMinutes"] = [$"1 to {MostMinutes} minutes."];
        if (order.AlarmMinutes <= order.WarnMinutes || order.AlarmMinutes > MostMinutes) wrong["alarmMinutes"] = [$"More than warnMinutes, and at most {MostMinutes}."];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        await boxes.SetLimits(who.District(), order.WarnMinutes, order.AlarmMinutes, cancel);
        return TypedResults.NoContent();
    }

    private static BoxSender Sender(ClaimsPrincipal who) => new(TubeEndpoints.Scope(who), who.Device() ?? who.Account() ?? Guid.Empty,
        who.Grant() switch { nameof(Grant.Courier) => BoxSide.Courier, nameof(Grant.Lab) => BoxSide.Lab, _ => BoxSide.Site }, who.FindFirstValue(Who.NameClaim) ?? "");

    private static string? Cure(BoxOutcome outcome) => outcome switch
    {
        BoxOutcome.Done or BoxOutcome.Already => null,
        BoxOutcome.UnknownBox => "No box of this code was begun; the site scans it first.",
        BoxOutcome.OtherSite => "Box and tube are of the sender's own site; check the codes.",
        BoxOutcome.OtherRound => "This is of another round; check the code.",
        BoxOutcome.CodeUsed => "This box's code was used before; take another box.",
        BoxOutcome.Sealed => "The box is sealed; break the seal first, while nobody has signed, or take another box.",
        BoxOutcome.NotSealed => "Seal the box first; it is signed for as it stands.",
        BoxOutcome.Empty => "Nothing is in the box; scan its tubes first.",
        BoxOutcome.UnknownTube => "No tube of this barcode was opened here; scan it again.",
        BoxOutcome.TubeOpen => "Close the tube first.",
        BoxOutcome.InOtherBox => "This tube lies in another box by its record; look there. The office sees it.",
        BoxOutcome.Gone => "It was signed for and is not opened any more.",
        BoxOutcome.NotHandedOver => "Site and courier sign before the lab does; call the site.",
        var unknown => throw new InvalidOperationException($"No cure is written for {unknown}."),
    };
}
