using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Staffing;

/// <param name="Member">Null frees the seat.</param>
/// <param name="Locked">Whether a plan that is made later keeps the member there; null: it does.</param>
/// <param name="Version">Of the plan that was looked at; null: whatever there is.</param>
internal sealed record SeatOrder(string Site, string Shift, Role Role, int Seat, Guid? Member, bool? Locked, long? Version);

/// <param name="There">Already at that site in another shift, so that no way is added.</param>
/// <param name="From">The seat that the member would leave for it; null: none.</param>
/// <param name="UnfilledWeight">Of the plan with the member on the seat, as TravelKm is.</param>
internal sealed record CandidateShown(Guid Id, string Name, string Kind, IReadOnlyList<Role> Roles, string Village, double? Km, bool There, SeatPlace? From, int UnfilledWeight, double TravelKm);

/// <param name="Total">How many are free for it; shown are the nearest.</param>
/// <param name="Movers">Those who could come from another seat of the shift: who leaves the least weight unfilled first.</param>
internal sealed record CandidatesShown(int Total, IReadOnlyList<CandidateShown> Candidates, IReadOnlyList<CandidateShown> Movers);

internal static class PlanEndpoints
{
    private const int Most = 50, MostMovers = 20;

    public static async Task<Results<Ok<PlanShown>, ProblemHttpResult>> Show(int id, ClaimsPrincipal who, Planner planner, CancellationToken cancel) =>
        await planner.Read(who.District(), id, cancel) is { } plan ? TypedResults.Ok(PlanShown.Of(plan, who)) : NoRound(id);

    public static async Task<Results<Ok<PlanShown>, ProblemHttpResult>> Make(int id, long? version, ClaimsPrincipal who, Planner planner, CancellationToken cancel) =>
        Told(id, await planner.Make(who.District(), id, version, cancel), who);

    public static Ok<MakingShown> Watch(int id, ClaimsPrincipal who, Planner planner) => TypedResults.Ok(planner.Watch(who.District(), id));

    public static async Task<NoContent> Stop(int id, ClaimsPrincipal who, Planner planner)
    {
        await planner.Stop(who.District(), id);
        return TypedResults.NoContent();
    }

    public static async Task<Results<Ok<PlanShown>, ProblemHttpResult>> Publish(int id, long? version, ClaimsPrincipal who, Planner planner, CancellationToken cancel) =>
        Told(id, await planner.Publish(who.District(), id, version, cancel), who);

    public static async Task<Results<Ok<PlanShown>, ProblemHttpResult>> Put(int id, SeatOrder order, ClaimsPrincipal who, Planner planner, CancellationToken cancel) =>
        !Enum.IsDefined(order.Role) ? NoRole() : Told(id, await planner.Put(who.District(), id, new(order.Site, order.Shift, order.Role, order.Seat), order.Member, order.Locked ?? true, order.Version, cancel), who);

    public static async Task<Results<Ok<CandidatesShown>, ProblemHttpResult>> Candidates(int id, string site, string shift, Role role, int? seat, ClaimsPrincipal who, Planner planner, CancellationToken cancel)
    {
        if (!Enum.IsDefined(role)) return NoRole();
        if (await planner.Read(who.District(), id, cancel) is not { } plan) return NoRound(id);
        var place = new Seat(site, shift, role, seat ?? 0);
        if (!plan.Input.Has(place)) return Problem(404, "No such seat", $"Site {site} has no {role.Word()} {place.Number + 1} in shift {shift} of round {id}; add it to its posts first.");
        var (could, effects) = (SeatCandidates.For(plan.Input, plan.Seats, place).ToList(), new MoveEffects(plan.Input, plan.Seats));
        return TypedResults.Ok(new CandidatesShown(
            could.Count, [.. could.Take(Most).Select(c => Shown(plan, c.Member.Id, c.Km, c.There, effects.Of(new(c.Member.Id, null, place))))],
            [.. effects.Movers(place).Take(MostMovers).Select(e => Shown(plan, e.Move.Member, e.Km, false, e))]));
    }

    private static CandidateShown Shown(RoundPlan plan, Guid member, double? km, bool there, MoveEffect effect)
    {
        var (person, name, kind) = plan.People[member];
        return new(member, name, kind, person.Roles, person.Village, km, there, SeatPlace.Of(effect.Move.From), effect.Weight, effect.TravelKm);
    }

    public static Results<Ok<PlanShown>, ProblemHttpResult> Told(int id, PlanOutcome outcome, ClaimsPrincipal who) => outcome switch
    {
        PlanOutcome.Done done => TypedResults.Ok(PlanShown.Of(done.Plan, who)),
        PlanOutcome.NoRound => NoRound(id),
        PlanOutcome.Ended ended => Problem(409, "Not now", $"Round {id} is {ended.State.ToString().ToLowerInvariant()}; its plan stays as it was. Make the next round from it.", nameof(PlanOutcome.Ended)),
        PlanOutcome.NothingToFill => Problem(409, "Nothing to fill", $"Round {id} has no posts; say how many people of which role each site needs, on the rounds page or by an import of posts.csv, then make the plan.", nameof(PlanOutcome.NothingToFill)),
        PlanOutcome.TooManyShifts => Problem(409, "Too many shifts", $"Round {id} has posts in more than {PlanTask.MostShifts} shifts, which cannot be planned as one; make a round for each part of the day.", nameof(PlanOutcome.TooManyShifts)),
        PlanOutcome.NoPlan => Problem(409, "No plan yet", $"Round {id} has no plan to publish; make one first.", nameof(PlanOutcome.NoPlan)),
        PlanOutcome.Overtaken => Problem(409, "Changed meanwhile", "Somebody else changed this plan meanwhile; look at it as it is now, and do it again if it is still wanted.", nameof(PlanOutcome.Overtaken)),
        PlanOutcome.NothingToUndo => Problem(409, "Nothing to undo", "The plan is not as a change by hand left it; nothing is left to take back.", nameof(PlanOutcome.NothingToUndo)),
        PlanOutcome.Refused refused => Problem(409, "Not on this seat", refused.Why.Text, refused.Why.Rule.ToString()),
        var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
    };

    public static ProblemHttpResult NoRound(int id) => Problem(404, "No such round", $"There is no round {id} in this district; GET /api/v1/rounds lists them.");

    public static ProblemHttpResult NoRole() => Problem(400, "No such role", $"role is one of {string.Join(", ", Enum.GetNames<Role>())}.");

    /// <param name="reason">For a page that speaks another language.</param>
    public static ProblemHttpResult Problem(int status, string title, string detail, string? reason = null) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: reason is null ? null : new Dictionary<string, object?> { ["reason"] = reason });
}
