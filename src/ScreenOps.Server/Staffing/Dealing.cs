using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>Gives the seats of a shift to people by name, within what the flow gave to their crews: who had the post or the very seat before has it again.</summary>
internal static class Dealing
{
    public static List<Assignment> Seats(IEnumerable<Share> shares, IEnumerable<Assignment> standing, Dictionary<(string Site, Role Role), List<int>> vacant, string shift)
    {
        var before = standing.Where(a => a.Holds && a.Seat.Shift == shift).ToDictionary(a => a.Member, a => a.Seat);
        var dealt = shares.GroupBy(s => s.Crew).SelectMany(crew => People(crew.Key, [.. crew], before)).ToList();
        var free = vacant.ToDictionary(v => v.Key, v => new SortedSet<int>(v.Value));
        var seated = new List<Assignment>();
        foreach (var (member, site, role) in dealt.OrderByDescending(d => Had(before, d.Member, d.Site, d.Role)))
        {
            var open = free[(site, role)];
            var number = Had(before, member, site, role) && open.Contains(before[member].Number) ? before[member].Number : open.Min;
            open.Remove(number);
            seated.Add(new(new(site, shift, role, number), member, AssignmentState.Proposed, false));
        }
        return seated;
    }

    private static IEnumerable<(Guid Member, string Site, Role Role)> People(Crew crew, List<Share> shares, Dictionary<Guid, Seat> before)
    {
        var posts = shares.GroupBy(s => (s.Site, s.Role)).Select(g => (g.Key.Site, g.Key.Role, Count: g.Sum(s => s.Count))).ToList();
        var again = posts.SelectMany(p => crew.Members.Where(m => Had(before, m, p.Site, p.Role)).Take(p.Count).Select(m => (Member: m, p.Site, p.Role))).ToList();
        var others = new Queue<Guid>(crew.Members.Except(again.Select(a => a.Member)));
        foreach (var a in again) yield return a;
        foreach (var (site, role, count) in posts)
            for (var left = count - again.Count(a => a.Site == site && a.Role == role); left > 0; left--)
                yield return (others.Dequeue(), site, role);
    }

    private static bool Had(Dictionary<Guid, Seat> before, Guid member, string site, Role role) =>
        before.TryGetValue(member, out var seat) && seat.Site == site && seat.Role == role;
}
