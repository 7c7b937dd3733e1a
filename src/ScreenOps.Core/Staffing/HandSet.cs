namespace ScreenOps.Core.Staffing;

/// <summary>A seat that is set by hand.</summary>
public static class HandSet
{
    /// <summary>
    /// The plan with the member on the seat, or nobody: null. Who was there leaves it; one who was told already stays on record as released, and is
    /// not planned for that shift again until put there by hand.
    /// </summary>
    /// <param name="locked">False: a plan that is made later may move the member again.</param>
    public static (IReadOnlyList<Assignment> Plan, Violation? Why) Apply(PlanInput input, IReadOnlyList<Assignment> plan, Seat seat, Guid? member, bool locked = true)
    {
        if (!input.Has(seat)) return (plan, new(Rule.NoSuchSeat, seat, member ?? default, $"{PlanCheck.Name(seat)} is not a seat of this round; add it to its posts first."));
        var others = plan.Where(a => !(a.Holds && a.Seat == seat)).ToList();
        var left = plan.Where(a => a.Holds && a.Seat == seat && a.Member != member && a.State != AssignmentState.Proposed).Select(a => a with { State = AssignmentState.Released, Locked = false });
        if (member is not { } who) return ([.. others, .. left], null);
        if (PlanCheck.Against(input, others, seat, who) is { } why) return (plan, why);
        var state = plan.FirstOrDefault(a => a.Holds && a.Seat == seat && a.Member == who)?.State ?? AssignmentState.Proposed;
        return ([.. others.Where(a => a.Member != who || a.Seat.Shift != seat.Shift), .. left, new(seat, who, state, locked)], null);
    }
}
