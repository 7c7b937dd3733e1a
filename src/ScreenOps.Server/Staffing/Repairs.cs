using Microsoft.Extensions.Options;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <summary>A repair that was found and not taken yet.</summary>
/// <param name="Before">Figures as the plan stands, as After is with the moves made.</param>
/// <param name="Lost">People who would leave the seat that they were told of.</param>
/// <param name="Proven">None with fewer changes fills as much.</param>
internal sealed record Repair(RoundPlan Plan, IReadOnlyList<PlanMove> Moves, PlanFigures Before, PlanFigures After, int Lost, bool Proven, TimeSpan Elapsed);

internal abstract record RepairOutcome
{
    public sealed record Found(Repair Repair) : RepairOutcome;
    public sealed record Taken(RoundPlan Plan) : RepairOutcome;
    public sealed record NoRound : RepairOutcome;
    public sealed record Ended : RepairOutcome;
    /// <summary>People were told of no plan yet.</summary>
    public sealed record NotPublished : RepairOutcome;
    public sealed record Overtaken : RepairOutcome;
    public sealed record Refused(Violation Why) : RepairOutcome;
}

/// <summary>Fills what fell empty with the fewest changes for people who were told: shown first, taken by a person.</summary>
internal sealed class Repairs(RoundBook book, PlanStore plans, AskingStore askings, PlanSolver solver, IOptions<DutyOptions> options, TimeProvider time, ILogger<Repairs> log) : IDisposable
{
    // A repair takes a core for a moment; who asks meanwhile waits.
    private readonly SemaphoreSlim solving = new(1);

    public async Task<RepairOutcome> Propose(string district, int id, CancellationToken cancel)
    {
        var (plan, no) = await Read(district, id, cancel);
        if (plan is null) return no!;
        var began = time.GetTimestamp();
        var (unwilling, stays) = (Askings.Unwilling(await askings.OfRound(plan.Round, cancel)).ToList(), await askings.Stays(plan.Round, cancel));
        var ended = await EndedShifts(plan);
        await solving.WaitAsync(cancel);
        try
        {
            var solved = Solve(plan, plan.Input, ended, unwilling, cancel);
            // Who offered to stay is there for when nobody else comes.
            if (solved.Figures.Empty > 0 && stays.Count > 0 && Solve(plan, NextAsked.WithStays(plan.Input, stays), ended, [.. unwilling], cancel) is var more && more.Figures.UnfilledWeight < solved.Figures.UnfilledWeight) solved = more;
            var repair = new Repair(plan, PlanMoves.Between(plan.Seats, solved.Plan), PlanFigures.Of(plan.Input, plan.Seats), solved.Figures, solved.Lost, solved.Proven, time.GetElapsedTime(began));
            log.Repaired(district, id, (long)repair.Elapsed.TotalMilliseconds, repair.Before.Empty, repair.After.Empty, repair.Moves.Count, repair.Lost);
            return new RepairOutcome.Found(repair);
        }
        finally
        {
            solving.Release();
        }
    }

    private Solved Solve(RoundPlan plan, PlanInput input, IReadOnlySet<string> ended, IReadOnlyCollection<(Guid, string)> unwilling, CancellationToken cancel)
    {
        var (ground, standing) = RepairGround.Of(input, plan.Seats, ended, unwilling);
        return solver.Solve(new(ground, standing, PlanAim.FewMoves), options.Value.RepairLimit, null, cancel);
    }

    /// <summary>Takes the moves that were shown, if the plan is still the one that they were found for; taken twice they are taken once.</summary>
    public async Task<RepairOutcome> Take(string district, int id, long version, IReadOnlyCollection<PlanMove> moves, CancellationToken cancel)
    {
        var (plan, no) = await Read(district, id, cancel);
        if (plan is null) return no!;
        var held = plan.Seats.Where(a => a.Holds).Select(a => (a.Member, a.Seat)).ToHashSet();
        if (plan.Version != version) return moves.All(m => m.To is { } to ? held.Contains((m.Member, to)) : !held.Contains((m.Member, m.From!.Value))) ? new RepairOutcome.Taken(plan) : new RepairOutcome.Overtaken();
        var stays = await askings.Stays(plan.Round, cancel);
        var staying = stays.SelectMany(s => moves.Where(m => m.Member == s.Member && plan.Input.Follows(m.Shift, s.Shift))).Select(m => m.Member).ToHashSet();
        var (changed, why) = PlanMoves.Apply(NextAsked.WithStays(plan.Input, stays), plan.Seats, moves, staying);
        if (why is not null) return new RepairOutcome.Refused(why);
        var told = changed.Except(plan.Seats).Where(a => a.Holds).ToList();
        return await plans.Write(plan, changed, ChangedBy.Morning, cancel, (connection, transaction) => DutySteps.Told(connection, transaction, plan.Round, told, "Told", Actor.Office, plan.Round.Clock.GetUtcNow()))
            ? new RepairOutcome.Taken(await plans.Read(plan.Round, cancel)) : new RepairOutcome.Overtaken();
    }

    private async Task<(RoundPlan?, RepairOutcome?)> Read(string district, int id, CancellationToken cancel)
    {
        if (await book.Round(district, id) is not { State: not RoundState.Pattern } round) return (null, new RepairOutcome.NoRound());
        if (round.State is RoundState.Closed or RoundState.Sealed) return (null, new RepairOutcome.Ended());
        var plan = await plans.Read(round, cancel);
        return plan.Published is null ? (null, new RepairOutcome.NotPublished()) : (plan, null);
    }

    private async Task<IReadOnlySet<string>> EndedShifts(RoundPlan plan)
    {
        var (zone, now) = ((await book.District(plan.Round.District)).Zone(), plan.Round.Clock.GetUtcNow());
        return plan.Shifts.Where(s => now >= ShiftSpans.Of(plan.Round.Day, s.Starts, s.Ends, zone).Ends).Select(s => s.Code).ToHashSet();
    }

    public void Dispose() => solving.Dispose();
}
