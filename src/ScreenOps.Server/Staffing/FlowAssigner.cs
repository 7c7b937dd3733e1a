using Microsoft.Extensions.Options;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// Fills the seats of a round, one shift after the other, each by a min-cost flow: least weight unfilled, then least travel. A shift looks ahead to the
/// one that follows at once, since whoever is to stay must stand where the next shift needs them; then every shift is solved again beside the others
/// while that helps. What is kept stays, members who declined, were released or are absent are not asked for that shift, and nobody is moved for nothing.
/// </summary>
internal sealed class FlowAssigner(TimeProvider time, IOptions<StaffingOptions> options)
{
    /// <summary>The whole plan: what is kept or not held, as it stands, and the seats that are filled beside it.</summary>
    public IReadOnlyCollection<Assignment> Assign(PlanInput input, IReadOnlyCollection<Assignment> standing, CancellationToken cancel)
    {
        var plan = standing.Where(a => a.Kept || !a.Holds).ToList();
        var began = time.GetTimestamp();
        foreach (var shift in input.Shifts) plan = Replanned(input, standing, plan, shift, ahead: true, cancel);
        var figures = PlanFigures.Of(input, plan);
        for (var (i, unhelped) = (0, 0); unhelped < input.Shifts.Count && time.GetElapsedTime(began) < options.Value.Limit; i++)
        {
            var other = Replanned(input, standing, plan, input.Shifts[i % input.Shifts.Count], ahead: false, cancel);
            var reached = PlanFigures.Of(input, other);
            unhelped = reached.BetterThan(figures) ? 0 : unhelped + 1;
            if (unhelped == 0) (plan, figures) = (other, reached);
        }
        return figures.BetterThan(PlanFigures.Of(input, standing)) ? plan : standing;
    }

    /// <summary>The plan with the free seats of one shift filled anew.</summary>
    private static List<Assignment> Replanned(PlanInput input, IReadOnlyCollection<Assignment> standing, List<Assignment> plan, PlanShift shift, bool ahead, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var beside = plan.Where(a => a.Seat.Shift != shift.Code || a.Kept || !a.Holds).ToList();
        var wanted = ahead ? LookAhead.Of(input, beside, shift) : LookAhead.None;
        var crews = Crew.Of(input, beside, shift, wanted);
        var vacant = ShiftFlow.Vacant(input, beside, shift);
        var dealt = ShiftFlow.Solve(input, crews, vacant, wanted);
        return [.. beside, .. Dealing.Seats(dealt, standing, vacant, shift.Code)];
    }
}
