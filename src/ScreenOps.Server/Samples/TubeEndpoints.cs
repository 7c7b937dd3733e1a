using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Samples;

internal static class TubeEndpoints
{
    /// <summary>What was done with tubes, in the order in which it was done: an open tube, a person put in, moved or taken out again, a tube closed or lost. Each act has its answer.</summary>
    public static async Task<Results<Ok<TubeReply>, ProblemHttpResult>> Act(int id, TubeActs said, ClaimsPrincipal who, RoundBook rounds, Tubes tubes, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        if (OtherKind(who, round) is { } other) return other;
        if (said.Acts is null || said.Acts.Any(a => a is null)) return TypedResults.Problem("Send {\"acts\": [...]}, each with id, kind, barcode and made.", statusCode: 400, title: "Nothing done");
        if (said.Acts.Count > tubes.Most) return TypedResults.Problem($"At most {tubes.Most} acts go together; send the rest in the next.", statusCode: 413, title: "Nothing done");
        return TypedResults.Ok(new TubeReply(await tubes.Apply(round, Sender(who), [.. said.Acts.Select(a => a!)], cancel)));
    }

    /// <summary>A tablet that was enrolled to rehearse never enters a real round, nor the other way round.</summary>
    public static ProblemHttpResult? OtherKind(ClaimsPrincipal who, RoundInfo round) => who.Device() is not null && who.HasClaim(Who.RehearsalClaim, "true") != round.Rehearsal
        ? TypedResults.Problem(round.Rehearsal ? "This round is a rehearsal, and this tablet was enrolled for real ones." : "This round is real, and this tablet was enrolled to rehearse.", statusCode: 409, title: "Another kind of round") : null;

    /// <summary>The tubes of a round, the latest first; of the own site where the sender is of one.</summary>
    public static async Task<Results<Ok<IReadOnlyList<TubeShown>>, ProblemHttpResult>> List(int id, string? site, ClaimsPrincipal who, RoundBook rounds, TubeReading reading, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is null) return NoRound(id);
        return TypedResults.Ok(await reading.OfRound(who.District(), id, Scope(who) ?? site, cancel));
    }

    /// <summary>A tube with the people in it, masked, and what was done with it.</summary>
    public static async Task<Results<Ok<TubeWhole>, ProblemHttpResult>> Show(int id, string barcode, ClaimsPrincipal who, RoundBook rounds, TubeReading reading, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { } round) return NoRound(id);
        if (SampleCode.Parse(barcode) is not { } code || await reading.Whole(round, code.Text, cancel) is not { } whole)
            return TypedResults.Problem("No tube of this barcode was opened here.", statusCode: 404, title: "No such tube");
        if (Scope(who) is { } site && site != whole.Tube.Site) return TypedResults.Problem("This tube is of another site.", statusCode: 403, title: "Not yours");
        // A lab works with tubes; whom it is about is no concern of its.
        return TypedResults.Ok(who.Grant() == nameof(Grant.Lab) ? whole with { People = [], Acts = [], Next = null } : whole);
    }

    /// <summary>The site that bounds a sender; null: none does.</summary>
    public static string? Scope(ClaimsPrincipal who) => who.Grant() is nameof(Grant.Operator) or nameof(Grant.CommandCentre) or nameof(Grant.Lab) or nameof(Grant.Courier) ? null : who.Site() ?? "";

    public static TubeSender Sender(ClaimsPrincipal who) => new(Scope(who), who.Device() ?? who.Account() ?? Guid.Empty, who.Grant() == nameof(Grant.Lab));

    public static ProblemHttpResult NoRound(int id) => TypedResults.Problem($"There is no round {id} in this district; GET /api/v1/rounds lists them.", statusCode: 404, title: "No such round");
}
