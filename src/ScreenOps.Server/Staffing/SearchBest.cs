using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>The best plan of a search so far. Core checks each that comes.</summary>
internal sealed class SearchBest
{
    private TimeSpan? first;

    public Choice Choice { get; private set; } = new();

    public int Weight { get; private set; } = int.MaxValue;

    public Int128 Cost { get; private set; } = Int128.MaxValue;

    public IReadOnlyList<Assignment> Plan { get; private set; } = [];

    public PlanFigures Figures { get; private set; } = new(0, 0, 0, 0);

    /// <summary>False: it is not better.</summary>
    public bool Offer(Layout layout, PlanTask task, Choice choice, TimeSpan at)
    {
        if ((choice.Weight(layout), choice.Cost).CompareTo((Weight, Cost)) >= 0) return false;
        Take(layout, task, choice, at);
        return true;
    }

    public void Take(Layout layout, PlanTask task, Choice choice, TimeSpan at)
    {
        var plan = Dealing.Plan(layout, task, choice);
        if (PlanCheck.Violations(task.Input, plan, task.Fixed) is [var wrong, ..]) throw new InvalidOperationException($"The solver's plan breaks a rule: {wrong.Text}");
        (Choice, Weight, Cost, Plan, Figures) = (choice, choice.Weight(layout), choice.Cost, plan, PlanFigures.Of(task.Input, plan));
        first ??= at;
    }

    public Solved Told(Layout layout, PlanTask task, int weightBound, double km, bool proven, TimeSpan at)
    {
        var held = Plan.Where(a => a.Holds).Select(a => (a.Seat.Site, a.Seat.Shift, a.Seat.Role, a.Member)).ToHashSet();
        var lost = task.Standing.Count(a => a.Holds && !held.Contains((a.Seat.Site, a.Seat.Shift, a.Seat.Role, a.Member)));
        // One change less is then worth more than any ways that it could cost.
        var few = layout.Keeping == 0 || layout.Keeping >= layout.Farthest * (layout.Limits.Filled - layout.Had + 2L * lost);
        return new(Plan, Figures, weightBound, Math.Min(km, Figures.TravelKm), lost, first ?? at, at, proven && few);
    }
}
