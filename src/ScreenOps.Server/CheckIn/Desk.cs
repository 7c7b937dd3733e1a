using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.CheckIn;

/// <param name="Person">Left out by a desk without network that read a pass whose holder it does not know.</param>
/// <param name="Priority">A number of its own for this reason; null: the ticket is the number.</param>
/// <param name="Pass">That pass, instead of the person.</param>
/// <param name="Made">When the clerk pressed it, where that differs among those who are sent together.</param>
internal sealed record DeskArrival(Guid Person, PriorityReason? Priority, string? Pass = null, long? Made = null);

/// <param name="Made">Unix milliseconds on the round's clock when the clerk pressed it.</param>
internal sealed record DeskArrivals(IReadOnlyList<DeskArrival> People, long Made);

/// <param name="Site">Where they stand now, or were sampled.</param>
/// <param name="Reason">With Refused, for programs; not-on-the-list is nobody of this district, went-on that they checked in elsewhere after this was made, pass-… why their pass named nobody.</param>
internal sealed record DeskTicket(Guid Person, PersonOutcome Outcome, int Ticket, int? Priority, string Site, string SiteName, string? Reason);

/// <param name="Tickets">One for each, in their order. Busy: send the same again.</param>
internal sealed record DeskTickets(IReadOnlyList<DeskTicket> Tickets);

/// <param name="Id">Made by the desk, once for each walk-in; it becomes the person's.</param>
internal sealed record WalkInOrder(Guid Id, string? Name, string? Identity, string? Phone, int? Born, PriorityReason? Priority, long Made);

/// <param name="Known">The identity number was on the list: it is that resident.</param>
internal sealed record DeskWalkIn(DeskPerson Person, bool Known, DeskTicket Ticket);

internal sealed record DeskCall(Call? Called);

/// <param name="Coming">Who is called next; null: nobody waits.</param>
/// <param name="Screen">The page for the site's screen.</param>
internal sealed record DeskLine(int Round, string RoundName, bool Rehearsal, int TubeSize, long Now, double Speed, string SiteName, int Lanes, PriorityRule Rule, Call? Coming, SiteCalls Calls, string Screen);

internal abstract record DeskFinding
{
    public sealed record Found(IReadOnlyList<DeskPerson> People, bool More) : DeskFinding;

    /// <summary>The pass of somebody who works here.</summary>
    public sealed record Staff(StaffShown Who) : DeskFinding;

    public sealed record TooShort : DeskFinding;

    public sealed record PassRefused(PassReading Reading) : DeskFinding;

    public sealed record PassEnded(bool Revoked) : DeskFinding;
}

/// <summary>The registration desk of a site: whom it finds, and how people get their number there.</summary>
internal sealed class Desk(NpgsqlDataSource postgres, Finding finding, Passes passes, Register register, Counter counter, Line line, CallBook calls, Screens screens, SiteBook sites)
{
    public async Task<DeskFinding> Find(DeskPlace place, string? text, CancellationToken cancel)
    {
        if (DeskQuery.Parse(text) is not { } query) return new DeskFinding.TooShort();
        if (query.Pass is { } pass) return await WithPass(place, pass, cancel);
        var (found, more) = await finding.Find(place, query, cancel);
        return new DeskFinding.Found(found, more);
    }

    private async Task<DeskFinding> WithPass(DeskPlace place, string text, CancellationToken cancel)
    {
        var reading = passes.Read(text);
        if (reading is not PassReading.Valid { Claims: var claims }) return new DeskFinding.PassRefused(reading);
        if (claims.Kind == PassKind.Staff)
            return await passes.Staff(place.District, claims.Id, cancel) is var (staff, over) ? over ? new DeskFinding.PassEnded(true) : new DeskFinding.Staff(staff) : new DeskFinding.PassEnded(false);
        if (await passes.Holder(place.District, claims.Id, cancel) is not { } holder) return new DeskFinding.PassEnded(false);
        if (holder.Revoked) return new DeskFinding.PassEnded(true);
        return await finding.Person(place, holder.Resident, FoundBy.Pass, cancel) is { } person ? new DeskFinding.Found([person], false) : new DeskFinding.PassEnded(false);
    }

