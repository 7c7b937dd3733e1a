using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>What the shift that follows at once will need of the people of this one, site by site.</summary>
/// <param name="next">Null: nothing follows.</param>
internal sealed class LookAhead(PlanShift? next, IReadOnlyDictionary<(string Site, Role Role), int> needed)
{
    public static LookAhead None { get; } = new(null, new Dictionary<(string, Role), int>());

    /// <summary>Seats of the next shift that only people of this one can fill: those that fresh people would take are left out.</summary>
    public int Needed(string site, Role role) => needed.GetValueOrDefault((site, role));

    public bool Stays(Candidate member, IEnumerable<Assignment> own) => next is not null && member.Available(next.Code) && own.All(a => a.Seat.Shift != next.Code);

    public static LookAhead Of(PlanInput input, List<Assignment> beside, PlanShift shift)
    {
        if (input.Shifts.FirstOrDefault(s => s.Starts == shift.Ends) is not { } next) return None;
        var vacant = ShiftFlow.Vacant(input, beside, next);
        var fresh = Crew.Of(input, beside, next, None)
            .Select(c => c with { Members = [.. c.Members.Where(m => !input.Member(m)!.Available(shift.Code))] }).Where(c => c.Members.Count > 0).ToList();
        var needed = vacant.ToDictionary(v => v.Key, v => v.Value.Count);
        foreach (var share in ShiftFlow.Solve(input, fresh, vacant, None)) needed[(share.Site, share.Role)] -= share.Count;
        return new(next, needed);
    }
}
