using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Staffing;

/// <summary>What more people of one role in one shift would do for a plan, directly or by freeing others for what they hold besides.</summary>
/// <param name="People">So many at most are of use.</param>
/// <param name="Weight">Unfilled weight that they would fill, a seat each.</param>
/// <param name="Rest">Seats of the shift that would still be empty.</param>
public sealed record Remedy(string Shift, Role Role, int People, int Weight, int Rest, string Text);

/// <summary>Counts people by the roles that they hold, shift by shift; at which site somebody is bound is left out.</summary>
public static class Remedies
{
    /// <summary>What would help most comes first: the bottleneck. Seats that people who are free now could fill need nobody more and are left out.</summary>
    public static IReadOnlyList<Remedy> Of(PlanInput input, IReadOnlyCollection<Assignment> plan)
    {
        var remedies = new List<Remedy>();
        foreach (var shift in input.Shifts)
        {
            var before = ShiftCount.Of(input, plan, shift);
            before.FillFree();
            foreach (var role in Enum.GetValues<Role>())
            {
                var with = before.Copy();
                var (people, weight) = (0, 0);
                for (; with.AddTo(role) is { } filled; people++) weight += filled.Weight();
                if (people > 0) remedies.Add(new(shift.Code, role, people, weight, with.Empty, Words(shift, role, people, weight, with.Empty)));
            }
        }
        return [.. remedies.OrderByDescending(r => r.Weight).ThenBy(r => r.People).ThenBy(r => r.Shift, StringComparer.Ordinal).ThenByDescending(r => r.Role.Weight()).ThenBy(r => r.Role)];
    }

    private static string Words(PlanShift shift, Role role, int people, int weight, int rest) =>
        $"{people} more {role.Word()} in shift {shift.Code} would fill {(people == 1 ? "1 seat" : $"{people} seats")} (weight {weight}); {(rest == 0 ? "none of the shift would stay empty" : $"{rest} of the shift would stay empty")}";

    /// <summary>One shift: how many people of each kind, which is the set of roles that they hold, are on each role or free.</summary>
    private sealed class ShiftCount
    {
        private static readonly Role[] All = [.. Enum.GetValues<Role>().OrderByDescending(r => r.Weight())];
        private readonly Dictionary<int, int[]> on = [];
        private readonly Dictionary<int, int> free = [];
        private readonly int[] empty = new int[All.Length];

        public int Empty => empty.Sum();

        public static ShiftCount Of(PlanInput input, IReadOnlyCollection<Assignment> plan, PlanShift shift)
        {
            var count = new ShiftCount();
            var own = plan.ToLookup(a => a.Member);
            foreach (var post in input.Posts.Where(p => p.Shift == shift.Code)) count.empty[(int)post.Role] += post.Seats;
            foreach (var member in input.Members.Where(m => m.Available(shift.Code)))
            {
                var kind = member.Roles.Aggregate(0, (all, r) => all | 1 << (int)r);
                count.on.TryAdd(kind, new int[All.Length]);
                var has = own[member.Id].FirstOrDefault(a => a.Holds && a.Seat.Shift == shift.Code);
                if (has is not null && input.Has(has.Seat) && member.Roles.Contains(has.Seat.Role))
                {
                    count.on[kind][(int)has.Seat.Role]++;
                    count.empty[(int)has.Seat.Role]--;
                }
                else if (has is null && own[member.Id].All(a => a.Holds ? Apart(input, a.Seat.Shift, shift) : a.Seat.Shift != shift.Code)) count.free[kind] = count.free.GetValueOrDefault(kind) + 1;
            }
            return count;
        }

        private static bool Apart(PlanInput input, string other, PlanShift shift) => input.Shifts.FirstOrDefault(s => s.Code == other) is { } s && !s.Overlaps(shift) && !s.Touches(shift);

        public ShiftCount Copy()
        {
            var copy = new ShiftCount();
            foreach (var (kind, counts) in on) copy.on[kind] = [.. counts];
            foreach (var (kind, count) in free) copy.free[kind] = count;
            empty.CopyTo(copy.empty, 0);
            return copy;
        }

        /// <summary>The heaviest seats first; a seat once filled stays filled, whoever moves. That leaves the least weight.</summary>
        public void FillFree()
        {
            foreach (var role in All)
                while (empty[(int)role] > 0 && Path(role, end => FreeFor(end) is not null) is { } path)
                {
                    var kind = FreeFor(path[^1])!.Value;
                    free[kind]--;
                    Take(path, kind);
                }
        }

        /// <summary>One more person on the role; the role whose seat is filled by that, the heaviest that can be. Null: none.</summary>
        public Role? AddTo(Role role)
        {
            foreach (var filled in All)
                if (empty[(int)filled] > 0 && Path(filled, end => end == role) is { } path)
                {
                    on.TryAdd(1 << (int)role, new int[All.Length]);
                    Take(path, 1 << (int)role);
                    return filled;
                }
            return null;
        }

        private int? FreeFor(Role role) => free.Where(f => f.Value > 0 && Holds(f.Key, role)).Select(f => (int?)f.Key).FirstOrDefault();

        /// <summary>From an empty seat's role: each next one has somebody who could move to the one before; the last is where somebody comes in.</summary>
        private List<Role>? Path(Role from, Func<Role, bool> end)
        {
            var before = new Dictionary<Role, Role> { [from] = from };
            var next = new Queue<Role>([from]);
            while (next.TryDequeue(out var role))
            {
                if (end(role))
                {
                    List<Role> path = [role];
                    while (path[0] != from) path.Insert(0, before[path[0]]);
                    return path;
                }
                foreach (var other in All)
                    if (!before.ContainsKey(other) && Mover(other, role) is not null)
                    {
                        before[other] = role;
                        next.Enqueue(other);
                    }
            }
            return null;
        }

        /// <summary>The kind of somebody who is on a role and could be on another.</summary>
        private int? Mover(Role from, Role to) => on.Where(k => k.Value[(int)from] > 0 && Holds(k.Key, to)).Select(k => (int?)k.Key).FirstOrDefault();

        private void Take(List<Role> path, int kind)
        {
            for (var i = 1; i < path.Count; i++)
            {
                var mover = Mover(path[i], path[i - 1])!.Value;
                on[mover][(int)path[i]]--;
                on[mover][(int)path[i - 1]]++;
            }
            on[kind][(int)path[^1]]++;
            empty[(int)path[0]]--;
        }

        private static bool Holds(int kind, Role role) => (kind >> (int)role & 1) != 0;
    }
}
