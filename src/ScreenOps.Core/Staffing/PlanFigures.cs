using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Staffing;

/// <param name="UnfilledWeight">Sum of the empty seats' role weights.</param>
/// <param name="TravelKm">Great-circle kilometres from home to site, once per member and site.</param>
public sealed record PlanFigures(int Seats, int Filled, int UnfilledWeight, double TravelKm)
{
    public int Empty => Seats - Filled;

    public static PlanFigures Of(PlanInput input, IEnumerable<Assignment> plan)
    {
        var held = plan.Where(a => a.Holds).ToList();
        var taken = held.Select(a => a.Seat).ToHashSet();
        var (seats, weight) = (0, 0);
        foreach (var seat in input.Seats)
        {
            seats++;
            if (!taken.Contains(seat)) weight += seat.Role.Weight();
        }
        var km = held.Select(a => (a.Member, a.Seat.Site)).Distinct().Sum(a => input.Member(a.Member) is { } m ? input.Km(m.Village, a.Site) ?? 0 : 0);
        return new(seats, taken.Count(input.Has), weight, km);
    }

    /// <summary>Fewer unfilled first, then less travel.</summary>
    public bool BetterThan(PlanFigures other) => UnfilledWeight != other.UnfilledWeight ? UnfilledWeight < other.UnfilledWeight : TravelKm < other.TravelKm - 1e-6;
}
