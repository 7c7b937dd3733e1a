using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Staffing;

public enum AssignmentState { Proposed, Published, Confirmed, Declined, Present, Absent, Released }

/// <summary>One place of a post.</summary>
/// <param name="Number">Counts from 0 within the post.</param>
public readonly record struct Seat(string Site, string Shift, Role Role, int Number);

/// <summary>A member on a seat.</summary>
/// <param name="Locked">Set by hand; a plan that is made later keeps it.</param>
public sealed record Assignment(Seat Seat, Guid Member, AssignmentState State, bool Locked)
{
    /// <summary>False: the seat is free again, and the member is not planned for that shift.</summary>
    public bool Holds => State is not (AssignmentState.Declined or AssignmentState.Absent or AssignmentState.Released);

    /// <summary>Whether a plan that is made later leaves it: it is set by hand, or the member was told.</summary>
    public bool Kept => Holds && (Locked || State != AssignmentState.Proposed);
}
