using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>A plan that breaks no rule, and what is known of any other.</summary>
/// <param name="WeightBound">No plan leaves less weight unfilled.</param>
/// <param name="KmBound">No plan that leaves no more weight unfilled than this one has shorter ways.</param>
/// <param name="Lost">Assignments of the plan as it stood that this one does not hold.</param>
/// <param name="FirstPlan">When the first plan was there, from the start of the search.</param>
/// <param name="Proven">No plan is better, in weight and then in what the aim counts next.</param>
internal sealed record Solved(IReadOnlyList<Assignment> Plan, PlanFigures Figures, int WeightBound, double KmBound, int Lost, TimeSpan FirstPlan, TimeSpan Elapsed, bool Proven)
{
    /// <summary>0 where nothing travels.</summary>
    public double GapPct => Figures.TravelKm > 0 ? Math.Round((Figures.TravelKm - KmBound) / Figures.TravelKm * 100, 6) : 0;
}
