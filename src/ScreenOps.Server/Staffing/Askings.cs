using Microsoft.Extensions.Options;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

internal abstract record AskingOutcome
{
    public sealed record Asked(Asking Asking) : AskingOutcome;
    public sealed record NoRound : AskingOutcome;
    public sealed record Ended : AskingOutcome;
    public sealed record NoSeat : AskingOutcome;
    /// <summary>Somebody has the seat.</summary>
    public sealed record SeatTaken : AskingOutcome;
    public sealed record AlreadyAsking : AskingOutcome;
    /// <summary>Nobody is left who could and was not asked.</summary>
    public sealed record Nobody : AskingOutcome;
}

internal abstract record OfferOutcome
{
    public sealed record Accepted : OfferOutcome;
    public sealed record Refused : OfferOutcome;
    public sealed record NoOffer : OfferOutcome;
    /// <summary>Somebody else said yes before, or the seat is not empty any more.</summary>
    public sealed record Taken : OfferOutcome;
    public sealed record Expired : OfferOutcome;
    /// <summary>The member cannot take it, by the rules of a plan.</summary>
    public sealed record Against(Violation Why) : OfferOutcome;
}

/// <summary>
/// Asks for empty seats, a few people at a time: each must say yes, the first one has the seat, a no ends the asking of that one for that shift, and when all
/// said no or let it expire the next few are asked.
/// </summary>
internal sealed class Askings(RoundBook book, PlanStore plans, AskingStore store, IOptions<DutyOptions> options, ILogger<Askings> log)
{
    private const int Tries = 8;

    public async Task<AskingOutcome> Begin(string district, int id, Guid asking, Seat seat, int? few, TimeSpan? life, CancellationToken cancel)
    {
        if (await store.Find(district, asking, cancel) is { } known) return new AskingOutcome.Asked(known);
        if (await book.Round(district, id) is not { State: not RoundState.Pattern } round) return new AskingOutcome.NoRound();
        var plan = await plans.Read(round, cancel);
        if (!plan.Input.Has(seat)) return new AskingOutcome.NoSeat();
        if (round.State is RoundState.Closed or RoundState.Sealed || await Over(plan, seat.Shift)) return new AskingOutcome.Ended();
        if (plan.Seats.Any(a => a.Holds && a.Seat == seat)) return new AskingOutcome.SeatTaken();
        var begun = new Asking(asking, district, id, seat, AskingState.Open, 0, few ?? options.Value.OfferFew, life ?? options.Value.OfferLife, round.Clock.GetUtcNow(), null, []);
        if (!await store.Begin(begun, cancel)) return new AskingOutcome.AlreadyAsking();
        await Stage(plan, begun, await store.OfRound(round, cancel), cancel);
        var asked = (await store.Find(district, asking, cancel))!;
        return asked.State == AskingState.Exhausted ? new AskingOutcome.Nobody() : new AskingOutcome.Asked(asked);
    }

