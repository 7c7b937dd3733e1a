using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Core.Advice;

/// <summary>Why no crew of a lane can leave a site.</summary>
public enum CrewFault { NoPlan, NoLead, TooFew }

/// <summary>Who goes with a lane: its share of the site's 采样员 and 信息员. The 点长 stays.</summary>
public static class Crews
{
    private static readonly Role[] OfLane = [Role.Sampler, Role.Registrar];

    /// <param name="plan">Without those who go with another lane.</param>
    /// <param name="lanes">Lanes that the site's posts are meant for.</param>
    /// <param name="others">Lanes that leave it beside this one.</param>
    /// <param name="rested">Whom it may be asked of: who was moved a moment ago is left in peace.</param>
    /// <returns>The people of one lane, or why there are none.</returns>
    public static (IReadOnlyList<Assignment> People, CrewFault? Fault) Of(
        PlanInput input, IReadOnlyCollection<Assignment> plan, string from, string to, string shift, int lanes, int others, Func<Guid, bool> rested)
    {
        var there = plan.Where(a => a.Holds && a.Seat.Site == from && a.Seat.Shift == shift).ToList();
        if (there.Count == 0) return ([], CrewFault.NoPlan);
        if (there.All(a => a.Seat.Role != Role.SiteLead) && input.Posts.Any(p => p.Site == from && p.Shift == shift && p.Role == Role.SiteLead)) return ([], CrewFault.NoLead);
        var crew = new List<Assignment>();
        foreach (var role in OfLane)
        {
            var seats = input.Posts.Where(p => p.Site == from && p.Shift == shift && p.Role == role).Sum(p => p.Seats);
            if (seats == 0) continue;
            var (share, held) = ((seats + lanes - 1) / Math.Max(1, lanes), there.Where(a => a.Seat.Role == role).ToList());
            // What stays must do for the lanes that stay, and the last one of a role never leaves.
            var may = Math.Clamp(held.Count - Math.Max(1, share * (lanes - others - 1)), 0, share);
            var able = held.Where(a => rested(a.Member) && MayGo(input, plan, a, to)).OrderByDescending(a => a.State == AssignmentState.Present).ThenBy(a => a.Locked).ThenByDescending(a => a.Seat.Number).Take(may).ToList();
            if (role == Role.Sampler && able.Count < share) return ([], CrewFault.TooFew);
            crew.AddRange(able);
        }
        return crew.Count == 0 ? ([], CrewFault.TooFew) : (crew, null);
    }

    /// <summary>No rule of a plan is against it: the seat of a shift that follows is at the same site still.</summary>
    private static bool MayGo(PlanInput input, IReadOnlyCollection<Assignment> plan, Assignment own, string to) =>
        plan.Where(a => a.Holds && a.Member == own.Member && a.Seat != own.Seat).All(a => input.Together(a.Seat.Shift, a.Seat.Site, own.Seat.Shift, to));

    /// <summary>
    /// The plan after these people of one shift went to another site, each to a new place of the same role there. Places are counted without a hole, so who stays
    /// behind may be counted anew.
    /// </summary>
    /// <param name="seats">Places of a role at a site before anybody went.</param>
    public static IReadOnlyCollection<Assignment> Moved(IReadOnlyCollection<Assignment> plan, IReadOnlyCollection<Assignment> people, string to, Func<string, Role, int> seats)
    {
        var after = plan.Except(people).ToList();
        foreach (var group in people.GroupBy(p => p.Seat.Role))
        {
            var (from, next) = (group.First().Seat, seats(to, group.Key));
            Close(after, from, seats(from.Site, group.Key) - group.Count());
            after.AddRange(group.Select(a => a with { Seat = a.Seat with { Site = to, Number = next++ }, State = AssignmentState.Published, Locked = true }));
        }
        return after;
    }

    /// <summary>Whoever has a place of the post beyond its count takes one that is free.</summary>
    private static void Close(List<Assignment> plan, Seat of, int count)
    {
        bool Same(Assignment a) => a.Seat.Site == of.Site && a.Seat.Shift == of.Shift && a.Seat.Role == of.Role;
        var free = new Queue<int>(Enumerable.Range(0, Math.Max(0, count)).Except(plan.Where(a => a.Holds && Same(a)).Select(a => a.Seat.Number)));
        for (var i = 0; i < plan.Count; i++)
            if (Same(plan[i]) && plan[i].Seat.Number >= count) plan[i] = plan[i] with { Seat = plan[i].Seat with { Number = plan[i].Holds ? free.Dequeue() : 0 } };
    }
}
