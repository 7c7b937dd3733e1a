using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Advice;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Board;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Staffing;

namespace ScreenOps.Server.Advice;

/// <summary>A lane that should go, or goes, with its people.</summary>
/// <param name="Above">Lanes of giver and taker that go before it in the same advice.</param>
internal sealed record Proposal(string Giver, string Taker, IReadOnlyList<Assignment> People, CrewFault? Fault, (int Giver, int Taker) Above);

/// <summary>All that is known of a round where lanes may be moved.</summary>
internal sealed record Situation(RoundPlan Plan, Ground Ground, IReadOnlyList<KeptMove> Moves, string? Shift);

internal abstract record MoveOutcome
{
    public sealed record Done(Situation Now) : MoveOutcome;
    public sealed record NoRound : MoveOutcome;
    /// <summary>The round is not open, or its board is not known yet.</summary>
    public sealed record NotOpen : MoveOutcome;
    public sealed record NoMove : MoveOutcome;
    /// <param name="Site">It does not take people now, or has no lane to give.</param>
    public sealed record NotThere(string Site) : MoveOutcome;
    public sealed record Refused(Violation Why) : MoveOutcome;
    /// <summary>Somebody changed the plan meanwhile.</summary>
    public sealed record Overtaken : MoveOutcome;
}

