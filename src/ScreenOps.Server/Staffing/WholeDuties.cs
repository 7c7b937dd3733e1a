using Google.OrTools.LinearSolver;

namespace ScreenOps.Server.Staffing;

/// <summary>The best choice of whole duties among some, as an integer programme, beside a choice that is kept as it is.</summary>
internal sealed class WholeDuties : IDisposable
{
    private readonly Layout layout;
    private readonly Choice kept;
    private readonly bool fractions;
    private readonly Solver mip;
    private readonly Constraint weight;
    private readonly Variable over;
    private readonly Dictionary<int, (Constraint Row, Variable None)> seats = [], crews = [];
    private readonly List<(Duty Duty, Variable Count)> columns = [];

    /// <param name="allowed">Weight that may stay unfilled.</param>
    /// <param name="penalty">Price of a unit of weight above it; infinite: there is none.</param>
    /// <param name="cost">Of a duty.</param>
    /// <param name="fractions">Members may be shared out over duties: a linear programme, and the choice is what it has whole.</param>
    public WholeDuties(Layout layout, IEnumerable<Duty> duties, Choice kept, int allowed, double penalty, Func<Duty, double> cost, bool fractions = false)
    {
        (this.layout, this.kept, this.fractions) = (layout, kept, fractions);
        mip = Solver.CreateSolver(fractions ? "GLOP" : "SCIP") ?? throw new InvalidOperationException("OR-Tools brings no GLOP or SCIP; its native library for this platform is missing.");
        var (empty, idle) = (kept.Empty(layout), kept.Idle(layout));
        weight = mip.MakeConstraint(double.NegativeInfinity, allowed, "");
        over = mip.MakeNumVar(0, double.IsFinite(penalty) ? double.PositiveInfinity : 0, "");
        weight.SetCoefficient(over, -1);
        foreach (var post in layout.Live.Where(p => empty[p] > 0))
        {
            seats[post] = Row(empty[post]);
            weight.SetCoefficient(seats[post].None, Layout.Weight(post));
        }
        var objective = mip.Objective();
        objective.SetMinimization();
        if (double.IsFinite(penalty)) objective.SetCoefficient(over, penalty);
        foreach (var duty in duties)
        {
            if (idle[duty.Crew] == 0 || duty.Posts.Any(p => empty[p] == 0)) continue;
            if (!crews.TryGetValue(duty.Crew, out var crew)) crews[duty.Crew] = crew = Row(idle[duty.Crew]);
            var count = mip.MakeVar(0, Math.Min(idle[duty.Crew], duty.Posts.Min(p => empty[p])), !fractions, "");
            objective.SetCoefficient(count, cost(duty));
            crew.Row.SetCoefficient(count, 1);
            foreach (var post in duty.Posts) seats[post].Row.SetCoefficient(count, 1);
            columns.Add((duty, count));
        }
    }

    private (Constraint Row, Variable None) Row(int count)
    {
        var (row, none) = (mip.MakeConstraint(count, count, ""), mip.MakeNumVar(0, count, ""));
        row.SetCoefficient(none, 1);
        return (row, none);
    }

    /// <summary>Holds the choice, with what is kept, to what it may cost at most above the bound of these prices, in nanometres. None of its parts costs less than nothing.</summary>
    public void Within(Fractions found, long most)
    {
        long Above(Duty duty) => duty.Cost - duty.Posts.Sum(p => found.Prices.Seat[p]) + found.Gains[duty.Crew];
        most = Math.Max(1, most - kept.Counts.Values.Sum(c => Above(c.Duty) * c.Count));
        var row = mip.MakeConstraint(double.NegativeInfinity, 1, "");
        void Part(Variable variable, long price)
        {
            if (price > most) variable.SetUb(0);
            else if (price > 0) row.SetCoefficient(variable, (double)price / most);
        }
        foreach (var (duty, count) in columns) Part(count, Above(duty));
        foreach (var (crew, (_, none)) in crews) Part(none, found.Gains[crew]);
        foreach (var (post, (_, none)) in seats) Part(none, found.Prices.Weight * Layout.Weight(post) - found.Prices.Seat[post]);
    }

    /// <returns>The choice with what was kept; null where none was found. Bound: what no choice of these duties is below, to the solver's tolerance.</returns>
    public (Choice? Choice, double Bound) Best(TimeSpan limit, CancellationToken stop)
    {
        var none = (default(Choice), double.NegativeInfinity);
        if (limit <= TimeSpan.Zero || stop.IsCancellationRequested) return none;
        using var exact = new MPSolverParameters();
        exact.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
        mip.SetTimeLimit((long)Math.Clamp(limit.TotalMilliseconds, 1, int.MaxValue));
        using var stopping = stop.Register(() => mip.InterruptSolve());
        if (mip.Solve(exact) is not (Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE)) return none;
        var choice = new Choice();
        foreach (var (duty, count) in kept.Counts.Values) choice.Add(duty, count);
        foreach (var (duty, count) in columns) choice.Add(duty, (int)(fractions ? Math.Floor(count.SolutionValue() + 1e-6) : Math.Round(count.SolutionValue())));
        return (choice, fractions ? mip.Objective().Value() : mip.Objective().BestBound());
    }

    public void Dispose() => mip.Dispose();
}
