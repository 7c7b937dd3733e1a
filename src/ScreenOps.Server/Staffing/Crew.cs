using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>Members who are alike for one shift: same home, same roles, bound to the same site or to none.</summary>
/// <param name="Bound">The site where the shift before or after holds them; null: any.</param>
/// <param name="Counted">Sites whose way they make anyway.</param>
/// <param name="Stays">Whether they can take the shift that follows too.</param>
internal sealed record Crew(string Village, IReadOnlyList<Role> Roles, string? Bound, IReadOnlyList<string> Counted, bool Stays, IReadOnlyList<Guid> Members)
{
    public static List<Crew> Of(PlanInput input, List<Assignment> beside, PlanShift shift, LookAhead ahead)
    {
        var own = beside.ToLookup(a => a.Member);
        var shifts = input.Shifts.ToDictionary(s => s.Code);
        var alike = new Dictionary<string, (Crew First, List<Guid> Members)>();
        foreach (var member in input.Members)
        {
            if (!member.Available(shift.Code) || own[member.Id].Any(a => a.Seat.Shift == shift.Code)) continue;
            var has = own[member.Id].Where(a => a.Holds).Select(a => a.Seat).ToList();
            if (has.Any(s => shifts[s.Shift].Overlaps(shift))) continue;
            var bound = has.Where(s => shifts[s.Shift].Touches(shift)).Select(s => s.Site).Distinct().ToList();
            if (bound.Count > 1) continue;
            var counted = has.Select(s => s.Site).Distinct().Order(StringComparer.Ordinal).ToList();
            var crew = new Crew(member.Village, member.Roles, bound.FirstOrDefault(), counted, ahead.Stays(member, own[member.Id]), []);
            var key = $"{crew.Village}|{string.Join(',', crew.Roles.Order())}|{crew.Bound}|{string.Join(',', counted)}|{crew.Stays}";
            if (!alike.TryGetValue(key, out var found)) alike[key] = found = (crew, []);
            found.Members.Add(member.Id);
        }
        return [.. alike.Values.Select(a => a.First with { Members = a.Members })];
    }
}
