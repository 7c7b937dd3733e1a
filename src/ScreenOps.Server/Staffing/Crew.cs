using System.Numerics;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>Members whom a plan need not tell apart. Sites, shifts and posts are numbers of a layout.</summary>
/// <param name="Roles">A bit for each role held.</param>
/// <param name="Shifts">A bit for each shift that they may still be given.</param>
/// <param name="Bound">By shift: the only site they can be at, since what is fixed holds them there; -1: any.</param>
/// <param name="Counted">Sites whose way they make anyway.</param>
/// <param name="Standing">Posts that they have as the plan stands, and may lose.</param>
internal sealed record Crew(int Number, int Home, int Roles, int Shifts, int[] Bound, int[] Counted, int[] Standing, int Past, List<Guid> Members)
{
    public bool Holds(int role) => (Roles >> role & 1) != 0;

    public bool MayTake(int shift, int site) => (Shifts >> shift & 1) != 0 && (Bound[shift] < 0 || Bound[shift] == site);

    public static Crew[] Of(Layout layout, PlanTask task)
    {
        var (own, stays) = (task.Standing.ToLookup(a => a.Member), task.Fixed.ToHashSet());
        var crews = new Dictionary<string, Crew>();
        foreach (var member in task.Input.Members)
        {
            var crew = Alone(layout, member, [.. own[member.Id]], stays);
            if (crew.Shifts == 0) continue;
            var key = $"{crew.Home} {crew.Roles} {crew.Shifts} {string.Join(',', crew.Bound)} {string.Join(',', crew.Counted)} {string.Join(',', crew.Standing)} {crew.Past}";
            if (!crews.TryGetValue(key, out var alike)) crews[key] = alike = crew with { Number = crews.Count };
            alike.Members.Add(member.Id);
        }
        return [.. crews.Values];
    }

    private static Crew Alone(Layout layout, Candidate member, Assignment[] own, HashSet<Assignment> stays)
    {
        var roles = member.Roles.Aggregate(0, (all, role) => all | 1 << (int)role);
        var bound = Enumerable.Repeat(-1, layout.Shifts.Count).ToArray();
        var stay = own.Where(stays.Contains).Select(a => a.Seat).ToList();
        var shifts = 0;
        for (var s = 0; s < bound.Length; s++)
        {
            var shift = layout.Shifts[s];
            if (!member.Available(shift.Code) || own.Any(a => a.Seat.Shift == shift.Code && (!a.Holds || stays.Contains(a)))) continue;
            if (stay.Any(f => layout.Shift(f.Shift).Overlaps(shift))) continue;
            var at = stay.Where(f => layout.Shift(f.Shift).Touches(shift)).Select(f => layout.Site(f.Site)).Distinct().ToList();
            if (at.Count > 1 || !layout.Wants(s, at.Count == 1 ? at[0] : -1, roles)) continue;
            if (at.Count == 1) bound[s] = at[0];
            shifts |= 1 << s;
        }
        var has = own.Where(a => a.Holds && !stays.Contains(a)).Select(a => layout.Post(a.Seat)).OfType<int>().Where(p => (shifts >> layout.ShiftOf(p) & 1) != 0).Order();
        return new(0, layout.Home(member.Village), roles & layout.RolesWanted(shifts), shifts, bound, [.. stay.Select(f => layout.Site(f.Site)).Distinct().Order()], [.. has], member.Past, []);
    }
}
