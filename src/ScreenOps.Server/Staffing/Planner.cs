using Microsoft.Extensions.Options;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <summary>Makes, changes and publishes plans: loads, lets Core and the solver decide, stores.</summary>
internal sealed class Planner(RoundBook book, PlanStore store, PlanSolver solver, IOptions<StaffingOptions> options, ILogger<Planner> log) : IDisposable
{
    // Solving takes a whole core; rounds take turns.
    private readonly SemaphoreSlim solving = new(1);
    private readonly Lock watching = new();
    private Making? making;

    /// <summary>Null: there is no such round.</summary>
    public async Task<RoundPlan?> Read(string district, int id, CancellationToken cancel) =>
        await book.Round(district, id) is { State: not RoundState.Pattern } round ? await store.Read(round, cancel) : null;

    /// <summary>A proposal that keeps what is set by hand or published, as far as that still breaks no rule.</summary>
    /// <param name="version">What the maker saw; null: whatever there is.</param>
    public Task<PlanOutcome> Make(string district, int id, long? version, CancellationToken cancel) => Change(district, id, version, async plan =>
    {
        if (plan.Input.Posts.Count == 0) return new PlanOutcome.NothingToFill();
        if (PlanTask.TooManyShifts(plan.Input)) return new PlanOutcome.TooManyShifts();
        var broken = PlanCheck.Violations(plan.Input, plan.Seats, []).Select(v => (v.Seat, v.Member)).ToHashSet();
        var standing = plan.Seats.Where(a => !broken.Contains((a.Seat, a.Member))).ToList();
        var proposal = await Solve(plan, standing, cancel);
        if (PlanCheck.Violations(plan.Input, proposal, standing.Where(a => a.Kept)) is [var wrong, ..]) throw new InvalidOperationException($"The solver's plan breaks a rule: {wrong.Text}");
        return plan.Version > 0 && plan.Seats.ToHashSet().SetEquals(proposal) ? new PlanOutcome.Done(plan) : await Stored(plan, proposal, ChangedBy.Solver, cancel);
    }, cancel);

    public Task<PlanOutcome> Publish(string district, int id, long? version, CancellationToken cancel) => Change(district, id, version, async plan => plan.State switch
    {
        PlanState.None => new PlanOutcome.NoPlan(),
        PlanState.Published => new PlanOutcome.Done(plan),
        _ => await store.Publish(plan, cancel) ? await Again(plan, cancel) : new PlanOutcome.Overtaken(),
    }, cancel);

    /// <summary>Puts a member on a seat, or frees it: by hand, so that a plan made later keeps it while it is locked. Who was there leaves it.</summary>
    public Task<PlanOutcome> Put(string district, int id, Seat seat, Guid? member, bool locked, long? version, CancellationToken cancel) => Change(district, id, null, async plan =>
    {
        var there = plan.Seats.FirstOrDefault(a => a.Holds && a.Seat == seat);
        if (there?.Member == member && (there is null || there.Locked == locked) && plan.Input.Has(seat)) return new PlanOutcome.Done(plan);
        if (version is { } seen && seen != plan.Version) return new PlanOutcome.Overtaken();
        if (HandSet.Apply(plan.Input, plan.Seats, seat, member, locked) is var (changed, why) && why is not null) return new PlanOutcome.Refused(why);
        return await Stored(plan, changed, ChangedBy.Hand, cancel);
    }, cancel);

    /// <summary>A member from a seat or the pool to a seat or the pool, in one act.</summary>
    public Task<PlanOutcome> Move(string district, int id, Move move, long? version, CancellationToken cancel) => Change(district, id, null, async plan =>
    {
        if (Stands(plan, move)) return new PlanOutcome.Done(plan);
        if (version is { } seen && seen != plan.Version) return new PlanOutcome.Overtaken();
        var (moved, why) = HandMove.Apply(plan.Input, plan.Seats, move);
        return moved is null ? new PlanOutcome.Refused(why!) : await Stored(plan, moved.Plan, ChangedBy.Hand, cancel);
    }, cancel);

    /// <summary>The plan as it was before the last change by hand, and again for the one before that, until something else comes in between.</summary>
    public Task<PlanOutcome> Undo(string district, int id, long? version, CancellationToken cancel) => Change(district, id, version, async plan =>
    {
        if (await store.LastByHand(plan, cancel) is not { } last) return new PlanOutcome.NothingToUndo();
        return last.TakenBack(plan.Input, plan.Seats) is { } back ? await Stored(plan, back, ChangedBy.Undo, cancel) : new PlanOutcome.Overtaken();
    }, cancel);

    private async Task<PlanOutcome> Change(string district, int id, long? version, Func<RoundPlan, Task<PlanOutcome>> change, CancellationToken cancel)
    {
        if (await Read(district, id, cancel) is not { } plan) return new PlanOutcome.NoRound();
        if (plan.Round.State is RoundState.Closed or RoundState.Sealed) return new PlanOutcome.Ended(plan.Round.State);
        return version is { } seen && seen != plan.Version ? new PlanOutcome.Overtaken() : await change(plan);
    }

    /// <summary>The same order once more finds its work done.</summary>
    private static bool Stands(RoundPlan plan, Move move)
    {
        bool Has(Seat seat) => plan.Seats.Any(a => a.Holds && a.Seat == seat && a.Member == move.Member);
        return (move.From is not { } from || !Has(from)) && (move.To is { } to ? Has(to) && plan.Seats.First(a => a.Holds && a.Seat == to).Locked : move.From is not null);
    }

    /// <summary>How far the search for a round's plan is.</summary>
    public MakingShown Watch(string district, int id)
    {
        lock (watching) return making is { } m && m.Is(district, id) ? m.Shown : new(false, null);
    }

    /// <summary>The plan that is being made is then the best one so far. Nothing happens where none is.</summary>
    public Task Stop(string district, int id)
    {
        lock (watching) return making is { } m && m.Is(district, id) ? m.Stop() : Task.CompletedTask;
    }

    private async Task<IReadOnlyCollection<Assignment>> Solve(RoundPlan plan, List<Assignment> standing, CancellationToken cancel)
    {
        await solving.WaitAsync(cancel);
        using var own = new Making(plan.Round.District, plan.Round.Id, cancel);
        try
        {
            lock (watching) making = own;
            var solved = solver.Solve(new(plan.Input, standing), options.Value.Limit, own.Better, own.Stopping);
            var reached = solved.Figures;
            log.Planned(plan.Round.District, plan.Round.Id, (long)solved.Elapsed.TotalMilliseconds, reached.Filled, reached.Seats, reached.UnfilledWeight, solved.WeightBound, reached.TravelKm, solved.KmBound);
            return solved.Plan;
        }
        finally
        {
            lock (watching) making = null;
            solving.Release();
        }
    }

    private async Task<PlanOutcome> Stored(RoundPlan plan, IReadOnlyCollection<Assignment> changed, ChangedBy by, CancellationToken cancel) =>
        await store.Write(plan, changed, by, cancel) ? await Again(plan, cancel) : new PlanOutcome.Overtaken();

    private async Task<PlanOutcome> Again(RoundPlan plan, CancellationToken cancel) => new PlanOutcome.Done(await store.Read(plan.Round, cancel));

    public void Dispose() => solving.Dispose();
}
