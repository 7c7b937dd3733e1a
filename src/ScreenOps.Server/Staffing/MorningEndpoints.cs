using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Staffing;

/// <summary>A step that the command centre takes for a member: a call came, or somebody was seen.</summary>
/// <param name="Id">Made by the page and kept over retries.</param>
internal sealed record DutyMark(Guid Id, Guid Member, string Shift, DutyAct Act, string? Reason);

/// <param name="Few">How many are asked at once; null: as many as is set.</param>
/// <param name="Minutes">How long an offer waits, on the round's clock; null: as long as is set.</param>
internal sealed record AskingOrder(Guid Id, string Site, string Shift, Role Role, int Seat, int? Few, int? Minutes);

internal sealed record RepairOrder(long Version, IReadOnlyList<MoveOrder> Moves);

internal sealed record MoveOrder(Guid Member, string Shift, SeatOrdered? From, SeatOrdered? To);

internal sealed record SeatOrdered(string Site, Role Role, int Number);

/// <param name="Url">Opened by a member who is signed in, it checks in; what follows the # is not sent to any server.</param>
/// <param name="Qr">The address as a QR code, SVG.</param>
internal sealed record PostCodeShown(string Site, string Code, string Url, string Qr);

/// <summary>What the command centre does in the morning of a round.</summary>
internal static class MorningEndpoints
{
    private const int MostMoves = 2000, MostMinutes = 720, MostAsked = 20;

    public static async Task<Results<Ok<MorningShown>, ProblemHttpResult>> Show(int id, ClaimsPrincipal who, MorningReading reading, CancellationToken cancel) =>
        await reading.Read(who.District(), id, cancel) is { } morning ? TypedResults.Ok(morning) : NoRound();

    public static async Task<Results<NoContent, ProblemHttpResult>> Mark(int id, DutyMark mark, ClaimsPrincipal who, Duties duties, CancellationToken cancel)
    {
        if (!Enum.IsDefined(mark.Act)) return DutyEndpoints.Problem(400, "No such step", $"act is one of {string.Join(", ", Enum.GetNames<DutyAct>())}.", "NoAct");
        if (mark.Reason is { Length: > DutyEndpoints.LongestReason }) return DutyEndpoints.Problem(400, "Too long", $"A reason has at most {DutyEndpoints.LongestReason} characters.", "NoReason");
        return DutyEndpoints.Told(await duties.Take(who.District(), id, mark.Id, mark.Member, mark.Shift, null, mark.Act, Actor.Office, mark.Reason?.Trim() ?? "", cancel));
    }

