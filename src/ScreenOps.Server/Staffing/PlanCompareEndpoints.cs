using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Staffing;

/// <param name="Id">Made by the client, so that an order sent twice keeps one copy.</param>
internal sealed record KeepOrder(Guid Id, string Name);

internal sealed record FiguresShown(int Seats, int Filled, int Empty, int UnfilledWeight, double TravelKm)
{
    public static FiguresShown Of(PlanFigures f) => new(f.Seats, f.Filled, f.Empty, f.UnfilledWeight, f.TravelKm);
}

/// <param name="Told">Whether the member was told of the duty before, and has it still in mind.</param>
internal sealed record ChangeShown(
    Guid Member, string Name, string Kind, string Village, DutyChange Change, bool Told, IReadOnlyList<SeatPlace> Before, IReadOnlyList<SeatPlace> After, double KmBefore, double KmAfter);

/// <param name="Changes">What matters most comes first; nobody for whom nothing changes is in it.</param>
/// <param name="Same">Members with a seat for whom nothing changes.</param>
internal sealed record ComparisonShown(FiguresShown Before, FiguresShown After, int Same, IReadOnlyList<ChangeShown> Changes, IReadOnlyList<PostChange> Posts);

internal static class PlanCompareEndpoints
{
    public const string Told = "told", Now = "now";
    private const int LongestName = 40;

    public static async Task<Results<Ok<IReadOnlyList<PlanCopy>>, ProblemHttpResult>> Copies(int id, ClaimsPrincipal who, Planner planner, PlanCopies copies, CancellationToken cancel) =>
        await planner.Read(who.District(), id, cancel) is null ? PlanEndpoints.NoRound(id) : TypedResults.Ok(await copies.List(who.District(), id, cancel));

    public static async Task<Results<NoContent, ProblemHttpResult>> Keep(int id, KeepOrder order, ClaimsPrincipal who, Planner planner, PlanCopies copies, CancellationToken cancel)
    {
        if (order.Name?.Trim() is not { Length: > 0 and <= LongestName } name) return PlanEndpoints.Problem(400, "No name", $"Give the copy a name of 1 to {LongestName} characters.");
        if (await planner.Read(who.District(), id, cancel) is not { } plan) return PlanEndpoints.NoRound(id);
        if (plan.State == PlanState.None) return PlanEndpoints.Problem(409, "No plan yet", $"Round {id} has no plan to keep; make one first.", nameof(PlanOutcome.NoPlan));
        await copies.Keep(plan, order.Id, name, cancel);
        return TypedResults.NoContent();
    }

    /// <summary>One plan of the round beside another: what people were told ("told"), the plan there is ("now"), or a copy by its id.</summary>
    public static async Task<Results<Ok<ComparisonShown>, ProblemHttpResult>> Compare(int id, string? before, string? after, ClaimsPrincipal who, Planner planner, PlanCopies copies, CancellationToken cancel)
    {
        if (await planner.Read(who.District(), id, cancel) is not { } plan) return PlanEndpoints.NoRound(id);
        var (old, next) = (await Seats(plan, before ?? Told, copies, cancel), await Seats(plan, after ?? Now, copies, cancel));
        if (old is null || next is null) return PlanEndpoints.Problem(404, "No such plan", $"before and after are \"{Told}\", \"{Now}\" or the id of a copy of round {id}; GET /api/v1/rounds/{id}/plan/copies lists them.");
        var names = await copies.People(plan.Round.District, old.Concat(next).Select(a => a.Member), cancel);
        var told = (await copies.Told(plan.Round.District, id, cancel)).Select(a => a.Member).ToHashSet();
        var difference = PlanDifference.Of(plan.Input, old, next);
        var changed = difference.Changes.Select(c => c.Member).ToHashSet();
        return TypedResults.Ok(new ComparisonShown(
            FiguresShown.Of(difference.Before), FiguresShown.Of(difference.After), next.Where(a => a.Holds).Select(a => a.Member).Distinct().Count(m => !changed.Contains(m)),
            [.. difference.Changes.Select(c => Shown(c, names[c.Member], told.Contains(c.Member)))], difference.Posts));
    }

    private static async Task<IReadOnlyList<Assignment>?> Seats(RoundPlan plan, string which, PlanCopies copies, CancellationToken cancel) => which switch
    {
        Now => plan.Seats,
        Told => await copies.Told(plan.Round.District, plan.Round.Id, cancel),
        _ => Guid.TryParse(which, out var copy) ? await copies.Seats(plan.Round.District, plan.Round.Id, copy, cancel) : null,
    };

    private static ChangeShown Shown(MemberChange c, MemberName who, bool told) =>
        new(c.Member, who.Name, who.Kind, who.Village, c.Change, told, [.. c.Before.Select(s => SeatPlace.Of(s)!)], [.. c.After.Select(s => SeatPlace.Of(s)!)], c.KmBefore, c.KmAfter);
}