/// <summary>Looks where a lane would help, moves it with its people when that is accepted, and back when it is undone.</summary>
internal sealed class Advisor(RoundBook book, DistrictBoards boards, PlanStore plans, MoveStore moves, IOptions<AdviceOptions> options)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);

    public async Task<MoveOutcome> Look(string district, int id, CancellationToken cancel) =>
        await At(district, id, cancel) is var (situation, why) && situation is not null ? new MoveOutcome.Done(situation) : why!;

    /// <summary>What should be moved, most helpful first. Each is foreseen as if those above it went too.</summary>
    public IReadOnlyList<Proposal> Proposals(Situation at)
    {
        var (given, taken, left, proposals) = (new Dictionary<string, int>(), new Dictionary<string, int>(), at.Plan.Seats.ToList(), new List<Proposal>());
        foreach (var (from, to) in at.Ground.Moves())
        {
            var (gone, come) = (given.GetValueOrDefault(from), taken.GetValueOrDefault(to));
            var lanes = at.Plan.Sites.FirstOrDefault(s => s.Code == from)?.LanesPlanned ?? at.Ground.Lanes(from);
            var (people, fault) = at.Shift is { } shift ? Crews.Of(at.Plan.Input, left, from, to, shift, lanes, gone, m => Rested(at, m)) : ([], CrewFault.NoPlan);
            left = [.. left.Except(people)];
            proposals.Add(new(from, to, people, fault, (gone, come)));
            (given[from], taken[to]) = (gone + 1, come + 1);
        }
        return proposals;
    }

    public async Task<MoveOutcome> Accept(string district, int id, Guid move, string giver, string taker, IReadOnlyList<Guid> people, Guid? by, CancellationToken cancel)
    {
        var (at, why) = await At(district, id, cancel);
        if (at is null) return why!;
        if (at.Plan.Round.State != RoundState.Open) return new MoveOutcome.NotOpen();
        if (at.Moves.Any(m => m.Id == move)) return new MoveOutcome.Done(at);
        if (giver == taker || !at.Ground.Knows(taker)) return new MoveOutcome.NotThere(taker);
        if (!at.Ground.Knows(giver) || at.Ground.Lanes(giver) < 2) return new MoveOutcome.NotThere(giver);
        var going = at.Plan.Seats.Where(a => a.Holds && a.Seat.Site == giver && a.Seat.Shift == at.Shift && people.Contains(a.Member)).ToList();
        if (going.Count < people.Count) return new MoveOutcome.Overtaken();
        var kept = Foreseen(at, move, giver, taker, going, by);
        if (going.Count == 0) await moves.Add(kept, cancel);
        else
        {
            var plan = Crews.Moved(at.Plan.Seats, going, taker, (site, role) => Seats(at.Plan.Input, site, at.Shift!, role));
            if (Wrong(at, plan, going, giver, taker) is { } wrong) return new MoveOutcome.Refused(wrong);
            if (!await plans.Write(at.Plan, plan, ChangedBy.Morning, cancel, async (connection, transaction) =>
                await MoveStore.AddBeside(transaction, kept, going) && await Told(connection, transaction, at, plan, going))) return new MoveOutcome.Overtaken();
        }
        return await Again(district, id, cancel);
    }

    /// <summary>The lane goes back, and with it whoever of its people is still there.</summary>
    public async Task<MoveOutcome> Undo(string district, int id, Guid move, CancellationToken cancel)
    {
        var (at, why) = await At(district, id, cancel);
        if (at is null) return why!;
        if (at.Plan.Round.State != RoundState.Open) return new MoveOutcome.NotOpen();
        if (at.Moves.FirstOrDefault(m => m.Id == move) is not { } kept) return new MoveOutcome.NoMove();
        if (kept.Undone is not null) return new MoveOutcome.Done(at);
        var back = at.Plan.Seats.Where(a => a.Holds && a.Seat.Site == kept.Taker && a.Seat.Shift == kept.Shift && kept.Members.Contains(a.Member)).ToList();
        if (back.Count == 0) await moves.Undo(kept, at.Ground.Now, cancel);
        else
        {
            var plan = Crews.Moved(at.Plan.Seats, back, kept.Giver, (site, role) => Seats(at.Plan.Input, site, kept.Shift!, role));
            if (Wrong(at, plan, back, kept.Taker, kept.Giver) is { } wrong) return new MoveOutcome.Refused(wrong);
            if (!await plans.Write(at.Plan, plan, ChangedBy.Morning, cancel, async (connection, transaction) =>
                await MoveStore.UndoBeside(transaction, kept, back, at.Ground.Now) && await Told(connection, transaction, at, plan, back))) return new MoveOutcome.Overtaken();
        }
        return await Again(district, id, cancel);
    }

    private async Task<MoveOutcome> Again(string district, int id, CancellationToken cancel)
    {
        // Boards judge by the lanes that are planned now.
        book.Forget(district);
        return await Look(district, id, cancel);
    }

    private async Task<(Situation? At, MoveOutcome? Why)> At(string district, int id, CancellationToken cancel)
    {
        if (await book.Round(district, id) is not { State: not RoundState.Pattern } round) return (null, new MoveOutcome.NoRound());
        var board = (await boards.Board(district, new Scope(id, round.Rehearsal, null), cancel)).Round(id);
        if (board?.Rules is not { } rules) return (null, new MoveOutcome.NotOpen());
        var (plan, made) = (await plans.Read(round, cancel), await moves.Read(district, id, cancel));
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(round.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(rules.District.TimeZone)).DateTime);
        var shift = plan.Input.Shifts.FirstOrDefault(s => s.Starts <= local && local < s.Ends)?.Code;
        return (new(plan, new(board, rules, made, options.Value), made, shift), null);
    }

    private KeptMove Foreseen(Situation at, Guid id, string giver, string taker, IReadOnlyList<Assignment> people, Guid? by)
    {
        var (ground, arrives) = (at.Ground, at.Ground.Minutes(giver, taker));
        var (from, to) = (ground.Lanes(giver), ground.Lanes(taker));
        double Wait(string site, int lanes) => ground.Wait(site, lanes, arrives) ?? 0;
        return new(id, at.Plan.Round.District, at.Plan.Round.Id, giver, taker, people.Count == 0 ? null : at.Shift, [.. people.Select(p => p.Member)], ground.Now, by,
            ground.Now + (long)arrives.TotalMilliseconds, ground.Now + (long)Ahead.TotalMilliseconds, ground.Open(giver), ground.Open(taker), Wait(giver, from), Wait(giver, from - 1), Wait(taker, to), Wait(taker, to + 1));
    }

    /// <summary>Who goes hears of it where the own duty stands; who stays and is only counted anew does not.</summary>
    private static Task<bool> Told(NpgsqlConnection connection, NpgsqlTransaction transaction, Situation at, IReadOnlyCollection<Assignment> plan, IReadOnlyList<Assignment> people) =>
        DutySteps.Told(connection, transaction, at.Plan.Round, [.. plan.Except(at.Plan.Seats).Where(a => people.Any(p => p.Member == a.Member && p.Seat.Shift == a.Seat.Shift))], "Told", Actor.Office, at.Plan.Round.Clock.GetUtcNow());

    private bool Rested(Situation at, Guid member) =>
        !at.Moves.Any(m => m.Undone is null && m.Members.Contains(member) && at.Ground.Now - m.Made < (long)options.Value.Rest.TotalMilliseconds);

    private static int Seats(PlanInput input, string site, string shift, Role role) =>
        input.Posts.Where(p => p.Site == site && p.Shift == shift && p.Role == role).Sum(p => p.Seats);

    /// <summary>A rule that one of these people would break at the posts as they are then; null: none.</summary>
    private static Violation? Wrong(Situation at, IReadOnlyCollection<Assignment> plan, IReadOnlyList<Assignment> people, string from, string to)
    {
        var shift = people[0].Seat.Shift;
        var changed = people.GroupBy(p => p.Seat.Role).SelectMany(g => new[] { (Site: from, Role: g.Key, By: -g.Count()), (Site: to, Role: g.Key, By: g.Count()) }).ToList();
        var posts = at.Plan.Input.Posts.Select(p => p with { Seats = p.Seats + changed.Where(c => p.Shift == shift && p.Site == c.Site && p.Role == c.Role).Sum(c => c.By) })
            .Concat(changed.Where(c => Seats(at.Plan.Input, c.Site, shift, c.Role) == 0 && c.By > 0).Select(c => new PlanPost(c.Site, shift, c.Role, c.By)));
        var input = new PlanInput(at.Plan.Input.Shifts, at.Plan.Sites.Select(s => new PlanSite(s.Code, s.Village, s.Latitude, s.Longitude)), posts, at.Plan.Input.Members);
        return PlanCheck.Violations(input, plan, []).FirstOrDefault(v => people.Any(p => p.Member == v.Member));
    }
}
