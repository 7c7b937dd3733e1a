using Google.OrTools.LinearSolver;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// The choice of duties as a linear programme, fractions allowed, over those duties that it was given so far. A row for each post (its seats are
/// taken or empty) and for each crew (no more than its members). An empty seat costs its weight at a price; or, held to a weight, nothing up to it.
/// </summary>
internal sealed class DutyProgramme : IDisposable
{
    private readonly Layout layout;
    private readonly Solver lp = Solver.CreateSolver("GLOP") ?? throw new InvalidOperationException("OR-Tools brings no GLOP; its native library for this platform is missing.");
    private readonly Dictionary<int, (Constraint Row, Variable Empty)> seats = [];
    private readonly Constraint[] crews;
    private readonly HashSet<UInt128> known = [];
    private readonly List<Variable> columns = [];
    private readonly MPSolverParameters parameters = new();
    private (Constraint Row, Variable Over)? weight;
    private bool ways = true;

    public DutyProgramme(Layout layout)
    {
        this.layout = layout;
        Penalty = 4 * (layout.Farthest + layout.Keeping) / Layout.PerKm + 1;
        lp.Objective().SetMinimization();
        foreach (var post in layout.Live)
        {
            var (row, empty) = (lp.MakeConstraint(layout.Vacant[post] - Less, layout.Vacant[post] - Less, ""), lp.MakeNumVar(0, double.PositiveInfinity, ""));
            row.SetCoefficient(empty, 1);
            lp.Objective().SetCoefficient(empty, Penalty * Layout.Weight(post));
            seats[post] = (row, empty);
        }
        crews = [.. layout.Crews.Select(c => lp.MakeConstraint(double.NegativeInfinity, c.Members.Count, ""))];
        // Solved again after each new column from where it stands; that needs the rows as they are.
        parameters.SetIntegerParam(MPSolverParameters.IntegerParam.PRESOLVE, (int)MPSolverParameters.PresolveValues.PRESOLVE_OFF);
    }

    /// <summary>
    /// In a repair nearly everybody stays, and what a seat is worth could be anything between two prices. A little less than a seat each makes it the lower
    /// one, at which nobody else wants it. Prices are good or bad, never wrong, and the whole duties are read past it.
    /// </summary>
    private double Less => layout.Keeping > 0 ? 1e-4 : 0;

    /// <summary>Kilometres that a unit of unfilled weight costs; once it is held, of weight above what is allowed.</summary>
    public double Penalty { get; private set; }

    public List<Duty> Duties { get; } = [];

    public bool Add(Duty duty)
    {
        if (!known.Add(duty.Key)) return false;
        var column = lp.MakeNumVar(0, double.PositiveInfinity, "");
        if (ways) lp.Objective().SetCoefficient(column, duty.Cost / Layout.PerKm);
        crews[duty.Crew].SetCoefficient(column, 1);
        foreach (var post in duty.Posts) seats[post].Row.SetCoefficient(column, 1);
        Duties.Add(duty);
        columns.Add(column);
        return true;
    }

    /// <summary>From now on an empty seat costs nothing while no more than this weight is unfilled, and more than any way above it. Exact, and slower to begin from.</summary>
    public void Hold(int allowed)
    {
        if (weight is null)
        {
            Penalty *= 25;
            weight = (lp.MakeConstraint(double.NegativeInfinity, allowed, ""), lp.MakeNumVar(0, double.PositiveInfinity, ""));
            weight.Value.Row.SetCoefficient(weight.Value.Over, -1);
            lp.Objective().SetCoefficient(weight.Value.Over, Penalty);
            foreach (var (post, (_, empty)) in seats)
            {
                weight.Value.Row.SetCoefficient(empty, Layout.Weight(post));
                lp.Objective().SetCoefficient(empty, 0);
            }
        }
        weight.Value.Row.SetUb(allowed);
    }

    /// <summary>From now on only the weight above what is allowed costs, or ways as well. Once the weight is held.</summary>
    public void Count(bool ways)
    {
        this.ways = ways;
        for (var i = 0; i < columns.Count; i++) lp.Objective().SetCoefficient(columns[i], ways ? Duties[i].Cost / Layout.PerKm : 0);
        lp.Objective().SetCoefficient(weight!.Value.Over, ways ? Penalty : 1);
    }

    /// <summary>Null: stopped, or out of time; no prices then.</summary>
    public Fractions? Solve(TimeSpan limit, CancellationToken stop)
    {
        if (limit <= TimeSpan.Zero || stop.IsCancellationRequested) return null;
        lp.SetTimeLimit((long)Math.Clamp(limit.TotalMilliseconds, 1, int.MaxValue));
        using var stopping = stop.Register(() => lp.InterruptSolve());
        if (lp.Solve(parameters) != Solver.ResultStatus.OPTIMAL) return null;
        var unit = ways ? Layout.PerKm : Prices.WeightUnit;
        var prices = new long[layout.Vacant.Length];
        foreach (var (post, (row, _)) in seats) prices[post] = (long)Math.Round(row.DualValue() * unit);
        var perWeight = (long)Math.Round((weight is { } held ? Math.Clamp(-held.Row.DualValue(), 0, ways ? Penalty : 1) : Penalty) * unit);
        var gains = crews.Select(c => Math.Max(0, (long)Math.Round(-c.DualValue() * unit))).ToArray();
        var unfilled = seats.Sum(s => s.Value.Empty.SolutionValue() * Layout.Weight(s.Key));
        return new(new(prices, perWeight, ways), gains, [.. columns.Select(c => c.SolutionValue())], unfilled);
    }

    /// <summary>The whole duties in the fractions.</summary>
    public Choice Whole(Fractions fractions)
    {
        var choice = new Choice();
        for (var i = 0; i < fractions.Values.Length; i++) choice.Add(Duties[i], (int)Math.Floor(fractions.Values[i] + 2 * Less + 1e-6));
        return choice;
    }

    public void Dispose()
    {
        parameters.Dispose();
        lp.Dispose();
    }
}

/// <param name="Gains">By crew: what one more member of it would be worth, given those duties.</param>
/// <param name="Values">By duty of the programme: how many members of its crew have it.</param>
/// <param name="Unfilled">Weight of the seats, or parts of them, that stay empty.</param>
internal sealed record Fractions(Prices Prices, long[] Gains, double[] Values, double Unfilled);
