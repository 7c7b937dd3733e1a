using Google.OrTools.Graph;

namespace ScreenOps.Server.Staffing;

/// <summary>Each shift for itself, as a flow of whole members to seats. What shifts do to each other is left out, so the sums are bounds.</summary>
/// <param name="Unfilled">The least weight that must stay unfilled.</param>
/// <param name="Filled">The most seats that can be filled; the plan with the least weight fills as many.</param>
internal sealed record WeightBound(int Unfilled, int Filled)
{
    public static WeightBound Of(Layout layout)
    {
        var shifts = Enumerable.Range(0, layout.Shifts.Count).Select(s => Of(layout, s)).ToList();
        return new(shifts.Sum(s => s.Unfilled), shifts.Sum(s => s.Filled));
    }

    private static WeightBound Of(Layout layout, int shift)
    {
        var flow = new MinCostFlow();
        var posts = layout.Live.Where(p => layout.ShiftOf(p) == shift).ToList();
        var seats = posts.Sum(p => layout.Vacant[p]);
        if (seats == 0) return new(0, 0);
        // Nodes: where members come from, each kind of them, each role, each post.
        var nodes = 1 + Layout.Roles;
        flow.SetNodeSupply(0, seats);
        var (at, empty) = (new Dictionary<int, int>(), new List<int>());
        foreach (var post in posts)
        {
            at[post] = nodes;
            flow.SetNodeSupply(nodes, -layout.Vacant[post]);
            flow.AddArcWithCapacityAndUnitCost(1 + Layout.RoleOf(post), nodes, layout.Vacant[post], 0);
            empty.Add(flow.AddArcWithCapacityAndUnitCost(0, nodes++, layout.Vacant[post], Layout.Weight(post)));
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
        return new((int)flow.OptimalCost(), seats - (int)empty.Sum(flow.Flow));
    }
}
