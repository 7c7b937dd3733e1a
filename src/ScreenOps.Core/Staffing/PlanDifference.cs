using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Staffing;

/// <summary>What changes for a member, in the order of how much it upsets who was told.</summary>
public enum DutyChange { OtherSite, OtherShift, OtherRole, Gone, New }

/// <param name="Before">The member's seats, in the order of the shifts; empty: none.</param>
/// <param name="KmBefore">Kilometres from home to its sites, each once.</param>
public sealed record MemberChange(Guid Member, DutyChange Change, IReadOnlyList<Seat> Before, IReadOnlyList<Seat> After, double KmBefore, double KmAfter);

/// <summary>A post that has more or fewer empty seats than it had.</summary>
public sealed record PostChange(string Site, string Shift, Role Role, int EmptyBefore, int EmptyAfter);

/// <summary>One plan beside another of the same round: for whom something changes, and what it costs.</summary>
/// <param name="Changes">What matters most comes first: another site, another shift, another role, no duty any more, a duty for who had none; in each the weightiest role, then the greatest difference of ways.</param>
/// <param name="Posts">The weightiest first; those that become emptier before those that are filled.</param>
public sealed record PlanDifference(PlanFigures Before, PlanFigures After, IReadOnlyList<MemberChange> Changes, IReadOnlyList<PostChange> Posts)
{
    public static PlanDifference Of(PlanInput input, IReadOnlyCollection<Assignment> before, IReadOnlyCollection<Assignment> after)
    {
        var (had, has) = (Held(before), Held(after));
        var order = input.Shifts.Select((s, i) => (s.Code, i)).ToDictionary(s => s.Code, s => s.i);
        var changes = had.Select(g => g.Key).Union(has.Select(g => g.Key)).Select(m => Change(input, m, InOrder(had[m], order), InOrder(has[m], order))).OfType<MemberChange>()
            .OrderBy(c => c.Change).ThenByDescending(c => c.Before.Concat(c.After).Max(s => s.Role.Weight())).ThenByDescending(c => Math.Abs(c.KmAfter - c.KmBefore)).ThenBy(c => c.Member);
        return new(PlanFigures.Of(input, before), PlanFigures.Of(input, after), [.. changes], [.. Empties(input, before, after)]);
    }

    /// <summary>A seat's number within its post is nobody's business.</summary>
    private static MemberChange? Change(PlanInput input, Guid member, List<Seat> before, List<Seat> after)
    {
        DutyChange? change = before.Count == 0 ? DutyChange.New
            : after.Count == 0 ? DutyChange.Gone
            : after.Any(a => before.Any(b => b.Shift == a.Shift && b.Site != a.Site)) || !after.Select(a => a.Site).ToHashSet().SetEquals(before.Select(b => b.Site)) ? DutyChange.OtherSite
            : !after.Select(a => a.Shift).SequenceEqual(before.Select(b => b.Shift)) ? DutyChange.OtherShift
            : !after.Select(a => a.Role).SequenceEqual(before.Select(b => b.Role)) ? DutyChange.OtherRole : null;
        return change is { } what ? new(member, what, before, after, Ways(input, member, before), Ways(input, member, after)) : null;
    }

    private static IEnumerable<PostChange> Empties(PlanInput input, IEnumerable<Assignment> before, IEnumerable<Assignment> after)
    {
        var (had, has) = (Filled(input, before), Filled(input, after));
        return input.Posts.Select(p => new PostChange(p.Site, p.Shift, p.Role, p.Seats - had.GetValueOrDefault((p.Site, p.Shift, p.Role)), p.Seats - has.GetValueOrDefault((p.Site, p.Shift, p.Role))))
            .Where(p => p.EmptyBefore != p.EmptyAfter)
            .OrderBy(p => p.EmptyAfter < p.EmptyBefore).ThenByDescending(p => p.Role.Weight() * Math.Abs(p.EmptyAfter - p.EmptyBefore)).ThenBy(p => p.Site, StringComparer.Ordinal).ThenBy(p => p.Shift, StringComparer.Ordinal);
    }

    private static ILookup<Guid, Seat> Held(IEnumerable<Assignment> plan) => plan.Where(a => a.Holds).ToLookup(a => a.Member, a => a.Seat);

    private static Dictionary<(string, string, Role), int> Filled(PlanInput input, IEnumerable<Assignment> plan) =>
        plan.Where(a => a.Holds && input.Has(a.Seat)).Select(a => a.Seat).Distinct().CountBy(s => (s.Site, s.Shift, s.Role)).ToDictionary();

    private static List<Seat> InOrder(IEnumerable<Seat> seats, Dictionary<string, int> order) => [.. seats.OrderBy(s => order.GetValueOrDefault(s.Shift, int.MaxValue)).ThenBy(s => s.Shift, StringComparer.Ordinal)];

    private static double Ways(PlanInput input, Guid member, IEnumerable<Seat> seats) =>
        input.Member(member) is { } m ? seats.Select(s => s.Site).Distinct().Sum(s => input.Km(m.Village, s) ?? 0) : 0;
}
