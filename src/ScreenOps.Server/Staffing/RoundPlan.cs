using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Staffing;

internal enum PlanState { None, Proposed, Published, Changed }

/// <summary>A member as the plan shows one.</summary>
internal sealed record Person(Candidate Member, string Name, string Kind);

/// <summary>A round with all that its plan is made from, and the plan as it stands.</summary>
/// <param name="Version">0: there is none yet.</param>
/// <param name="Published">The version that people were told; null: none was.</param>
/// <param name="Undoable">Whether the plan is as the last change by hand left it, so that it can be taken back.</param>
internal sealed record RoundPlan(
    RoundInfo Round, long Version, long? Published, IReadOnlyList<SiteInfo> Sites, IReadOnlyList<Shift> Shifts, IReadOnlyDictionary<Guid, Person> People,
    PlanInput Input, IReadOnlyList<Assignment> Seats, bool Undoable)
{
    public PlanState State => Version == 0 ? PlanState.None : Published is null ? PlanState.Proposed : Published == Version ? PlanState.Published : PlanState.Changed;
}

internal abstract record PlanOutcome
{
    public sealed record Done(RoundPlan Plan) : PlanOutcome;
    public sealed record NoRound : PlanOutcome;
    public sealed record Ended(RoundState State) : PlanOutcome;
    /// <summary>The round has no posts.</summary>
    public sealed record NothingToFill : PlanOutcome;
    /// <summary>More than can be planned as one.</summary>
    public sealed record TooManyShifts : PlanOutcome;
    /// <summary>There is no plan to publish.</summary>
    public sealed record NoPlan : PlanOutcome;
    /// <summary>Somebody else changed the plan meanwhile.</summary>
    public sealed record Overtaken : PlanOutcome;
    /// <summary>Something else came after the last change by hand, or there was none.</summary>
    public sealed record NothingToUndo : PlanOutcome;
    public sealed record Refused(Violation Why) : PlanOutcome;
}
