namespace ScreenOps.Core.Staffing;

/// <param name="Km">From home; null where the home village has no site.</param>
/// <param name="There">Already at that site in another shift, so that no way is added.</param>
public sealed record SeatCandidate(Candidate Member, double? Km, bool There);

public static class SeatCandidates
{
    /// <summary>Who could take the seat as the plan stands, least added way first.</summary>
    public static IEnumerable<SeatCandidate> For(PlanInput input, IReadOnlyCollection<Assignment> plan, Seat seat)
    {
        var own = plan.Where(a => a.Holds).ToLookup(a => a.Member);
        return input.Members
            .Where(m => own[m.Id].All(a => a.Seat.Shift != seat.Shift) && PlanCheck.Against(input, own[m.Id], seat, m.Id) is null)
            .Select(m => new SeatCandidate(m, input.Km(m.Village, seat.Site), own[m.Id].Any(a => a.Seat.Site == seat.Site)))
            .OrderBy(c => c.There ? 0 : c.Km ?? double.MaxValue).ThenByDescending(c => c.There).ThenBy(c => c.Member.Id);
    }
}
