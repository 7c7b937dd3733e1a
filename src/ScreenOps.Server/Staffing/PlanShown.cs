using System.Security.Claims;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <param name="Km">From the home village's site to this one; null where that village has none.</param>
internal sealed record SeatMember(Guid Id, string Name, string Village, double? Km);

/// <param name="Member">Null: nobody, or a name that is not for the reader.</param>
/// <param name="State">Null: the seat is empty.</param>
internal sealed record SeatShown(string Shift, Role Role, int Seat, SeatMember? Member, AssignmentState? State, bool Locked);

internal sealed record PlanSiteShown(string Site, string Name, IReadOnlyList<SeatShown> Seats);

/// <summary>A member without a seat.</summary>
/// <param name="Text">Why, in words with numbers.</param>
internal sealed record LeftShown(Guid Id, string Name, string Kind, IReadOnlyList<Role> Roles, string Village, IReadOnlyList<string>? Shifts, LeftReason Reason, string Text);

/// <summary>A member who declined, was released or did not come, with the seat that it was.</summary>
internal sealed record AwayShown(string Site, string Shift, Role Role, int Seat, SeatMember Member, AssignmentState State);

/// <param name="Version">Named in a change, so that one made from an older plan is refused.</param>
/// <param name="Undoable">Whether the last change by hand can be taken back.</param>
/// <param name="Problems">Rules that the plan breaks as things are now, such as a member who has retired since.</param>
internal sealed record PlanShown(
    int Round, PlanState State, long Version, bool Undoable, IReadOnlyList<Shift> Shifts, IReadOnlyList<PlanSiteShown> Sites, int Seats, int Filled, int Empty, int UnfilledWeight, double TravelKm,
    IReadOnlyList<RoleNeed> Needs, IReadOnlyList<EmptyPost> Reasons, IReadOnlyList<Remedy> Remedies, IReadOnlyList<Violation> Problems, IReadOnlyList<LeftShown> Left,
    IReadOnlyList<AwayShown> Away)
{
    public static PlanShown Of(RoundPlan plan, ClaimsPrincipal who)
    {
        var all = who.Grant() is nameof(Grant.Operator) or nameof(Grant.CommandCentre);
        var lead = who.Grant() is nameof(Grant.SiteLead) ? who.Site() : null;
        var held = plan.Seats.Where(a => a.Holds).ToDictionary(a => a.Seat);
        var seats = plan.Input.Seats.ToLookup(s => s.Site);
        var figures = PlanFigures.Of(plan.Input, plan.Seats);
        return new(
            plan.Round.Id, plan.State, plan.Version, all && plan.Undoable, plan.Shifts,
            [.. plan.Sites.Select(s => new PlanSiteShown(s.Code, s.Name, [.. seats[s.Code].Select(seat => Shown(plan, seat, held.GetValueOrDefault(seat), all, lead))]))],
            figures.Seats, figures.Filled, figures.Empty, figures.UnfilledWeight, figures.TravelKm,
            EmptySeats.Needs(plan.Input), EmptySeats.Of(plan.Input, plan.Seats), Core.Staffing.Remedies.Of(plan.Input, plan.Seats), all ? PlanCheck.Violations(plan.Input, plan.Seats, []) : [], all ? Without(plan) : [],
            all ? [.. plan.Seats.Where(a => !a.Holds).Select(a => new AwayShown(a.Seat.Site, a.Seat.Shift, a.Seat.Role, a.Seat.Number, Named(plan, a.Member, a.Seat), a.State))] : []);
    }

    /// <summary>A site's lead sees who comes once they were told.</summary>
    private static SeatShown Shown(RoundPlan plan, Seat seat, Assignment? a, bool all, string? lead)
    {
        if (a is null) return new(seat.Shift, seat.Role, seat.Number, null, null, false);
        var named = all || (lead == seat.Site && a.State != AssignmentState.Proposed);
        return new(seat.Shift, seat.Role, seat.Number, named ? Named(plan, a.Member, seat) : null, a.State, a.Locked);
    }

    private static SeatMember Named(RoundPlan plan, Guid member, Seat seat)
    {
        var (person, name, _) = plan.People[member];
        return new(member, name, person.Village, plan.Input.Km(person.Village, seat.Site));
    }

    private static List<LeftShown> Without(RoundPlan plan) =>
        [.. LeftOver.Of(plan.Input, plan.Seats).Select(l => (Left: l, Person: plan.People[l.Member])).OrderBy(l => l.Person.Name, StringComparer.Ordinal).ThenBy(l => l.Left.Member)
            .Select(l => new LeftShown(l.Left.Member, l.Person.Name, l.Person.Kind, l.Person.Member.Roles, l.Person.Member.Village, l.Person.Member.Shifts, l.Left.Reason, l.Left.Text))];
}
