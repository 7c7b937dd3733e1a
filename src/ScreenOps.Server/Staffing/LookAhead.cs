using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>So many on a post who hold the next role too, and would fill a seat of it in the shift that follows at once.</summary>
internal sealed record Stay(Role Next, int Count);

/// <summary>What the shift that follows at once will need of the people of this one, post by post.</summary>
/// <param name="next">Null: nothing follows.</param>
internal sealed class LookAhead(PlanShift? next, ILookup<(string Site, Role Role), Stay> stays)
{
    public static LookAhead None { get; } = new(null, Array.Empty<Stay>().ToLookup(_ => ("", default(Role))));

    public IEnumerable<Stay> On(string site, Role role) => stays[(site, role)];

    public bool Stays(Candidate member, IEnumerable<Assignment> own) => next is not null && member.Available(next.Code) && own.All(a => a.Seat.Shift != next.Code);

    public static LookAhead Of(PlanInput input, List<Assignment> beside, PlanShift shift)
    {
        if (input.Shifts.FirstOrDefault(s => s.Starts == shift.Ends) is not { } next) return None;
        var here = ShiftFlow.Vacant(input, beside, shift).ToDictionary(v => v.Key, v => v.Value.Count);
        var needed = ShiftFlow.Vacant(input, beside, next);
        var left = needed.ToDictionary(v => v.Key, v => v.Value.Count);
        // Seats that people of the next shift alone would take need nobody to stay.
        var fresh = Crew.Of(input, beside, next, None)
            .Select(c => c with { Members = [.. c.Members.Where(m => !input.Member(m)!.Available(shift.Code))] }).Where(c => c.Members.Count > 0).ToList();
        foreach (var share in ShiftFlow.Solve(input, fresh, needed, None)) left[(share.Site, share.Role)] -= share.Count;
        return new(next, Shared(input, here, left).ToLookup(s => (s.Site, s.Role), s => s.Stay));
    }

    /// <summary>The needs of a site shared out over its posts of this shift: the same role first, then the roles that most people hold beside it.</summary>
    private static IEnumerable<(string Site, Role Role, Stay Stay)> Shared(PlanInput input, Dictionary<(string Site, Role Role), int> here, Dictionary<(string Site, Role Role), int> left)
    {
        var beside = Enum.GetValues<Role>().ToDictionary(r => r, r => Enum.GetValues<Role>()
            .OrderByDescending(o => o == r ? int.MaxValue : input.Members.Count(m => m.Roles.Contains(r) && m.Roles.Contains(o))).ToArray());
        for (var turn = 0; turn < beside.Count; turn++)
            foreach (var (site, role) in left.Keys.OrderByDescending(k => k.Role.Weight()).ThenBy(k => k.Site, StringComparer.Ordinal).ToList())
            {
                var on = (site, beside[role][turn]);
                var count = Math.Min(left[(site, role)], here.GetValueOrDefault(on));
                if (count <= 0) continue;
                (left[(site, role)], here[on]) = (left[(site, role)] - count, here[on] - count);
                yield return (site, on.Item2, new(role, count));
            }
    }
}
