namespace ScreenOps.Core.Staffing;

/// <summary>What a repair in the running morning may use.</summary>
public static class RepairGround
{
    /// <summary>
    /// Nobody new is put into a shift that has ended; who is at the post stays there; who said no for a shift, or is being asked for it, is not taken for it.
    /// Who would otherwise break a rule, such as a member who retired since, is no longer counted on.
    /// </summary>
    /// <param name="ended">Shifts that have ended.</param>
    /// <param name="unwilling">By member and shift.</param>
    public static (PlanInput Input, IReadOnlyList<Assignment> Standing) Of(
        PlanInput input, IReadOnlyList<Assignment> plan, IReadOnlySet<string> ended, IReadOnlyCollection<(Guid Member, string Shift)> unwilling)
    {
        var broken = PlanCheck.Violations(input, plan, []).Select(v => (v.Seat, v.Member)).ToHashSet();
        var standing = plan.Where(a => !broken.Contains((a.Seat, a.Member))).Select(a => a.State == AssignmentState.Present || (a.Holds && ended.Contains(a.Seat.Shift)) ? a with { Locked = true } : a).ToList();
        var own = standing.ToLookup(a => a.Member, a => a.Seat.Shift);
        var seats = input.Seats.GroupBy(s => s.Shift).ToDictionary(g => g.Key, g => g.First());
        var barred = unwilling.Where(u => seats.ContainsKey(u.Shift) && !own[u.Member].Contains(u.Shift)).Distinct();
        standing.AddRange(barred.Select(u => new Assignment(seats[u.Shift], u.Member, AssignmentState.Declined, false)));
        if (ended.Count == 0) return (input, standing);
        var members = input.Members.Select(m => m with { Shifts = [.. input.Shifts.Select(s => s.Code).Where(s => m.Available(s) && (!ended.Contains(s) || own[m.Id].Contains(s)))] });
        return (input.With(members), standing);
    }
}
