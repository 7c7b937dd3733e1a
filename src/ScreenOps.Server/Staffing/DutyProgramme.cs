using Google.OrTools.LinearSolver;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// The choice of duties as a linear programme, fractions allowed, over those duties that it was given so far. A row for each post (its seats are
/// taken or empty), for each crew (no more than its members) and for the weight (no more than allowed, or at a price above any way).
/// </summary>
internal sealed class DutyProgramme : IDisposable
{
    private readonly Layout layout;
    private readonly Solver lp = Solver.CreateSolver("GLOP") ?? throw new InvalidOperationException("OR-Tools brings no GLOP; its native library for this platform is missing.");
    private readonly Constraint?[] seats;
    private readonly Constraint[] crews;
    private readonly Constraint weight;
    private readonly Variable over;
    private readonly HashSet<UInt128> known = [];
    private readonly List<Variable> columns = [];
    private readonly MPSolverParameters parameters = new();
    private bool ways = true;

    /// <param name="allowed">Weight that may stay unfilled.</param>
    public DutyProgramme(Layout layout, int allowed)
    {
        this.layout = layout;
        Penalty = 100 * (layout.Farthest / Layout.PerKm + 1) + layout.Keeping / Layout.PerKm;
        seats = new Constraint?[layout.Vacant.Length];
        weight = lp.MakeConstraint(double.NegativeInfinity, allowed, "");
        over = lp.MakeNumVar(0, double.PositiveInfinity, "");
        weight.SetCoefficient(over, -1);
        foreach (var post in layout.Live)
        {
            seats[post] = lp.MakeConstraint(layout.Vacant[post], layout.Vacant[post], "");
            var empty = lp.MakeNumVar(0, double.PositiveInfinity, "");
            seats[post]!.SetCoefficient(empty, 1);
            weight.SetCoefficient(empty, Layout.Weight(post));
        }
        crews = [.. layout.Crews.Select(c => lp.MakeConstraint(double.NegativeInfinity, c.Members.Count, ""))];
        lp.Objective().SetMinimization();
        lp.Objective().SetCoefficient(over, Penalty);
        // Solved again after each new column from where it stands; that needs the rows as they are.
        parameters.SetIntegerParam(MPSolverParameters.IntegerParam.PRESOLVE, (int)MPSolverParameters.PresolveValues.PRESOLVE_OFF);
    }

    /// <summary>Kilometres that a unit of weight above what is allowed costs.</summary>
    public double Penalty { get; }

    public List<Duty> Duties { get; } = [];

    public bool Add(Duty duty)
    {
        if (!known.Add(duty.Key)) return false;
        var column = lp.MakeNumVar(0, double.PositiveInfinity, "");
        if (ways) lp.Objective().SetCoefficient(column, duty.Cost / Layout.PerKm);
        crews[duty.Crew].SetCoefficient(column, 1);
        foreach (var post in duty.Posts) seats[post]!.SetCoefficient(column, 1);
        Duties.Add(duty);
        columns.Add(column);
        return true;
    }

    /// <summary>From now on only the weight above what is allowed costs, or ways as well.</summary>
    public void Count(bool ways)
    {
        this.ways = ways;
        for (var i = 0; i < columns.Count; i++) lp.Objective().SetCoefficient(columns[i], ways ? Duties[i].Cost / Layout.PerKm : 0);
        lp.Objective().SetCoefficient(over, ways ? Penalty : 1);
    }

    public void Allow(int unfilled) => weight.SetUb(unfilled);

    /// <summary>The whole duties in the fractions.</summary>
    public Choice Whole(Fractions fractions)
    {
        var choice = new Choice();
        for (var i = 0; i < fractions.Values.Length; i++) choice.Add(Duties[i], (int)Math.Floor(fractions.Values[i] + 1e-6));
        return choice;
    }

    /// <summary>Null: stopped, or out of time; no prices then.</summary>
    public Fractions? Solve(TimeSpan limit, CancellationToken stop)
    {
        if (limit <= TimeSpan.Zero || stop.IsCancellationRequested) return null;
        lp.SetTimeLimit((long)Math.Clamp(limit.TotalMilliseconds, 1, int.MaxValue));
        using var stopping = stop.Register(() => lp.InterruptSolve());
        if (lp.Solve(parameters) != Solver.ResultStatus.OPTIMAL) return null;
        var unit = ways ? Layout.PerKm : Prices.WeightUnit;
        var prices = new long[seats.Length];
        foreach (var post in layout.Live) prices[post] = (long)Math.Round(seats[post]!.DualValue() * unit);
        var perWeight = (long)Math.Round(Math.Clamp(-weight.DualValue(), 0, ways ? Penalty : 1) * unit);
        var gains = crews.Select(c => Math.Max(0, (long)Math.Round(-c.DualValue() * unit))).ToArray();
        return new(new(prices, perWeight, ways), gains, [.. columns.Select(c => c.SolutionValue())], over.SolutionValue());
    }

    public void Dispose()
    {
        parameters.Dispose();
        lp.Dispose();
    }
}

/// <param name="Gains">By crew: what one more member of it would be worth.</param>
/// <param name="Values">By duty of the programme: how many members of its crew have it.</param>
/// <param name="Over">Weight unfilled above what is allowed.</param>
internal sealed record Fractions(Prices Prices, long[] Gains, double[] Values, double Over);
