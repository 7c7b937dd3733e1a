using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Advice;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Access;
using ScreenOps.Server.Staffing;

namespace ScreenOps.Server.Advice;

/// <param name="Lanes">With those that are on their way there or have left.</param>
/// <param name="WaitNow">Minutes; null while nobody can tell.</param>
/// <param name="Without">Minutes to wait in half an hour if nobody acts; in Done, what was foreseen then.</param>
/// <param name="With">And if the lane goes.</param>
/// <param name="Real">In Done: what it was at that moment; null while that lies ahead, or where nobody could tell.</param>
internal sealed record SideShown(string Site, string Name, int Lanes, int LanesThen, int? WaitNow, int Without, int With, int? Real = null);

internal sealed record MoverShown(Guid Id, string Name, Role Role);

/// <param name="Km">As the crow flies.</param>
/// <param name="Minutes">Until the lane can take people there: the way, the change of clothing and setting up.</param>
/// <param name="Fault">Why nobody is named: NoPlan, NoLead or TooFew.</param>
internal sealed record ProposalShown(SideShown Giver, SideShown Taker, double Km, int Minutes, IReadOnlyList<MoverShown> People, CrewFault? Fault);

/// <param name="Made">Unix milliseconds on the round's clock, as Due, Measured and Undone.</param>
/// <param name="Due">The moment that was foreseen.</param>
internal sealed record DoneShown(Guid Id, SideShown Giver, SideShown Taker, IReadOnlyList<MoverShown> People, long Made, long Due, long? Measured, long? Undone);

/// <param name="Worst">The longest wait in half an hour if nobody acts, minutes; null while nobody can tell.</param>
/// <param name="Enough">Below this nobody is moved.</param>
internal sealed record AdviceShown(long Now, int? Worst, int Enough, IReadOnlyList<ProposalShown> Proposals, IReadOnlyList<DoneShown> Done);

/// <param name="Id">Made by who accepts: sent twice, the lane is moved once.</param>
/// <param name="People">Who goes, of those on duty at the giver now; none: its site lead chooses.</param>
internal sealed record LaneOrder(Guid Id, string Giver, string Taker, IReadOnlyList<Guid>? People);

internal static class AdviceEndpoints
{
    private const int MostPeople = 20;

    public static async Task<Results<Ok<AdviceShown>, ProblemHttpResult>> Show(int id, ClaimsPrincipal who, Advisor advisor, CancellationToken cancel) =>
        Told(id, await advisor.Look(who.District(), id, cancel), advisor);

    public static async Task<Results<Ok<AdviceShown>, ProblemHttpResult>> Accept(int id, LaneOrder order, ClaimsPrincipal who, Advisor advisor, CancellationToken cancel)
    {
        if (order.Id == Guid.Empty || order.People is { Count: > MostPeople }) return Problem(400, "Not a move", $"id is a new UUID, and people are at most {MostPeople}.");
        return Told(id, await advisor.Accept(who.District(), id, order.Id, order.Giver, order.Taker, [.. (order.People ?? []).Distinct()], who.Account(), cancel), advisor);
    }

    public static async Task<Results<Ok<AdviceShown>, ProblemHttpResult>> Undo(int id, Guid move, ClaimsPrincipal who, Advisor advisor, CancellationToken cancel) =>
        Told(id, await advisor.Undo(who.District(), id, move, cancel), advisor);

    private static Results<Ok<AdviceShown>, ProblemHttpResult> Told(int id, MoveOutcome outcome, Advisor advisor) => outcome switch
    {
        MoveOutcome.Done done => TypedResults.Ok(Shown(done.Now, advisor)),
        MoveOutcome.NoRound => Problem(404, "No such round", $"There is no round {id} in this district; GET /api/v1/rounds lists them."),
        MoveOutcome.NotOpen => Problem(409, "Not open", $"Round {id} is not open; lanes are moved while people are sampled.", nameof(MoveOutcome.NotOpen)),
        MoveOutcome.NoMove => Problem(404, "No such move", $"No lane was moved under that id in round {id}."),
        MoveOutcome.NotThere not => Problem(409, "Not there", $"Site {not.Site} does not take people now, does not report, or has only one lane; look at the advice as it is now.", nameof(MoveOutcome.NotThere)),
        MoveOutcome.Refused refused => Problem(409, "Not these people", refused.Why.Text, refused.Why.Rule.ToString()),
        MoveOutcome.Overtaken => Problem(409, "Changed meanwhile", "Somebody changed the plan meanwhile; look at the advice as it is now.", nameof(MoveOutcome.Overtaken)),
        var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
    };

    private static AdviceShown Shown(Situation at, Advisor advisor)
    {
        var ground = at.Ground;
        var names = at.Plan.Sites.ToDictionary(s => s.Code, s => s.Name);
        string Name(string site) => names.GetValueOrDefault(site, site);
        SideShown Side(string site, int above, int by, TimeSpan comes)
        {
            var lanes = ground.Lanes(site) + above;
            return new(site, Name(site), lanes, lanes + by, ground.WaitNow(site), Rounded(ground.Wait(site, lanes, comes) ?? 0), Rounded(ground.Wait(site, lanes + by, comes) ?? 0));
        }

        ProposalShown Proposed(Proposal p)
        {
            var minutes = ground.Minutes(p.Giver, p.Taker);
            return new(Side(p.Giver, -p.Above.Giver, -1, minutes), Side(p.Taker, p.Above.Taker, 1, minutes), Math.Round(ground.Km(p.Giver, p.Taker), 1), (int)Math.Ceiling(minutes.TotalMinutes),
                [.. p.People.Select(a => Mover(at.Plan, a.Member, a.Seat.Role))], p.Fault);
        }

        DoneShown Made(KeptMove m) => new(m.Id, new(m.Giver, Name(m.Giver), m.GiverLanes, m.GiverLanes - 1, null, Rounded(m.GiverWithout), Rounded(m.GiverWith), m.GiverReal),
            new(m.Taker, Name(m.Taker), m.TakerLanes, m.TakerLanes + 1, null, Rounded(m.TakerWithout), Rounded(m.TakerWith), m.TakerReal),
            [.. m.Members.Select(id => Mover(at.Plan, id, at.Plan.Seats.FirstOrDefault(a => a.Holds && a.Member == id && a.Seat.Shift == m.Shift)?.Seat.Role ?? Role.Sampler))], m.Made, m.Due, m.Measured, m.Undone);

        return new(ground.Now, ground.Worst is { } worst ? Rounded(worst) : null, ground.Enough, [.. advisor.Proposals(at).Select(Proposed)], [.. at.Moves.Select(Made)]);
    }

    private static MoverShown Mover(RoundPlan plan, Guid id, Role role) => new(id, plan.People.TryGetValue(id, out var person) ? person.Name : "", role);

    private static int Rounded(double minutes) => (int)Math.Round(minutes, MidpointRounding.AwayFromZero);

    /// <param name="reason">For a page that speaks another language.</param>
    private static ProblemHttpResult Problem(int status, string title, string detail, string? reason = null) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: reason is null ? null : new Dictionary<string, object?> { ["reason"] = reason });
}
