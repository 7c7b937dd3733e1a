using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// One search for a plan: a first draft at once, the bound of the weight, the bound of the ways by columns until none is worth adding, whole duties,
/// then fewest changes among the plans that are as good. Ends when nothing can be better, when time is up or when it is stopped; the best plan stays.
/// </summary>
internal sealed class PlanSearch(PlanTask task, TimeProvider time, TimeSpan limit, Action<Solved>? progress, CancellationToken stop)
{
    // Nanometres, or billionths of a unit of weight: a programme's own error, not a better duty.
    private const long Error = 1000;

    // What a whole programme's own bound may be wrong by: its tolerance.
    private const long Millimetre = 1_000_000;
    private const int NewDuties = 16, NewInRepair = 3, RestDuties = 200, MostWhole = 60_000;

    // How far above the price, in kilometres, duties are looked at for what fractions leave over.
    private static readonly double[] Nearer = [0.01, 0.5, 4];

    private readonly long began = time.GetTimestamp();
    private readonly Layout layout = new(task);
    private readonly SearchBest best = new();
    // A plan this much above the bound is at it: the rounding of prices, or where a whole programme proved it, that one's tolerance.
    private long close;
    private int weightBound, boundWeight;
    private Int128 costBound, priceBound;
    private Fractions? found;

    private TimeSpan Left => limit - time.GetElapsedTime(began);

    private bool Ended => Left <= TimeSpan.Zero || stop.IsCancellationRequested;

    private bool Proven => best.Weight <= weightBound && best.Cost - costBound <= close;

    /// <summary>
    /// No plan that is as good can have fewer changes or, where none stands yet, be spread better. A search for the fewest changes has those in its cost.
    /// </summary>
    private bool Settled => layout.Keeping > 0 || (best.Choice.Lost(layout).Posts == 0 && (layout.Had > 0 || layout.Crews.All(c => c.Past == 0)));

    public Solved Run()
    {
        (costBound, close) = (-(Int128)layout.Keeping * layout.Had, Error / 10 + layout.Crews.Length);
        if (layout.Keeping == 0) Offer(FirstDraft.Of(layout, new()));
        if (layout.Keeping > 0 || layout.Had > 0) Offer(FirstDraft.Of(layout, Choice.Standing(layout)));
        weightBound = layout.Limits.Unfilled;
        if (!(Proven && Settled) && !Ended) Improve();
        if (!Settled && !Ended) Settle();
        return best.Told(layout, task, weightBound, Km(), Proven, time.GetElapsedTime(began));
    }

    private void Improve()
    {
        using var programme = new DutyProgramme(layout);
        foreach (var (duty, _) in best.Choice.Counts.Values) programme.Add(duty);
        // A repair begins from what stands; what could replace it is worth its price.
        if (layout.Keeping == 0) Grow(programme, new(new long[layout.Vacant.Length], 0), _ => long.MaxValue / 32);
        var allowed = weightBound;
        if (!Bound(programme, allowed)) return;
        if (found!.Unfilled > allowed + 1e-6)
        {
            programme.Hold(allowed);
            Raise(programme, allowed);
            if (!Bound(programme, allowed = weightBound)) return;
        }
        while (!Proven && !Ended)
        {
            Rest(programme, allowed);
            Whole(allowed);
            if (best.Weight <= allowed) return;
            programme.Hold(allowed = best.Weight);
            if (!Bound(programme, allowed)) return;
        }
    }

    /// <summary>Adds duties until none is worth it: then no fraction of any duties is better. False: it did not come to that.</summary>
    private bool Bound(DutyProgramme programme, int allowed)
    {
        (costBound, boundWeight, close) = (Int128.MinValue, allowed, Error / 10 + layout.Crews.Length);
        while (programme.Solve(Left, stop) is { } fractions)
        {
            var gains = new long[layout.Crews.Length];
            priceBound = PlanBound.Of(layout, fractions.Prices, allowed, gains);
            found = fractions with { Gains = gains };
            costBound = Int128.Max(costBound, priceBound);
            Offer(FirstDraft.Of(layout, programme.Whole(fractions)));
            if (Proven || Grow(programme, fractions) == 0) return true;
        }
        return false;
    }

    /// <summary>Where even fractions of duties leave more weight unfilled than is allowed, so much more is.</summary>
    private void Raise(DutyProgramme programme, int allowed)
    {
        programme.Count(ways: false);
        var more = (Int128)0;
        while (programme.Solve(Left, stop) is { } fractions)
        {
            more = Int128.Max(more, PlanBound.Of(layout, fractions.Prices, allowed));
            if (Grow(programme, fractions) == 0) break;
        }
        programme.Count(ways: true);
        weightBound = allowed + (int)((more + Prices.WeightUnit - 1) / Prices.WeightUnit);
        programme.Hold(weightBound);
    }

    private int Grow(DutyProgramme programme, Fractions fractions) => Grow(programme, fractions.Prices, crew => -fractions.Gains[crew.Number] - Error);

    private int Grow(DutyProgramme programme, Prices prices, Func<Crew, long> limit) =>
        Duties(prices, layout.Crews, limit, layout.Keeping > 0 ? NewInRepair : NewDuties, null).Count(programme.Add);

    private List<Duty> Duties(Prices prices, IEnumerable<Crew> crews, Func<Crew, long> limit, int most, int[]? left)
    {
        var offers = new Offers(layout, prices, left);
        var duties = new List<Duty>();
        foreach (var crew in crews)
        {
            offers.Below(crew, limit(crew), most, duties);
            if (duties.Count > MostWhole && most == MostWhole) break;
        }
        return duties;
    }

