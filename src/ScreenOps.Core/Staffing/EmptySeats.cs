using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Staffing;

/// <summary>Why seats of a post are empty.</summary>
/// <param name="Empty">How many of the post's seats.</param>
/// <param name="Held">Members who hold the role and are available in the shift.</param>
/// <param name="Used">Of those, how many have a seat in that shift, of whatever role.</param>
/// <param name="Bound">Of the others, how many are bound to another site by the shift before or after.</param>
/// <param name="Away">Of the others, how many declined, were released or did not come.</param>
/// <param name="Free">Who could take it now.</param>
public sealed record EmptyPost(string Site, string Shift, Role Role, int Empty, int Held, int Used, int Bound, int Away, int Free, string Text);

/// <param name="Held">Members who hold the role and are available in the shift.</param>
public sealed record RoleNeed(string Shift, Role Role, int Seats, int Held);

public static class EmptySeats
{
    /// <summary>What each shift needs of each role, and how many there are who could.</summary>
    public static IReadOnlyList<RoleNeed> Needs(PlanInput input) =>
        [.. input.Posts.GroupBy(p => (p.Shift, p.Role)).OrderBy(g => g.Key.Shift, StringComparer.Ordinal).ThenBy(g => g.Key.Role)
            .Select(g => new RoleNeed(g.Key.Shift, g.Key.Role, g.Sum(p => p.Seats), input.Members.Count(m => m.Roles.Contains(g.Key.Role) && m.Available(g.Key.Shift))))];

    public static IReadOnlyList<EmptyPost> Of(PlanInput input, IReadOnlyCollection<Assignment> plan)
    {
        var taken = plan.Where(a => a.Holds).Select(a => a.Seat).ToHashSet();
        var own = plan.ToLookup(a => a.Member);
        var held = new Dictionary<(Role, string), List<Candidate>>();
        var reasons = new List<EmptyPost>();
        foreach (var post in input.Posts)
        {
            var empty = Enumerable.Range(0, post.Seats).Count(n => !taken.Contains(new(post.Site, post.Shift, post.Role, n)));
            if (empty == 0) continue;
            if (!held.TryGetValue((post.Role, post.Shift), out var people))
                held[(post.Role, post.Shift)] = people = [.. input.Members.Where(m => m.Roles.Contains(post.Role) && m.Available(post.Shift))];
            reasons.Add(Reason(input, own, post, empty, people));
        }
        return reasons;
    }

    private static EmptyPost Reason(PlanInput input, ILookup<Guid, Assignment> own, PlanPost post, int empty, List<Candidate> held)
    {
        var (used, bound, away) = (0, 0, 0);
        foreach (var member in held)
        {
            var has = own[member.Id];
            if (has.Any(a => a.Holds && a.Seat.Shift == post.Shift)) used++;
            else if (has.Any(a => !a.Holds && a.Seat.Shift == post.Shift)) away++;
            else if (has.Any(a => a.Holds && !input.Together(a.Seat.Shift, a.Seat.Site, post.Shift, post.Site))) bound++;
        }
        var free = held.Count - used - bound - away;
        return new(post.Site, post.Shift, post.Role, empty, held.Count, used, bound, away, free, Words(post, held.Count, used, bound, away, free));
    }

    private static string Words(PlanPost post, int held, int used, int bound, int away, int free)
    {
        var also = (bound > 0 ? $", {bound} bound to another site by the shift before or after" : "") + (away > 0 ? $", {away} declined, released or absent" : "");
        var counts = $"{post.Role.Word()} in shift {post.Shift}: {held} held, {used} used{also}";
        return held == 0 ? $"nobody holds {counts}" : free > 0 ? $"{free} free {counts}; put one on it, or make the plan again" : $"no free {counts}";
    }
}
