using Google.OrTools.Graph;

namespace ScreenOps.Server.Staffing;

/// <summary>The least weight that must stay unfilled in each shift for itself: a flow of whole members to seats. What shifts do to each other is left out, so together they are a bound.</summary>
internal static class WeightBound
{
    public static int Of(Layout layout) => Enumerable.Range(0, layout.Shifts.Count).Sum(s => Of(layout, s));

    private static int Of(Layout layout, int shift)
    {
        var flow = new MinCostFlow();
        var posts = layout.Live.Where(p => layout.ShiftOf(p) == shift).ToList();
        var seats = posts.Sum(p => layout.Vacant[p]);
        if (seats == 0) return 0;
        // Nodes: where members come from, each kind of them, each role, each post.
        var nodes = 1 + Layout.Roles;
        flow.SetNodeSupply(0, seats);
        var at = new Dictionary<int, int>();
        foreach (var post in posts)
        {
            at[post] = nodes;
            flow.SetNodeSupply(nodes, -layout.Vacant[post]);
            flow.AddArcWithCapacityAndUnitCost(1 + Layout.RoleOf(post), nodes, layout.Vacant[post], 0);
            flow.AddArcWithCapacityAndUnitCost(0, nodes++, layout.Vacant[post], Layout.Weight(post));
        }
        foreach (var kind in layout.Crews.Where(c => (c.Shifts >> shift & 1) != 0).GroupBy(c => (c.Roles, Site: c.Bound[shift])))
        {
            var count = kind.Sum(c => c.Members.Count);
            flow.AddArcWithCapacityAndUnitCost(0, nodes, count, 0);
            for (var role = 0; role < Layout.Roles; role++)
            {
                if ((kind.Key.Roles >> role & 1) == 0) continue;
                if (kind.Key.Site < 0) flow.AddArcWithCapacityAndUnitCost(nodes, 1 + role, count, 0);
                else if (at.TryGetValue(layout.Post(shift, kind.Key.Site, role), out var post)) flow.AddArcWithCapacityAndUnitCost(nodes, post, count, 0);
            }
            nodes++;
        }
        var status = flow.Solve();
        if (status != MinCostFlowBase.Status.OPTIMAL) throw new InvalidOperationException($"The flow of a shift ended {status}; it always has a solution, since every seat may stay empty.");
        return (int)flow.OptimalCost();
    }
}
