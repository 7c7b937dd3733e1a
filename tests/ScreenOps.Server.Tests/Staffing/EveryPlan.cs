using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Tests.Staffing;

/// <summary>Every plan that a tiny district can have, by Core's rules alone: what a solver's answer is held against.</summary>
internal static class EveryPlan
{
    public sealed record Value(int Weight, double Km, int Lost);

    /// <param name="kept">What each of them holds.</param>
    /// <param name="standing">What a plan may lose.</param>
    public static List<Value> Of(PlanInput input, IReadOnlyCollection<Assignment> kept, IReadOnlyCollection<Assignment> standing)
    {
        var away = standing.Where(a => !a.Holds).Select(a => (a.Member, a.Seat.Shift)).ToHashSet();
        var posts = input.Posts.ToDictionary(p => (p.Site, p.Shift, p.Role), p => p.Seats - kept.Count(k => (k.Seat.Site, k.Seat.Shift, k.Seat.Role) == (p.Site, p.Shift, p.Role)));
        var full = input.Posts.Sum(p => posts[(p.Site, p.Shift, p.Role)] * p.Role.Weight());
        var had = standing.Where(a => a.Holds && !kept.Contains(a)).ToList();
        var duties = input.Members.Select(m => Duties(input, m, [.. kept.Where(k => k.Member == m.Id)], away)).ToList();
        // Plans that are alike in what is left of the posts, after some members, differ no more: of those the better ones are enough.
        var so = new Dictionary<string, List<Value>> { [Key(posts)] = [new(0, 0, 0)] };
        var left = new Dictionary<string, Dictionary<(string, string, Role), int>> { [Key(posts)] = posts };
        for (var i = 0; i < duties.Count; i++)
        {
            var (next, nextLeft) = (new Dictionary<string, List<Value>>(), new Dictionary<string, Dictionary<(string, string, Role), int>>());
            var own = kept.Where(k => k.Member == input.Members[i].Id).ToList();
            foreach (var (key, values) in so)
                foreach (var duty in duties[i])
                {
                    var rest = new Dictionary<(string, string, Role), int>(left[key]);
                    if (duty.Any(s => --rest[(s.Site, s.Shift, s.Role)] < 0)) continue;
                    var weight = duty.Sum(s => s.Role.Weight());
                    var km = PlanFigures.Of(input, [.. own, .. duty.Select(s => new Assignment(s, input.Members[i].Id, AssignmentState.Proposed, false))]).TravelKm;
                    var lost = had.Count(h => h.Member == input.Members[i].Id && !duty.Any(s => (s.Site, s.Shift, s.Role) == (h.Seat.Site, h.Seat.Shift, h.Seat.Role)));
                    nextLeft[Key(rest)] = rest;
                    if (!next.TryGetValue(Key(rest), out var reached)) next[Key(rest)] = reached = [];
                    reached.AddRange(values.Select(v => new Value(v.Weight + weight, v.Km + km, v.Lost + lost)));
                }
            (so, left) = (next.ToDictionary(n => n.Key, n => Best(n.Value)), nextLeft);
        }
        return [.. so.Values.SelectMany(v => v).Select(v => v with { Weight = full - v.Weight })];
    }

    /// <summary>The shortest for each number of changes; those that end with the same posts have the same weight.</summary>
    private static List<Value> Best(List<Value> values) => [.. values.GroupBy(v => v.Lost).Select(g => g.MinBy(v => v.Km)!)];

    private static string Key(Dictionary<(string, string, Role), int> left) => string.Join(',', left.Values);

    private static List<List<Seat>> Duties(PlanInput input, Candidate member, List<Assignment> own, HashSet<(Guid, string)> away)
    {
        var all = new List<List<Seat>> { new() };
        foreach (var shift in input.Shifts.Where(s => !away.Contains((member.Id, s.Code))))
            foreach (var duty in all.ToList())
                foreach (var post in input.Posts.Where(p => p.Shift == shift.Code))
                {
                    var seat = new Seat(post.Site, post.Shift, post.Role, 0);
                    var others = own.Concat(duty.Select(s => new Assignment(s, member.Id, AssignmentState.Proposed, false)));
                    if (own.All(o => o.Seat.Shift != shift.Code) && PlanCheck.Against(input, others, seat, member.Id) is null) all.Add([.. duty, seat]);
                }
        return all;
    }
}
