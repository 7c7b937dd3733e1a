using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Staffing;

internal sealed record SeatPlace(string Site, string Shift, Role Role, int Seat)
{
    public static SeatPlace? Of(Seat? seat) => seat is { } s ? new(s.Site, s.Shift, s.Role, s.Number) : null;

    public Seat ToSeat() => new(Site, Shift, Role, Seat);
}

/// <param name="From">The seat that the member leaves; null: none, the member comes from the pool or takes another shift besides.</param>
/// <param name="To">Null: into the pool.</param>
/// <param name="Version">Of the plan that was looked at; null: whatever there is.</param>
internal sealed record SeatMove(Guid Member, SeatPlace? From, SeatPlace? To, long? Version);

/// <param name="Version">Of the plan that was looked at, so that an order sent twice takes one change back.</param>
internal sealed record UndoOrder(long Version);

/// <param name="Why">The rule that is against it; then the rest says nothing.</param>
/// <param name="UnfilledWeight">Of the plan after it, as TravelKm is.</param>
/// <param name="Km">From the member's home to the seat.</param>
/// <param name="Displaced">Who sits there now.</param>
/// <param name="DisplacedTo">The seat which that one gets; null: the pool.</param>
internal sealed record SeatEffect(string Site, string Shift, Role Role, int Seat, Rule? Why, int? UnfilledWeight, double? TravelKm, double? Km, string? Displaced, SeatPlace? DisplacedTo);

/// <param name="UnfilledWeight">Of the plan as it is, as TravelKm is.</param>
/// <param name="Pool">What putting the member into the pool would do; null: it has no seat to leave.</param>
internal sealed record EffectsShown(long Version, int UnfilledWeight, double TravelKm, IReadOnlyList<SeatEffect> Seats, SeatEffect? Pool);

internal static class MoveEndpoints
{
    public static async Task<Results<Ok<PlanShown>, ProblemHttpResult>> Move(int id, SeatMove order, ClaimsPrincipal who, Planner planner, CancellationToken cancel)
    {
        if (order is { From: null, To: null }) return PlanEndpoints.Problem(400, "Nowhere to go", "Name the seat that the member leaves, the seat that it takes, or both.");
        if (new[] { order.From, order.To }.Any(s => s is not null && !Enum.IsDefined(s.Role))) return PlanEndpoints.NoRole();
        return PlanEndpoints.Told(id, await planner.Move(who.District(), id, new(order.Member, order.From?.ToSeat(), order.To?.ToSeat()), order.Version, cancel), who);
    }

    public static async Task<Results<Ok<PlanShown>, ProblemHttpResult>> Undo(int id, UndoOrder order, ClaimsPrincipal who, Planner planner, CancellationToken cancel) =>
        PlanEndpoints.Told(id, await planner.Undo(who.District(), id, order.Version, cancel), who);

    /// <summary>What putting a member on each seat of the round would do. The seat that it would leave is named by its four parts, or by none.</summary>
    public static async Task<Results<Ok<EffectsShown>, ProblemHttpResult>> Effects(int id, Guid member, string? site, string? shift, Role? role, int? seat, ClaimsPrincipal who, Planner planner, CancellationToken cancel)
    {
        if (role is { } named && !Enum.IsDefined(named)) return PlanEndpoints.NoRole();
        if (await planner.Read(who.District(), id, cancel) is not { } plan) return PlanEndpoints.NoRound(id);
        Seat? from = site is not null && shift is not null && role is { } r && seat is { } n ? new Seat(site, shift, r, n) : null;
        var effects = new MoveEffects(plan.Input, plan.Seats);
        return TypedResults.Ok(new EffectsShown(plan.Version, effects.Before.UnfilledWeight, effects.Before.TravelKm,
            [.. effects.Of(member, from).Select(e => Shown(plan, e, e.Move.To!.Value))], from is { } left ? Shown(plan, effects.Of(new(member, left, null)), left) : null));
    }

    private static SeatEffect Shown(RoundPlan plan, MoveEffect e, Seat seat) => e.Why is { } why
        ? new(seat.Site, seat.Shift, seat.Role, seat.Number, why.Rule, null, null, null, null, null)
        : new(seat.Site, seat.Shift, seat.Role, seat.Number, null, e.Weight, e.TravelKm, e.Km, e.Displaced is { } sat ? plan.People[sat].Name : null, SeatPlace.Of(e.DisplacedTo));
}
