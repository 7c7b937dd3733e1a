using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.CheckIn;

/// <param name="Pass">Who has one says nothing else.</param>
internal sealed record TicketOrder(string? Pass, string? Identity, string? Household, string? Phone, string? Name, bool? Consent, bool? Rehearsal);

/// <param name="Site">Where the person waits, or was sampled.</param>
/// <param name="Called">The last number called there: what lies between it and the ticket is the way to go.</param>
internal sealed record TicketShown(PersonOutcome Outcome, int Ticket, string Site, string SiteName, int Round, SiteStatus Status, int Called, PassShown Pass);

internal abstract record TicketOutcome
{
    public sealed record Taken(TicketShown Ticket) : TicketOutcome;

    public sealed record Wrong(IReadOnlyDictionary<string, string[]> Cures) : TicketOutcome;

    /// <summary>A pass that was not accepted: what it turned out to be.</summary>
    public sealed record PassRefused(PassReading Reading) : TicketOutcome;

    /// <summary>A real pass that holds no more: a newer one was issued, or this district issued none of its id.</summary>
    public sealed record PassEnded(bool Revoked) : TicketOutcome;

    public sealed record NoSite : TicketOutcome;

    public sealed record NoRound : TicketOutcome;

    public sealed record Busy : TicketOutcome;
}

/// <summary>A resident before the poster of a site: who it is, and which number in the line. Nothing is told before it is committed.</summary>
internal sealed class Door(RoundBook rounds, SiteBook sites, Register register, Passes passes, Counter counter, LiveFold live, CallBook calls)
{
    public async Task<TicketOutcome> Take(string? named, string code, TicketOrder order, CancellationToken cancel)
    {
        if (await rounds.Named(named) is not { } district) return new TicketOutcome.NoSite();
        var round = await rounds.Open(district, order.Rehearsal ?? false);
        var known = await sites.Sites(district, round?.Id ?? 0);
        if (known.All(s => s.Code != code || s.Retired)) return new TicketOutcome.NoSite();
        if (round is null) return new TicketOutcome.NoRound();
        return order.Pass is { } text ? await WithPass(round, known, code, text, cancel) : await WithForm(round, known, code, order, cancel);
    }

    private async Task<TicketOutcome> WithPass(RoundInfo round, IReadOnlyList<SiteInfo> known, string code, string text, CancellationToken cancel)
    {
        var reading = passes.Read(text);
        if (reading is not PassReading.Valid { Claims: var claims }) return new TicketOutcome.PassRefused(reading);
        if (await passes.Holder(round.District, claims.Id, cancel) is not { } holder) return new TicketOutcome.PassEnded(false);
        if (holder.Revoked) return new TicketOutcome.PassEnded(true);
        return await Arrive(round, known, code, holder.Resident, () => Task.FromResult(new PassShown(claims.Id, text, holder.Name, claims.Expires)), cancel);
    }

    private async Task<TicketOutcome> WithForm(RoundInfo round, IReadOnlyList<SiteInfo> known, string code, TicketOrder o, CancellationToken cancel)
    {
        if (Registration.Judge(o.Identity, o.Household, o.Phone, o.Name, o.Consent ?? false, out var cures) is not { } said) return new TicketOutcome.Wrong(cures);
        var person = await register.Find(round.District, said, cancel);
        return await Arrive(round, known, code, person.Id, () => passes.Of(round.District, person, said.Kind, cancel), cancel);
    }

    private async Task<TicketOutcome> Arrive(RoundInfo round, IReadOnlyList<SiteInfo> known, string code, Guid person, Func<Task<PassShown>> pass, CancellationToken cancel)
    {
        var stands = await counter.CheckIn(round.District, new(round.Id, code, person, round.Clock.GetUtcNow().ToUnixTimeMilliseconds()), cancel);
        switch (stands)
        {
            case { Outcome: PersonOutcome.Busy }: return new TicketOutcome.Busy();
            case { Outcome: PersonOutcome.Refused, Reason: Refusal.UnknownSite }: return new TicketOutcome.NoSite();
            case { Outcome: PersonOutcome.Refused }: return new TicketOutcome.NoRound();
        }
        var count = await live.Site(round.District, round.Id, stands.Site);
        var name = known.FirstOrDefault(s => s.Code == stands.Site)?.Name ?? stands.Site;
        var called = Front.Of(count.Called, (await calls.Lines(round.District, round.Id)).GetValueOrDefault(stands.Site), round.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        return new TicketOutcome.Taken(new(stands.Outcome, stands.Ticket, stands.Site, name, round.Id, count.Status, called, await pass()));
    }
}