    public async Task<OfferOutcome> Answer(string district, Guid id, Guid member, bool yes, CancellationToken cancel)
    {
        // Somebody else who changes the plan at the same moment makes this look again.
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await store.Find(district, id, cancel) is not { } asking || asking.Offers.FirstOrDefault(o => o.Member == member) is not { } offer) return new OfferOutcome.NoOffer();
            if (await book.Round(district, asking.Round) is not { State: RoundState.Draft or RoundState.Open } round) return new OfferOutcome.Expired();
            if (!yes) return await No(round, asking, offer, cancel);
            if (offer.Answer == OfferAnswer.Yes) return new OfferOutcome.Accepted();
            if (asking.State != AskingState.Open || offer.Answer == OfferAnswer.Void) return new OfferOutcome.Taken();
            if (offer.Answer is not null || round.Clock.GetUtcNow() >= offer.Expires) return new OfferOutcome.Expired();
            if (await Take(round, asking, member, cancel) is { } outcome) return outcome;
        }
        return new OfferOutcome.Taken();
    }

    private async Task<OfferOutcome> No(RoundInfo round, Asking asking, SeatOffer offer, CancellationToken cancel)
    {
        if (offer.Answer == OfferAnswer.Yes) return new OfferOutcome.Taken();
        if (await store.No(asking.Id, offer.Member, round.Clock.GetUtcNow(), cancel)) await Advance(round, cancel);
        return new OfferOutcome.Refused();
    }

    /// <summary>Null: the plan changed meanwhile.</summary>
    private async Task<OfferOutcome?> Take(RoundInfo round, Asking asking, Guid member, CancellationToken cancel)
    {
        var plan = await plans.Read(round, cancel);
        if (plan.Seats.Any(a => a.Holds && a.Seat == asking.Seat)) return new OfferOutcome.Taken();
        var input = NextAsked.WithStays(plan.Input, await store.Stays(round, cancel));
        if (PlanCheck.Against(input, plan.Seats, asking.Seat, member) is { } why) return new OfferOutcome.Against(why);
        var now = round.Clock.GetUtcNow();
        var changed = plan.Seats.Where(a => a.Member != member || a.Seat.Shift != asking.Seat.Shift).Append(new(asking.Seat, member, AssignmentState.Confirmed, false)).ToList();
        if (!await plans.Write(plan, changed, ChangedBy.Morning, cancel, async (connection, transaction) =>
            await AskingStore.Yes(connection, transaction, asking, member, now)
            && await DutySteps.Told(connection, transaction, round, [changed[^1]], "Accept", Actor.Member, now))) return null;
        log.SeatFilled(round.District, round.Id, asking.Stage);
        return new OfferOutcome.Accepted();
    }

    public async Task<bool> Stop(string district, Guid id, CancellationToken cancel) =>
        await store.Find(district, id, cancel) is { } asking && await book.Round(district, asking.Round) is { } round && await store.End(id, AskingState.Stopped, round.Clock.GetUtcNow(), cancel);

    /// <summary>Lets offers expire, asks the next people where nobody is left to answer, and ends what is filled otherwise or over.</summary>
    public async Task Advance(RoundInfo round, CancellationToken cancel)
    {
        await store.Expire(round, round.Clock.GetUtcNow(), cancel);
        var all = await store.OfRound(round, cancel);
        if (all.All(a => a.State != AskingState.Open)) return;
        var plan = await plans.Read(round, cancel);
        foreach (var asking in all.Where(a => a.State == AskingState.Open))
        {
            if (plan.Seats.Any(a => a.Holds && a.Seat == asking.Seat)) await store.End(asking.Id, AskingState.Stopped, round.Clock.GetUtcNow(), cancel);
            else if (await Over(plan, asking.Seat.Shift) || !plan.Input.Has(asking.Seat)) await store.End(asking.Id, AskingState.Exhausted, round.Clock.GetUtcNow(), cancel);
            else if (!asking.Waits) await Stage(plan, asking, await store.OfRound(round, cancel), cancel);
        }
    }

    private async Task Stage(RoundPlan plan, Asking asking, IReadOnlyList<Asking> all, CancellationToken cancel)
    {
        var stays = await store.Stays(plan.Round, cancel);
        var input = NextAsked.WithStays(plan.Input, stays);
        var barred = Unwilling(all).Where(u => u.Shift == asking.Seat.Shift).Select(u => u.Member)
            .Concat(all.Where(a => a.State == AskingState.Open).SelectMany(a => a.Offers).Where(o => o.Answer is null).Select(o => o.Member)).Concat(asking.Offers.Select(o => o.Member)).ToHashSet();
        var ground = new AskingGround(barred, await store.LastAsked(plan.Round, cancel), NextAsked.Staying(input, stays, asking.Seat.Shift));
        var next = NextAsked.Of(input, plan.Seats, asking.Seat, ground, asking.Few).Select(c => c.Member.Id).ToList();
        if (await store.Stage(asking, next, plan.Round.Clock.GetUtcNow(), cancel)) log.Asked(plan.Round.District, plan.Round.Id, asking.Stage + 1, next.Count);
    }

    /// <summary>Who said no for a shift, or is being asked for it.</summary>
    public static IEnumerable<(Guid Member, string Shift)> Unwilling(IEnumerable<Asking> all) =>
        all.SelectMany(a => a.Offers.Where(o => o.Answer == OfferAnswer.No || (o.Answer is null && a.State == AskingState.Open)).Select(o => (o.Member, a.Seat.Shift)));

    private async Task<bool> Over(RoundPlan plan, string shift)
    {
        var zone = (await book.District(plan.Round.District)).Zone();
        return plan.Shifts.FirstOrDefault(s => s.Code == shift) is not { } of || plan.Round.Clock.GetUtcNow() >= ShiftSpans.Of(plan.Round.Day, of.Starts, of.Ends, zone).Ends;
    }
}
