namespace ScreenOps.Core.Staffing;

/// <summary>Why a seat may stay empty though somebody has it; the gravest first.</summary>
public enum RiskReason { NotThere, NotConfirmed, AbsentLast }

/// <param name="Since">On the round's clock.</param>
public sealed record Risk(RiskReason Reason, DateTimeOffset Since, string Text);

/// <summary>A duty with what is known of it.</summary>
/// <param name="Told">When the member was told or said yes to it; null: not recorded.</param>
/// <param name="AbsentLast">When the last duty was that the member missed, where that was the last one of all; null: it was not missed.</param>
/// <param name="There">At the post, or still there from the shift before.</param>
public sealed record WatchedDuty(Assignment Duty, ShiftSpan Shift, DateTimeOffset? Told, DateTimeOffset? AbsentLast, bool There);

public sealed record DutyAtRisk(WatchedDuty Watched, IReadOnlyList<Risk> Risks);

/// <summary>Whom the command centre must look after before a shift, and who did not come.</summary>
public static class DutyWatch
{
    /// <summary>What is at risk: who must act soonest first, then the gravest.</summary>
    public static IReadOnlyList<DutyAtRisk> AtRisk(IEnumerable<WatchedDuty> duties, DateTimeOffset now, DutyRules rules) =>
        [.. duties.Where(d => Waited(d) && now < d.Shift.Ends).Select(d => new DutyAtRisk(d, [.. Risks(d, now, rules)])).Where(d => d.Risks.Count > 0)
            .OrderBy(d => d.Watched.Shift.Starts).ThenBy(d => d.Risks[0].Reason).ThenBy(d => d.Risks[0].Since).ThenBy(d => d.Watched.Duty.Seat.Site, StringComparer.Ordinal).ThenBy(d => d.Watched.Duty.Member)];

    /// <summary>
    /// Who is absent by the clock: so long into the shift, or after being told later than that, and not at the post. Only where somebody of the post's
    /// site checked in for the shift: where nobody did, it is the code that is missing.
    /// </summary>
    public static IEnumerable<WatchedDuty> NoShows(IReadOnlyCollection<WatchedDuty> duties, DateTimeOffset now, DutyRules rules)
    {
        if (rules.NoShowAfter <= TimeSpan.Zero) return [];
        var used = duties.Where(d => d.Duty.State == AssignmentState.Present).Select(d => (d.Duty.Seat.Site, d.Duty.Seat.Shift)).ToHashSet();
        return duties.Where(d => Waited(d) && used.Contains((d.Duty.Seat.Site, d.Duty.Seat.Shift)) && now >= Later(d.Shift.Starts, d.Told) + rules.NoShowAfter);
    }

    /// <summary>At the post of this duty, or at the same site in a shift that this one follows.</summary>
    public static bool There(PlanInput input, IEnumerable<Assignment> own, Assignment duty) =>
        own.Any(a => a.State == AssignmentState.Present && a.Seat.Site == duty.Seat.Site && (a.Seat.Shift == duty.Seat.Shift || input.Follows(duty.Seat.Shift, a.Seat.Shift)));

    private static bool Waited(WatchedDuty d) => d.Duty.State is AssignmentState.Published or AssignmentState.Confirmed && !d.There;

    private static IEnumerable<Risk> Risks(WatchedDuty d, DateTimeOffset now, DutyRules rules)
    {
        var (shift, told) = (d.Duty.Seat.Shift, d.Told ?? d.Shift.Starts - rules.AnswerWithin);
        var due = Later(d.Shift.Starts - rules.AtPostBefore, d.Told);
        if (now >= due) yield return new(RiskReason.NotThere, due, $"not at the post; shift {shift} {(now < d.Shift.Starts ? "begins" : "began")} at {d.Shift.Starts:HH:mm}");
        if (d.Duty.State == AssignmentState.Published && (now - told >= rules.AnswerWithin || d.Shift.Starts - now <= rules.AnswerWithin))
            yield return new(RiskReason.NotConfirmed, told, $"was told at {told:HH:mm} and has not answered");
        if (d.AbsentLast is { } last) yield return new(RiskReason.AbsentLast, last, $"did not come the last time, on {last:yyyy-MM-dd}");
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