    public static async Task<Results<Accepted, ProblemHttpResult>> Ask(int id, AskingOrder order, ClaimsPrincipal who, Askings askings, CancellationToken cancel)
    {
        if (!Enum.IsDefined(order.Role) || order.Few is < 1 or > MostAsked || order.Minutes is < 1 or > MostMinutes)
            return DutyEndpoints.Problem(400, "Not so", $"few is 1 to {MostAsked} people at once, minutes 1 to {MostMinutes}, role one of {string.Join(", ", Enum.GetNames<Role>())}.", "BadOrder");
        return await askings.Begin(who.District(), id, order.Id, new(order.Site, order.Shift, order.Role, order.Seat), order.Few, order.Minutes is { } m ? TimeSpan.FromMinutes(m) : null, cancel) switch
        {
            AskingOutcome.Asked => TypedResults.Accepted($"/api/v1/rounds/{id}/morning"),
            AskingOutcome.NoRound => NoRound(),
            AskingOutcome.Ended => DutyEndpoints.Problem(409, "Not now", "This shift or its round has ended.", nameof(AskingOutcome.Ended)),
            AskingOutcome.NoSeat => DutyEndpoints.Problem(404, "No such seat", "The round has no such seat; add it to its posts first.", nameof(AskingOutcome.NoSeat)),
            AskingOutcome.SeatTaken => DutyEndpoints.Problem(409, "Not empty", "Somebody has this seat now.", "SeatFilled"),
            AskingOutcome.AlreadyAsking => DutyEndpoints.Problem(409, "Asked already", "People are being asked for this seat already; stop that first to ask anew.", nameof(AskingOutcome.AlreadyAsking)),
            AskingOutcome.Nobody => DutyEndpoints.Problem(409, "Nobody to ask", "Nobody who could take this seat is free and has not been asked; let the plan be repaired, which may move somebody.", nameof(AskingOutcome.Nobody)),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> StopAsking(Guid id, ClaimsPrincipal who, Askings askings, CancellationToken cancel) =>
        await askings.Stop(who.District(), id, cancel) ? TypedResults.NoContent() : DutyEndpoints.Problem(404, "No such asking", "Nobody is asked under this id.", "NoAsking");

    public static async Task<Results<Ok<RepairShown>, ProblemHttpResult>> Propose(int id, ClaimsPrincipal who, Repairs repairs, CancellationToken cancel) =>
        await repairs.Propose(who.District(), id, cancel) is var outcome && outcome is RepairOutcome.Found found ? TypedResults.Ok(Shown(found.Repair)) : NotRepaired(outcome);

    public static async Task<Results<NoContent, ProblemHttpResult>> TakeRepair(int id, RepairOrder order, ClaimsPrincipal who, Repairs repairs, CancellationToken cancel)
    {
        if (order.Moves is not { Count: > 0 and <= MostMoves } || order.Moves.Any(m => m.From is null && m.To is null)) return DutyEndpoints.Problem(400, "Not so", $"moves is a list of 1 to {MostMoves} moves, each from a seat or to one.", "BadOrder");
        var moves = order.Moves.Select(m => new PlanMove(m.Member, m.Shift, At(m.From, m.Shift), At(m.To, m.Shift))).ToList();
        return await repairs.Take(who.District(), id, order.Version, moves, cancel) is var outcome && outcome is RepairOutcome.Taken ? TypedResults.NoContent() : NotRepaired(outcome);
    }

    /// <summary>What hangs at the post of a site for its people; a lead gets the own site's.</summary>
    public static async Task<Results<Ok<PostCodeShown>, ProblemHttpResult>> PostCode(int id, string site, ClaimsPrincipal who, PostCodes codes, RoundBook book, SiteBook sites, ServerOptions options)
    {
        if (who.Site() is { } own && own != site) return DutyEndpoints.Problem(403, "Not your site", $"You see the code of site {own} only.", "NotYours");
        if (await book.Round(who.District(), id) is not { State: not RoundState.Pattern } || !await sites.Has(who.District(), id, site)) return NoRound();
        var code = codes.Of(who.District(), id, site);
        var url = options.Link($"/post/{site}#{code}");
        return TypedResults.Ok(new PostCodeShown(site, code, url, Qr.Of(url, QRCodeGenerator.ECCLevel.M).Svg()));
    }

    private static Seat? At(SeatOrdered? seat, string shift) => seat is null ? null : new(seat.Site, shift, seat.Role, seat.Number);

    private static RepairShown Shown(Repair r)
    {
        var names = r.Plan.Sites.ToDictionary(s => s.Code, s => s.Name);
        var told = r.Plan.Seats.Where(a => a.Holds && a.State != AssignmentState.Proposed).Select(a => (a.Member, a.Seat.Shift)).ToHashSet();
        string? Name(Seat? seat) => seat is { } s ? names.GetValueOrDefault(s.Site, s.Site) : null;
        return new(r.Plan.Version, [.. r.Moves.Select(m => (Move: m, Person: r.Plan.People[m.Member])).Select(m => new MoveShown(new(m.Move.Member, m.Person.Name, m.Person.Kind), m.Move.Shift, m.Move.From, m.Move.To, Name(m.Move.From), Name(m.Move.To),
            m.Move.To is { } to ? r.Plan.Input.Km(m.Person.Member.Village, to.Site) : null, told.Contains((m.Move.Member, m.Move.Shift))))],
            r.Before.Empty, r.After.Empty, r.Before.UnfilledWeight, r.After.UnfilledWeight, r.Before.TravelKm, r.After.TravelKm, r.Lost, r.Proven, Math.Round(r.Elapsed.TotalMilliseconds, 1));
    }

    private static ProblemHttpResult NotRepaired(RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.NoRound => NoRound(),
        RepairOutcome.Ended => DutyEndpoints.Problem(409, "Not now", "This round has ended; its plan stays as it was.", nameof(RepairOutcome.Ended)),
        RepairOutcome.NotPublished => DutyEndpoints.Problem(409, "Not published", "Nobody was told of this plan yet; make and publish it first.", nameof(RepairOutcome.NotPublished)),
        RepairOutcome.Overtaken => DutyEndpoints.Problem(409, "Changed meanwhile", "The plan changed since this was found; look for a repair again.", nameof(RepairOutcome.Overtaken)),
        RepairOutcome.Refused refused => DutyEndpoints.Problem(409, "Against the rules", refused.Why.Text, refused.Why.Rule.ToString()),
        var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
    };

    private static ProblemHttpResult NoRound() => DutyEndpoints.Problem(404, "No such round", "There is no such round or site in this district; GET /api/v1/rounds lists the rounds.", "NoRound");
}
