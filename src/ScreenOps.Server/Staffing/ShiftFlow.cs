using Google.OrTools.Graph;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>So many of a crew at a post of the shift.</summary>
internal sealed record Share(Crew Crew, string Site, Role Role, int Count);

/// <summary>One shift as a min-cost flow from crews to posts, with a node that fills what nobody can, at the role's weight.</summary>
internal sealed class ShiftFlow
{
    // Ways are counted in tenths of a metre, whole numbers as the solver wants them.
    private const double Tenths = 10_000;
    private readonly MinCostFlow flow = new();
    private readonly List<(int Arc, Crew Crew, string Site, Role Role)> arcs = [];
    private readonly long weight;
    private int nodes = 2;

    private ShiftFlow(long weight) => this.weight = weight;

    /// <summary>Numbers of the seats of a shift that nobody holds, by post.</summary>
    public static Dictionary<(string Site, Role Role), List<int>> Vacant(PlanInput input, IEnumerable<Assignment> beside, PlanShift shift)
    {
        var taken = beside.Where(a => a.Holds).Select(a => a.Seat).ToHashSet();
        return input.Posts.Where(p => p.Shift == shift.Code).ToDictionary(p => (p.Site, p.Role),
            p => Enumerable.Range(0, p.Seats).Where(n => !taken.Contains(new(p.Site, p.Shift, p.Role, n))).ToList());
    }

    public static List<Share> Solve(PlanInput input, List<Crew> crews, Dictionary<(string Site, Role Role), List<int>> vacant, LookAhead ahead)
    {
        var seats = vacant.Values.Sum(v => v.Count);
        if (seats == 0 || crews.Count == 0) return [];
        var ways = new Ways(input, vacant.Keys.Select(k => k.Site).Distinct());
        // One unit of weight outweighs the longest ways of everybody together.
        return new ShiftFlow((long)(ways.Farthest * Tenths) * seats + 1).Run(crews, vacant, seats, ways, ahead);
    }

    private List<Share> Run(List<Crew> crews, Dictionary<(string Site, Role Role), List<int>> vacant, int seats, Ways ways, LookAhead ahead)
    {
        const int source = 0, nobody = 1;
        flow.SetNodeSupply(source, seats);
        flow.AddArcWithCapacityAndUnitCost(source, nobody, seats, 0);
        var people = crews.Select(c => (Crew: c, Node: nodes++)).ToList();
        foreach (var (crew, node) in people) flow.AddArcWithCapacityAndUnitCost(source, node, crew.Members.Count, 0);
        foreach (var ((site, role), free) in vacant.Where(v => v.Value.Count > 0))
        {
            var post = nodes++;
            flow.SetNodeSupply(post, -free.Count);
            flow.AddArcWithCapacityAndUnitCost(nobody, post, free.Count, weight * role.Weight());
            List<(Role Next, int Node)> later = [];
            foreach (var stay in ahead.On(site, role))
            {
                // Who stays fills a seat of the next shift as well.
                later.Add((stay.Next, nodes++));
                flow.AddArcWithCapacityAndUnitCost(later[^1].Node, post, stay.Count, -weight * stay.Next.Weight());
            }
            foreach (var (crew, node) in people.Where(p => p.Crew.Roles.Contains(role) && (p.Crew.Bound ?? site) == site))
            {
                var cost = crew.Counted.Contains(site) ? 0 : (long)Math.Round(ways.Km(crew.Village, site) * Tenths);
                Offer(node, post, crew, site, role, cost);
                foreach (var (next, on) in later)
                    if (crew.Stays && crew.Roles.Contains(next)) Offer(node, on, crew, site, role, cost);
            }
        }
        var status = flow.Solve();
        if (status != MinCostFlowBase.Status.OPTIMAL) throw new InvalidOperationException($"The flow of a shift ended {status}; it always has a solution, since every seat may stay empty.");
        return [.. arcs.Select(a => new Share(a.Crew, a.Site, a.Role, (int)flow.Flow(a.Arc))).Where(s => s.Count > 0)];
    }

    private void Offer(int from, int to, Crew crew, string site, Role role, long cost) =>
        arcs.Add((flow.AddArcWithCapacityAndUnitCost(from, to, crew.Members.Count, cost), crew, site, role));

    /// <summary>Kilometres, each looked up once; from a home without a site it is as far to every site as to the farthest.</summary>
    private sealed class Ways
    {
        private readonly Dictionary<(string, string), double?> km;

        public Ways(PlanInput input, IEnumerable<string> sites)
        {
            var to = sites.ToList();
            km = input.Members.Select(m => m.Village).Distinct().SelectMany(v => to.Select(s => (v, s))).ToDictionary(k => k, k => input.Km(k.v, k.s));
            Farthest = km.Values.Max() ?? 0;
        }

        public double Farthest { get; }

        public double Km(string village, string site) => km[(village, site)] ?? Farthest;
    }
}
