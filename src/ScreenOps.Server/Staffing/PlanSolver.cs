namespace ScreenOps.Server.Staffing;

/// <summary>
/// The best plan: least weight unfilled, then least travel, then fewest changes, then duty spread evenly; or the repair of one with the fewest changes.
/// </summary>
internal sealed class PlanSolver(TimeProvider time)
{
    /// <param name="limit">The best plan by then is the answer. A first one is always made.</param>
    /// <param name="progress">Told of each better plan, on the thread that solves.</param>
    /// <param name="stop">Ends the search; the best plan so far is the answer.</param>
    public Solved Solve(PlanTask task, TimeSpan limit, Action<Solved>? progress = null, CancellationToken stop = default)
    {
        var began = time.GetTimestamp();
        // Mostly somebody is free who can step in; then it is a small search among those, and no repair can lose fewer than none.
        if (task.Aim == PlanAim.FewMoves
            && new PlanSearch(new(task.Input, task.Standing, PlanAim.AddOnly), time, limit, progress, stop).Run() is { Proven: true } added
            && added.Figures.UnfilledWeight <= new Layout(task).Limits.Unfilled) return added;
        return new PlanSearch(task, time, limit - time.GetElapsedTime(began), progress, stop).Run();
    }
}
