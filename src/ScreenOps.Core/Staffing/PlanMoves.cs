namespace ScreenOps.Core.Staffing;

/// <summary>What one member does otherwise in one shift.</summary>
/// <param name="From">Null: had no seat in it.</param>
/// <param name="To">Null: has none any more.</param>
public sealed record PlanMove(Guid Member, string Shift, Seat? From, Seat? To);

public static class PlanMoves
{
    /// <summary>What differs for people; a place within the same post is no difference.</summary>
    public static IReadOnlyList<PlanMove> Between(IEnumerable<Assignment> before, IEnumerable<Assignment> after)
    {
        var (had, has) = (Held(before), Held(after));
        return [.. had.Keys.Union(has.Keys).Select(k => new PlanMove(k.Member, k.Shift, had.TryGetValue(k, out var from) ? from : null, has.TryGetValue(k, out var to) ? to : null))
            .Where(m => m.From is not { } f || m.To is not { } t || (f.Site, f.Role) != (t.Site, t.Role))
            .OrderBy(m => (m.To ?? m.From)!.Value.Site, StringComparer.Ordinal).ThenBy(m => m.Shift, StringComparer.Ordinal).ThenBy(m => (m.To ?? m.From)!.Value.Role).ThenBy(m => m.Member)];
    }

    /// <summary>
    /// The plan with the moves made: who is moved or steps in is told by it, and answers anew; everybody else stays as they are. A lock by hand, and who is
    /// at the post, move for nobody.
    /// </summary>
    /// <param name="stays">Who offered to stay if nobody comes; they have said yes already.</param>
    public static (IReadOnlyList<Assignment> Plan, Violation? Why) Apply(PlanInput input, IReadOnlyList<Assignment> plan, IReadOnlyCollection<PlanMove> moves, IReadOnlySet<Guid> stays)
    {
        var moved = moves.Select(m => (m.Member, m.Shift)).ToHashSet();
        var kept = plan.Where(a => a.Holds && (a.Locked || a.State == AssignmentState.Present)).ToList();
        List<Assignment> changed =
        [
            .. plan.Where(a => !moved.Contains((a.Member, a.Seat.Shift))),
            .. moves.Where(m => m.To is not null).Select(m => new Assignment(m.To!.Value, m.Member, m.From is null && stays.Contains(m.Member) ? AssignmentState.Confirmed : AssignmentState.Published, false)),
            .. moves.Where(m => m.To is null).Select(m => new Assignment(m.From!.Value, m.Member, AssignmentState.Released, false)),
        ];
        if (moves.FirstOrDefault(m => m.To is { } to && to.Shift != m.Shift) is { To: { } other } odd)
            return (plan, new(Rule.NoSuchSeat, other, odd.Member, $"{PlanCheck.Name(other)} is not in shift {odd.Shift}; a move stays within its shift."));
        return PlanCheck.Violations(input, changed, kept) is [var wrong, ..] ? (plan, wrong) : (changed, null);
    }

    private static Dictionary<(Guid Member, string Shift), Seat> Held(IEnumerable<Assignment> plan) => plan.Where(a => a.Holds).ToDictionary(a => (a.Member, a.Seat.Shift), a => a.Seat);
}
