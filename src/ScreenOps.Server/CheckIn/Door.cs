using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.CheckIn;

/// <param name="Pass">Who has one says nothing else.</param>
/// <param name="Look">With a pass: only what became of the ticket that its holder has here; nobody is checked in.</param>
/// <param name="Presence">The stamp of who scanned the code on the site's screen, where the district wants that.</param>
internal sealed record TicketOrder(string? Pass, string? Identity, string? Household, string? Phone, string? Name, bool? Consent, bool? Rehearsal, string? Presence = null, bool? Look = null);

/// <param name="Site">Where the person waits, or was sampled.</param>
/// <param name="Called">The last number called there: what lies between it and the ticket is the way to go.</param>
/// <param name="Priority">A number of its own that a desk gave, called as P12 instead of the ticket; null: the ticket is the number.</param>
internal sealed record TicketShown(PersonOutcome Outcome, int Ticket, string Site, string SiteName, int Round, SiteStatus Status, int Called, PassShown Pass, int? Priority = null);

internal abstract record TicketOutcome
{
    public sealed record Taken(TicketShown Ticket) : TicketOutcome;

    public sealed record Wrong(IReadOnlyDictionary<string, string[]> Cures) : TicketOutcome;

    /// <summary>A pass that was not accepted: what it turned out to be.</summary>
    public sealed record PassRefused(PassReading Reading) : TicketOutcome;

    /// <summary>A real pass that holds no more: a newer one was issued, or this district issued none of its id.</summary>
    public sealed record PassEnded(bool Revoked) : TicketOutcome;

    /// <summary>Real, and of one who works here.</summary>
    public sealed record OfStaff : TicketOutcome;

    /// <summary>The district wants the code on the site's screen scanned, and it was not, or too long ago.</summary>
    public sealed record NotHere : TicketOutcome;

    /// <summary>Asked only: the holder of the pass has no ticket here.</summary>
    public sealed record NoTicket : TicketOutcome;

    public sealed record NoSite : TicketOutcome;

    public sealed record NoRound : TicketOutcome;

    public sealed record Busy : TicketOutcome;
}

/// <summary>A resident before the poster of a site: who it is, and which number in the line. Nothing is told before it is committed.</summary>
internal sealed class Door(RoundBook rounds, SiteBook sites, Register register, Passes passes, Presence presence, Counter counter, LiveFold live, Folding folding, CallBook calls)
{
    public async Task<TicketOutcome> Take(string? named, string code, TicketOrder order, CancellationToken cancel)
    {
        if (await rounds.Named(named) is not { } district) return new TicketOutcome.NoSite();
        var round = await rounds.Open(district, order.Rehearsal ?? false);
        var known = await sites.Sites(district, round?.Id ?? 0);
        if (known.All(s => s.Code != code || s.Retired)) return new TicketOutcome.NoSite();
        if (round is null) return new TicketOutcome.NoRound();
        return order.Pass is { } text ? await WithPass(round, known, code, (text, order.Presence, order.Look ?? false), cancel) : await WithForm(round, known, code, order, cancel);
    }

    private async Task<TicketOutcome> WithPass(RoundInfo round, IReadOnlyList<SiteInfo> known, string code, (string Text, string? Presence, bool Look) scanned, CancellationToken cancel)
    {
        var (text, stamp, look) = scanned;
        var reading = passes.Read(text);
        if (reading is not PassReading.Valid { Claims: var claims }) return new TicketOutcome.PassRefused(reading);
        if (claims.Kind == PassKind.Staff) return new TicketOutcome.OfStaff();
        if (await passes.Holder(round.District, claims.Id, cancel) is not { } holder) return new TicketOutcome.PassEnded(false);
        if (holder.Revoked) return new TicketOutcome.PassEnded(true);
        if (look && !await StandsHere(round, code, holder.Resident, cancel)) return new TicketOutcome.NoTicket();
        return await Arrive(round, known, code, (holder.Resident, stamp), () => Task.FromResult(new PassShown(claims.Id, text, holder.Name, claims.Expires)), cancel);
    }

    private async Task<TicketOutcome> WithForm(RoundInfo round, IReadOnlyList<SiteInfo> known, string code, TicketOrder o, CancellationToken cancel)
    {
        if (Registration.Judge(o.Identity, o.Household, o.Phone, o.Name, o.Consent ?? false, out var cures) is not { } said) return new TicketOutcome.Wrong(cures);
        var person = await register.Find(round.District, said, cancel);
        return await Arrive(round, known, code, (person.Id, o.Presence), () => passes.Of(round.District, person, said.Kind, cancel), cancel);
    }

    private async Task<TicketOutcome> Arrive(RoundInfo round, IReadOnlyList<SiteInfo> known, string code, (Guid Person, string? Presence) who, Func<Task<PassShown>> pass, CancellationToken cancel)
    {
        var person = who.Person;
        if (await presence.Required(round.District) && !presence.Proves(round.District, code, who.Presence) && !await StandsHere(round, code, person, cancel)) return new TicketOutcome.NotHere();
        var stands = await counter.CheckIn(round.District, new(round.Id, code, person, round.Clock.GetUtcNow().ToUnixTimeMilliseconds()), cancel);
        switch (stands)
        {
            case { Outcome: PersonOutcome.Busy }: return new TicketOutcome.Busy();
            case { Outcome: PersonOutcome.Refused, Reason: Refusal.UnknownSite }: return new TicketOutcome.NoSite();
            case { Outcome: PersonOutcome.Refused }: return new TicketOutcome.NoRound();
        }
        var count = await live.Site(round.District, round.Id, stands.Site);
        var name = known.FirstOrDefault(s => s.Code == stands.Site)?.Name ?? stands.Site;
        var line = (await calls.Lines(round.District, round.Id)).GetValueOrDefault(stands.Site);
        var called = Front.Of(count.Called, line, round.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        // A site that gives priority numbers has a line; all others are not asked.
        var priority = line is null || stands.Ticket == 0 ? null : await calls.Priority(round.District, round.Id, stands.Site, stands.Ticket, cancel);
        return new TicketOutcome.Taken(new(stands.Outcome, stands.Ticket, stands.Site, name, round.Id, count.Status, called, await pass(), priority));
    }

    /// <summary>Who asks again what became of a ticket need not stand before the screen any more.</summary>
    private async Task<bool> StandsHere(RoundInfo round, string code, Guid person, CancellationToken cancel) =>
        await live.Person(round.District, await folding.Epoch(round.District, cancel), round.Id, person) is { } stands
            && (stands.Last == CountKind.Sampled || (stands.Last == CountKind.Arrived && stands.Site == code));
}
