namespace ScreenOps.Server.Staffing;

/// <summary>
/// The best plan: least weight unfilled, then least travel, then fewest changes, then duty spread evenly; or the repair of one with the fewest changes.
/// </summary>
internal sealed class PlanSolver(TimeProvider time)
{
    /// <param name="limit">The best plan by then is the answer. A first one is always made.</param>
    /// <param name="progress">Told of each better plan, on the thread that solves.</param>
    /// <param name="stop">Ends the search; the best plan so far is the answer.</param>
    public Solved Solve(PlanTask task, TimeSpan limit, Action<Solved>? progress = null, CancellationToken stop = default) => new PlanSearch(task, time, limit, progress, stop).Run();
}
