using Microsoft.Extensions.Options;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

internal abstract record CheckInResult
{
    /// <param name="Again">It was so already.</param>
    public sealed record There(int Round, string Shift, string Site, bool Again) : CheckInResult;
    /// <summary>The code is of no post where the member has a duty that is not over.</summary>
    public sealed record WrongCode : CheckInResult;
    public sealed record Not(DutyResult Why) : CheckInResult;
}

/// <summary>What members and the command centre say of duties.</summary>
internal sealed class Duties(RoundBook book, DutyStore store, DutyReading reading, PostCodes codes, IOptions<DutyOptions> options, TimeProvider time)
{
    public async Task<DutyResult> Take(string district, int id, Guid step, Guid member, string shift, string? site, DutyAct act, Actor by, string reason, CancellationToken cancel)
    {
        if (await book.Round(district, id) is not { State: not RoundState.Pattern } round) return new DutyResult.NoRound();
        if (round.State is RoundState.Closed or RoundState.Sealed) return new DutyResult.Ended();
        var zone = (await book.District(district)).Zone();
        return await store.Take(round, zone, new(step, member, shift, site, act, by, round.Clock.GetUtcNow(), reason), options.Value.Rules, cancel);
    }

    public async Task<DutyResult> Stay(string district, int id, Guid step, Guid member, string shift, bool stays, CancellationToken cancel)
    {
        if (await book.Round(district, id) is not { State: not RoundState.Pattern } round) return new DutyResult.NoRound();
        if (round.State is RoundState.Closed or RoundState.Sealed) return new DutyResult.Ended();
        return await store.Stay(round, step, member, shift, stays, cancel) ? new DutyResult.Told(new DutyOutcome.Done(AssignmentState.Confirmed)) : new DutyResult.NoDuty();
    }

    /// <summary>At the post whose code it is: the next duty there that is not over and not taken up yet.</summary>
    /// <param name="site">Where a link of a post leads; null: the code was typed.</param>
    public async Task<CheckInResult> CheckIn(string district, Guid step, Guid member, string? site, string code, CancellationToken cancel)
    {
        var own = (await reading.Own(district, member, cancel)).Where(d => (site is null || d.Seat.Site == site) && codes.Of(district, d.Round, d.Seat.Site) == code).ToList();
        var now = new Dictionary<int, DateTimeOffset>();
        foreach (var duty in own) now[duty.Round] = (await book.Round(district, duty.Round))?.Clock.GetUtcNow() ?? time.GetUtcNow();
        var here = own.Where(d => now[d.Round] < d.Shift.Ends).OrderBy(d => d.Shift.Starts).ToList();
        if (here.Count == 0) return new CheckInResult.WrongCode();
        var next = here.FirstOrDefault(d => d.State != AssignmentState.Present) ?? here[^1];
        if (next.State != AssignmentState.Present && now[next.Round] < next.Shift.Starts - options.Value.CheckInBefore && here.FirstOrDefault(d => d.State == AssignmentState.Present) is { } already) next = already;
        return await Take(district, next.Round, step, member, next.Seat.Shift, next.Seat.Site, DutyAct.CheckIn, Actor.Member, "", cancel) switch
        {
            DutyResult.Told { Outcome: DutyOutcome.Done or DutyOutcome.Already } told => new CheckInResult.There(next.Round, next.Seat.Shift, next.Seat.Site, told.Outcome is DutyOutcome.Already),
            var why => new CheckInResult.Not(why),
        };
    }
}