    /// <summary>What the fractions give as whole duties stays; the few people and seats that are left over are shared out as well as can be.</summary>
    private void Rest(DutyProgramme programme, int allowed)
    {
        var kept = programme.Whole(found!);
        var (idle, empty) = (kept.Idle(layout), kept.Empty(layout));
        foreach (var km in Nearer)
        {
            if (Proven || Ended) return;
            var slack = (long)(km * Layout.PerKm) + layout.Keeping;
            var duties = Duties(found!.Prices, layout.Crews.Where(c => idle[c.Number] > 0), c => slack - found.Gains[c.Number], RestDuties, empty);
            using var rest = new WholeDuties(layout, duties, kept, allowed, programme.Penalty, d => d.Cost / Layout.PerKm);
            if (rest.Best(Left, stop).Choice is { } choice) Offer(choice);
        }
    }

    /// <summary>
    /// Every duty that a better plan could hold. Its price cannot be above the gap between the best plan and the bound; where the best plan leaves
    /// more weight than is allowed, it may be any.
    /// </summary>
    private void Whole(int allowed)
    {
        if (Proven || Ended) return;
        var (before, enough) = (best.Cost, best.Weight <= allowed);
        var gap = enough ? (long)Int128.Min(before - priceBound, long.MaxValue / 64) : long.MaxValue / 64;
        var duties = Duties(found!.Prices, layout.Crews, c => gap - found.Gains[c.Number], MostWhole, null);
        var all = duties.Count <= MostWhole;
        if (!all) duties = Duties(found.Prices, layout.Crews, c => gap - found.Gains[c.Number], MostWhole / layout.Crews.Length + 1, null);
        var most = layout.Crews.Sum(c => (double)c.Members.Count) * layout.Shifts.Count * (layout.Farthest / Layout.PerKm + 1);
        var penalty = 2 * most + layout.Had * layout.Keeping / Layout.PerKm;
        using var whole = new WholeDuties(layout, duties, new(), allowed, enough ? double.PositiveInfinity : penalty, d => d.Cost / Layout.PerKm);
        var (choice, bound) = whole.Best(Left, stop);
        if (choice is not null) Offer(choice);
        if (!all || double.IsNegativeInfinity(bound)) return;
        if (enough) (costBound, close) = (Int128.Max(costBound, Int128.Min(before, (Int128)(bound * Layout.PerKm) - Millimetre)), 2 * Millimetre);
        else weightBound = Math.Max(weightBound, allowed + (int)Math.Ceiling((bound - most) / penalty));
    }

    /// <summary>Among the plans that are as good, the one that changes least of the plan as it stands, then the one that spreads duty best.</summary>
    private void Settle()
    {
        if (found is null) return;
        // Exact: what a plan costs above the prices' bound is the sum of what its parts do.
        var gap = (long)(best.Cost - priceBound - (Int128)found.Prices.Weight * (boundWeight - best.Weight)) + Error / 10;
        var duties = Duties(found.Prices, layout.Crews, c => gap - found.Gains[c.Number], MostWhole, null);
        if (duties.Count > MostWhole) return;
        var lost = 1.0 + layout.Crews.Sum(c => Duty.Load(c, layout.Shifts.Count) * c.Members.Count);
        double Cost(Duty duty) => Duty.Load(layout.Crews[duty.Crew], duty.Posts.Length) - lost * duty.Posts.Count(layout.Crews[duty.Crew].Standing.Contains);
        (Choice?, double) Best(Choice kept, bool fractions)
        {
            using var whole = new WholeDuties(layout, duties, kept, best.Weight, double.PositiveInfinity, Cost, fractions);
            whole.Within(found, gap);
            return whole.Best(Left, stop);
        }
        if (Best(new(), fractions: true) is not ({ } kept, var least)) return;
        var (choice, _) = Best(kept, fractions: false);
        // All costs are whole numbers: what is less than one above the fractions is the best.
        if (choice is null || choice.Counts.Values.Sum(c => c.Count * Cost(c.Duty)) > least + 0.9) choice = Best(new(), fractions: false).Item1 ?? choice;
        if (choice is not null && choice.Weight(layout) <= best.Weight && choice.Cost <= best.Cost + Error / 10 && choice.Lost(layout).CompareTo(best.Choice.Lost(layout)) < 0)
            best.Take(layout, task, choice, time.GetElapsedTime(began));
    }

    private void Offer(Choice choice)
    {
        if (!best.Offer(layout, task, choice, time.GetElapsedTime(began))) return;
        progress?.Invoke(best.Told(layout, task, weightBound, Km(), false, time.GetElapsedTime(began)));
    }

    /// <summary>No plan of the best one's weight has shorter ways; where the search goes for fewest changes, none with as few.</summary>
    private double Km()
    {
        var bound = found is null || (best.Weight <= boundWeight && costBound > Int128.MinValue) ? costBound : PlanBound.Of(layout, found.Prices, best.Weight);
        bound += (Int128)layout.Keeping * best.Choice.Counts.Values.Sum(c => c.Count * c.Duty.Posts.Count(layout.Crews[c.Duty.Crew].Standing.Contains));
        return layout.FixedKm + Math.Max(0, Math.BitDecrement((double)bound / Layout.PerKm));
    }
}
