using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Staffing;

public enum Rule { NoSuchSeat, NoSuchMember, RoleNotHeld, NotAvailable, TwoSeatsInShift, TwoPlacesAtOnce, TwoOnSeat, LockLost, NotOnSeat }

/// <summary>A rule that a plan breaks, where, and in words.</summary>
public sealed record Violation(Rule Rule, Seat Seat, Guid Member, string Text);

/// <summary>The hard rules of a plan. Every plan passes here before it is stored, whoever made it.</summary>
public static class PlanCheck
{
    /// <param name="kept">What the plan must still hold.</param>
    public static IReadOnlyList<Violation> Violations(PlanInput input, IEnumerable<Assignment> plan, IEnumerable<Assignment> kept)
    {
        var held = plan.Where(a => a.Holds).ToList();
        var there = held.Select(a => (a.Seat, a.Member)).ToHashSet();
        return
        [
            .. held.Select(a => Alone(input, a.Seat, a.Member)).OfType<Violation>(),
            .. held.GroupBy(a => a.Seat).Where(g => g.Count() > 1).Select(g => new Violation(Rule.TwoOnSeat, g.Key, g.Last().Member, $"{Name(g.Key)} is given to {g.Count()} people; a seat takes one.")),
            .. held.GroupBy(a => a.Member).SelectMany(g => Beside(input, [.. g])),
            .. kept.Where(k => !there.Contains((k.Seat, k.Member))).Select(k => new Violation(Rule.LockLost, k.Seat, k.Member, $"{Name(k.Seat)} was set by hand or published, and the plan gives it to nobody or to another.")),
        ];
    }

    /// <summary>Why this member cannot take this seat beside the others; null: nothing is against it.</summary>
    public static Violation? Against(PlanInput input, IEnumerable<Assignment> others, Seat seat, Guid member) =>
        Alone(input, seat, member) ?? others.Where(o => o.Holds && o.Member == member).Select(o => Pair(input, o.Seat, seat, member)).FirstOrDefault(v => v is not null);

    public static string Name(Seat seat) => $"{seat.Role.Word()} {seat.Number + 1} of {seat.Site} in shift {seat.Shift}";

    private static Violation? Alone(PlanInput input, Seat seat, Guid id)
    {
        if (!input.Has(seat)) return new(Rule.NoSuchSeat, seat, id, $"{Name(seat)} is not a seat of this round; add it to its posts first.");
        if (input.Member(id) is not { } member) return new(Rule.NoSuchMember, seat, id, "There is no such member on duty in this district; choose another.");
        if (!member.Roles.Contains(seat.Role))
            return new(Rule.RoleNotHeld, seat, id, $"{Name(seat)} needs a {seat.Role.Word()}; this member holds {string.Join('、', member.Roles.Select(r => r.Word()))}. Choose another, or add the role to the member.");
        return member.Available(seat.Shift) ? null
            : new(Rule.NotAvailable, seat, id, $"The member is not available in shift {seat.Shift}, only in {string.Join(", ", member.Shifts!)}. Choose another, or change the member's shifts.");
    }

    private static IEnumerable<Violation> Beside(PlanInput input, List<Assignment> own)
    {
        for (var i = 1; i < own.Count; i++)
            for (var j = 0; j < i; j++)
                if (input.Has(own[i].Seat) && input.Has(own[j].Seat) && Pair(input, own[j].Seat, own[i].Seat, own[i].Member) is { } wrong) yield return wrong;
    }

    private static Violation? Pair(PlanInput input, Seat has, Seat seat, Guid member)
    {
        if (has.Shift == seat.Shift) return has == seat ? null
            : new(Rule.TwoSeatsInShift, seat, member, $"The member is already {Name(has)}; free that seat first.");
        return input.Together(has.Shift, has.Site, seat.Shift, seat.Site) ? null
            : new(Rule.TwoPlacesAtOnce, seat, member, $"The member is {Name(has)}; shift {seat.Shift} follows or overlaps, so it can only be at {has.Site}. Free that seat first, or choose another.");
    }
}
