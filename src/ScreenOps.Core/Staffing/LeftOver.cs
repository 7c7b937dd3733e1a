using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Staffing;

/// <summary>Why a member has no seat.</summary>
public enum LeftReason
{
    /// <summary>A seat is empty that the member could take.</summary>
    CouldTake,

    /// <summary>Every seat of the member's roles, in the shifts that the member may take, has somebody.</summary>
    Full,

    /// <summary>No post of the member's roles is in the shifts that the member may take.</summary>
    NoPost,

    /// <summary>The member declined, was released or did not come.</summary>
    Away,
}

/// <param name="Could">Members who hold the role and are available in the shift.</param>
public sealed record LeftRole(string Shift, Role Role, int Seats, int Empty, int Could);

/// <param name="Roles">What the member could have done, most seats first.</param>
public sealed record LeftMember(Guid Member, LeftReason Reason, IReadOnlyList<LeftRole> Roles, string Text);

public static class LeftOver
{
    /// <summary>Everybody without a seat, with the reason.</summary>
    public static IReadOnlyList<LeftMember> Of(PlanInput input, IReadOnlyCollection<Assignment> plan)
    {
        var held = plan.Where(a => a.Holds).ToList();
        var (seated, taken) = (held.Select(a => a.Member).ToHashSet(), held.Where(a => input.Has(a.Seat)).CountBy(a => (a.Seat.Shift, a.Seat.Role)).ToDictionary());
        var away = plan.Where(a => !a.Holds).Select(a => (a.Member, a.Seat.Shift)).ToHashSet();
        var roles = input.Posts.GroupBy(p => (p.Shift, p.Role)).OrderByDescending(g => g.Sum(p => p.Seats)).Select(g => new LeftRole(
            g.Key.Shift, g.Key.Role, g.Sum(p => p.Seats), g.Sum(p => p.Seats) - taken.GetValueOrDefault(g.Key), input.Members.Count(m => m.Available(g.Key.Shift) && m.Roles.Contains(g.Key.Role)))).ToList();
        return [.. input.Members.Where(m => !seated.Contains(m.Id)).Select(m => Why(m, away, [.. roles.Where(r => m.Available(r.Shift) && m.Roles.Contains(r.Role))]))];
    }

    private static LeftMember Why(Candidate member, HashSet<(Guid, string)> away, List<LeftRole> could)
    {
        var open = could.Where(r => !away.Contains((member.Id, r.Shift))).ToList();
        var reason = could.Count == 0 ? LeftReason.NoPost : open.Any(r => r.Empty > 0) ? LeftReason.CouldTake : open.Count < could.Count ? LeftReason.Away : LeftReason.Full;
        return new(member.Id, reason, could, reason switch
        {
            LeftReason.CouldTake => $"could take {string.Join(", ", open.Where(r => r.Empty > 0).Select(r => $"one of {r.Empty} empty {r.Role.Word()} in shift {r.Shift}"))}",
            LeftReason.NoPost => $"no post needs {string.Join('、', member.Roles.Select(r => r.Word()))} in {(member.Shifts is null ? "any shift" : $"shift {string.Join(", ", member.Shifts)}")}",
            LeftReason.Away => $"declined, was released or did not come{(open.Count == 0 ? "" : $"; otherwise {Full(open)}")}",
            _ => Full(open),
        });
    }

    private static string Full(List<LeftRole> roles) => $"no seat is left: {string.Join(", ", roles.Select(r => $"{r.Seats} {r.Role.Word()} in shift {r.Shift} for {r.Could} who could"))}";
}