    public async Task<IReadOnlyList<DeskTicket>> CheckIn(DeskPlace place, IReadOnlyList<DeskArrival> people, long made, CancellationToken cancel)
    {
        var known = await Known(place.District, [.. people.Where(p => p.Pass is null).Select(p => p.Person)], cancel);
        var tickets = new List<DeskTicket>(people.Count);
        // One after the other: a household's numbers follow each other in the order in which they are listed.
        foreach (var one in people)
        {
            var (at, why) = (one.Made ?? made, "not-on-the-list");
            var who = one;
            if (one.Pass is { } pass) (who, why) = await Holder(place.District, one, pass, at, cancel);
            tickets.Add(why == "" || known.Contains(who.Person) ? await Arrive(place, who, at, cancel) : Refused(place, who.Person, why));
        }
        return tickets;
    }

    /// <summary>Whose pass it is, and why it is nobody's: empty where it is somebody's. One that ended since the desk saw it was good when it counted.</summary>
    private async Task<(DeskArrival, string)> Holder(string district, DeskArrival one, string pass, long made, CancellationToken cancel)
    {
        var reading = passes.Read(pass.Length <= SignedPass.TextLength ? pass : "");
        if ((reading as PassReading.Valid)?.Claims is not { } claims)
        {
            if (reading is not PassReading.Expired { Claims: var ended } || ended.Expires.ToUnixTimeMilliseconds() <= made) return (one, DeskEndpoints.Reason(reading));
            claims = ended;
        }
        if (claims.Kind == PassKind.Staff) return (one, "pass-staff");
        return await passes.Holder(district, claims.Id, cancel) switch
        {
            null => (one, "pass-elsewhere"),
            { Revoked: true } => (one, "pass-revoked"),
            var holder => (one with { Person = holder.Resident }, ""),
        };
    }

    private static DeskTicket Refused(DeskPlace place, Guid person, string why) => new(person, PersonOutcome.Refused, 0, null, place.Site.Code, place.Site.Name, why);

    /// <summary>Null: the id is another person's.</summary>
    public async Task<DeskWalkIn?> WalkIn(DeskPlace place, WalkInOrder order, DeskForm said, CancellationToken cancel)
    {
        if (await register.AtDesk(place.District, order.Id, said, cancel) is not { } taken) return null;
        var ticket = await Arrive(place, new(taken.Person, order.Priority), order.Made, cancel);
        return await finding.Person(place, taken.Person, FoundBy.Name, cancel) is { } person ? new(person, taken.Known, ticket) : null;
    }

    public async Task<DeskLine> Line(DeskPlace place, CancellationToken cancel)
    {
        var (coming, called) = (await line.Coming(place, cancel), await calls.Site(place.District, place.Round.Id, place.Site.Code, cancel));
        return new(place.Round.Id, place.Round.Name, place.Round.Rehearsal, place.Round.TubeSize, place.Now, place.Round.Clock.Speed, place.Site.Name, Math.Max(1, place.Site.LanesPlanned), place.Rule,
            coming is { } next ? new(next.Ticket, next.Priority, CallState.Called, 0, 0, 0, 0) : null, called, screens.Link(place.District, place.Site.Code, place.Round.Rehearsal));
    }

    private async Task<DeskTicket> Arrive(DeskPlace place, DeskArrival one, long made, CancellationToken cancel)
    {
        if (await WentOn(place, one.Person, made, cancel) is { } elsewhere) return elsewhere;
        var stands = await counter.CheckIn(place.District, new(place.Round.Id, place.Site.Code, one.Person, made), cancel);
        var here = stands.Site == place.Site.Code && stands.Outcome is PersonOutcome.Ticketed or PersonOutcome.Already or PersonOutcome.Moved;
        int? priority = here && one.Priority is { } reason ? await line.Prioritise(place, one.Person, stands.Ticket, reason, cancel) : null;
        var name = stands.Site == place.Site.Code ? place.Site.Name : (await sites.Sites(place.District, place.Round.Id)).FirstOrDefault(s => s.Code == stands.Site)?.Name ?? stands.Site;
        return new(one.Person, stands.Outcome, stands.Ticket, priority, stands.Site, name, stands.Reason);
    }

    /// <summary>What a desk did without network is judged as of when it did: whoever checked in elsewhere after that stands there, and is not fetched back.</summary>
    private async Task<DeskTicket?> WentOn(DeskPlace place, Guid person, long made, CancellationToken cancel) =>
        place.Late && await finding.Standing(place, person, cancel) is { Last: CountKind.Arrived } stands && stands.Site != place.Site.Code && stands.At > made
            ? new(person, PersonOutcome.Refused, stands.Ticket, stands.Priority, stands.Site, stands.SiteName, "went-on") : null;

    private async Task<HashSet<Guid>> Known(string district, Guid[] people, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. await connection.QueryAsync<Guid>(new CommandDefinition("select id from residents where district = @district and id = any(@people)", new { district, people }, cancellationToken: cancel))];
    }
}
