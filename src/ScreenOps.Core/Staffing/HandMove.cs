namespace ScreenOps.Core.Staffing;

/// <summary>A member who is put somewhere by hand.</summary>
/// <param name="From">The seat that the member leaves for it; null: none.</param>
/// <param name="To">Null: into the pool.</param>
public sealed record Move(Guid Member, Seat? From, Seat? To);

/// <param name="Displaced">Who had the seat; null: nobody.</param>
/// <param name="DisplacedTo">The seat that the mover left, which the displaced takes where no rule is against it; null: the pool.</param>
public sealed record Moved(IReadOnlyList<Assignment> Plan, Guid? Displaced, Seat? DisplacedTo);

public static class HandMove
{
    /// <summary>The member is locked on the new seat; who had it takes the seat that became free, or leaves the plan for that shift. Nothing happens where a rule is against it.</summary>
    public static (Moved? Moved, Violation? Why) Apply(PlanInput input, IReadOnlyList<Assignment> plan, Move move)
    {
        var (member, from, to) = move;
        if (from is { } left && !plan.Any(a => a.Holds && a.Seat == left && a.Member == member))
            return (null, new(Rule.NotOnSeat, left, member, $"The member is no longer {PlanCheck.Name(left)}; look at the plan as it is now."));
        if (from == to) return (new(plan, null, null), null);
        var without = from is { } seat ? HandSet.Apply(input, plan, seat, null).Plan : plan;
        if (to is not { } there) return (new(without, null, null), null);
        var sat = plan.FirstOrDefault(a => a.Holds && a.Seat == there);
        if (sat is { Locked: true } && sat.Member != member) return (null, new(Rule.LockLost, there, sat.Member, $"{PlanCheck.Name(there)} is locked by hand for somebody else; unlock it first."));
        var (with, why) = HandSet.Apply(input, without, there, member);
        if (why is not null) return (null, why);
        if (sat is null || sat.Member == member) return (new(with, null, null), null);
        return from is { } free && HandSet.Apply(input, with, free, sat.Member, locked: false) is (var swapped, null)
            ? (new(swapped, sat.Member, free), null) : (new(with, sat.Member, null), null);
    }
}
