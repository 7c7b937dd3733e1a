namespace ScreenOps.Core.Staffing;

/// <summary>What a member, the command centre or the clock says of a duty.</summary>
public enum DutyAct
{
    /// <summary>Yes, I come.</summary>
    Confirm,

    /// <summary>No, I cannot.</summary>
    Decline,

    /// <summary>At the post.</summary>
    CheckIn,

    /// <summary>Did not come.</summary>
    Miss,
}

/// <summary>When a shift of a round is; half-open, on the round's clock.</summary>
public readonly record struct ShiftSpan(DateTimeOffset Starts, DateTimeOffset Ends);

/// <param name="CheckInBefore">How long before the shift the post may be taken.</param>
/// <param name="AtPostBefore">How long before the shift whoever is not at the post is at risk.</param>
/// <param name="AnswerWithin">How long after being told whoever has not answered is at risk; at once when the shift is nearer than that.</param>
/// <param name="NoShowAfter">How long into the shift whoever is not at the post is absent; zero: only a person says so.</param>
public sealed record DutyRules(TimeSpan CheckInBefore, TimeSpan AtPostBefore, TimeSpan AnswerWithin, TimeSpan NoShowAfter);

public abstract record DutyOutcome
{
    public sealed record Done(AssignmentState State) : DutyOutcome;
    /// <summary>It is so already; said again it changes nothing.</summary>
    public sealed record Already(AssignmentState State) : DutyOutcome;
    /// <summary>Nobody was told of this duty yet.</summary>
    public sealed record NotTold : DutyOutcome;
    public sealed record TooEarly(DateTimeOffset From) : DutyOutcome;
    /// <summary>The shift has ended.</summary>
    public sealed record Over : DutyOutcome;
    /// <summary>Who is at the post does not decline; the lead lets people go.</summary>
    public sealed record AtPost : DutyOutcome;
    /// <summary>The seat is not this member's any more.</summary>
    public sealed record Gone(AssignmentState State) : DutyOutcome;
}

/// <summary>
/// The steps of a duty. Only who was told has one to answer for; being at the post says yes as well; who was thought absent and comes is present, as
/// facts from the field are never refused because they surprise; a step that is made again is the same step.
/// </summary>
public static class DutyStep
{
    public static DutyOutcome Decide(AssignmentState state, DutyAct act, ShiftSpan shift, DateTimeOffset now, DutyRules rules) => (act, state) switch
    {
        (_, AssignmentState.Proposed) => new DutyOutcome.NotTold(),
        (_, AssignmentState.Released) => new DutyOutcome.Gone(state),
        (DutyAct.Confirm, AssignmentState.Confirmed or AssignmentState.Present) or (DutyAct.Decline, AssignmentState.Declined)
            or (DutyAct.CheckIn, AssignmentState.Present) or (DutyAct.Miss, AssignmentState.Absent) => new DutyOutcome.Already(state),
        (DutyAct.Decline, AssignmentState.Present) => new DutyOutcome.AtPost(),
        (DutyAct.Confirm or DutyAct.Decline, AssignmentState.Published or AssignmentState.Confirmed) =>
            Before(shift.Ends, now, act == DutyAct.Confirm ? AssignmentState.Confirmed : AssignmentState.Declined),
        (DutyAct.CheckIn, _) => now < shift.Starts - rules.CheckInBefore ? new DutyOutcome.TooEarly(shift.Starts - rules.CheckInBefore) : Before(shift.Ends, now, AssignmentState.Present),
        (DutyAct.Miss, AssignmentState.Published or AssignmentState.Confirmed or AssignmentState.Present) =>
            now < shift.Starts - rules.AtPostBefore ? new DutyOutcome.TooEarly(shift.Starts - rules.AtPostBefore) : new DutyOutcome.Done(AssignmentState.Absent),
        _ => new DutyOutcome.Gone(state),
    };

    private static DutyOutcome Before(DateTimeOffset ends, DateTimeOffset now, AssignmentState state) => now >= ends ? new DutyOutcome.Over() : new DutyOutcome.Done(state);
}
