namespace ScreenOps.Core.Staffing;

public enum HandoverRefusal
{
    /// <summary>Who hands over is not at the post.</summary>
    NotAtPost,

    /// <summary>The other one has no duty at this site then.</summary>
    NotHere,

    /// <summary>Nobody hands a lane to oneself.</summary>
    Oneself,

    /// <summary>The site has fewer lanes.</summary>
    NoSuchLane,
}

/// <summary>One member hands a lane to another: the giver signs by handing over, the taker by taking.</summary>
public static class LaneHandover
{
    /// <summary>Null: nothing is against it. The taker is of the same shift or of the one that follows.</summary>
    /// <param name="own">The giver's duties; whoever is at a post is Present in one.</param>
    public static HandoverRefusal? Against(PlanInput input, IReadOnlyCollection<Assignment> own, Guid to, IReadOnlyCollection<Assignment> theirs, string site, int lane, int lanes)
    {
        if (own.FirstOrDefault(a => a.State == AssignmentState.Present && a.Seat.Site == site) is not { } post) return HandoverRefusal.NotAtPost;
        if (post.Member == to) return HandoverRefusal.Oneself;
        if (lane < 1 || lane > lanes) return HandoverRefusal.NoSuchLane;
        return theirs.Any(a => a.Holds && a.State != AssignmentState.Proposed && a.Seat.Site == site && own.Any(o => o.State == AssignmentState.Present && o.Seat.Site == site && (a.Seat.Shift == o.Seat.Shift || input.Follows(a.Seat.Shift, o.Seat.Shift))))
            ? null : HandoverRefusal.NotHere;
    }
}
