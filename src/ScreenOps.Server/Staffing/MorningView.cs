using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>A round's plan with what happened to it, turned into what the command centre is shown.</summary>
internal sealed class MorningView(
    RoundPlan plan, TimeZoneInfo zone, DutyHistory history, IReadOnlyList<Asking> asked, IReadOnlyList<(Guid Member, string Shift)> stays, IReadOnlyDictionary<Guid, DateTimeOffset> lastAsked, DutyRules rules)
{
    private readonly Dictionary<string, string> sites = plan.Sites.ToDictionary(s => s.Code, s => s.Name);
    private readonly Dictionary<string, ShiftSpan> spans = Spans(plan, zone);
    private readonly PlanInput input = NextAsked.WithStays(plan.Input, stays);

    public DateTimeOffset Now { get; } = TimeZoneInfo.ConvertTime(plan.Round.ClosedAt ?? plan.Round.Clock.GetUtcNow(), zone);

    public IReadOnlyList<MorningShiftShown> Shifts()
    {
        var seats = plan.Input.Seats.CountBy(s => s.Shift).ToDictionary();
        var held = plan.Seats.Where(a => a.Holds).ToLookup(a => a.Seat.Shift);
        return [.. plan.Shifts.Where(s => seats.ContainsKey(s.Code)).Select(s => new MorningShiftShown(s.Code, s.Name, spans[s.Code].Starts, spans[s.Code].Ends, seats[s.Code], held[s.Code].Count(),
            held[s.Code].Count(a => a.State is AssignmentState.Confirmed or AssignmentState.Present), held[s.Code].Count(a => a.State == AssignmentState.Present)))];
    }

    public IReadOnlyList<AtRiskShown> AtRisk() => [.. DutyWatch.AtRisk(Watched(plan, zone, history), Now, rules).Select(r => (Seat: r.Watched.Duty, r.Risks))
        .Select(r => new AtRiskShown(Person(r.Seat.Member), r.Seat.Seat.Site, Name(r.Seat.Seat.Site), r.Seat.Seat.Shift, r.Seat.Seat.Role, r.Seat.Seat.Number, r.Seat.State, r.Risks))];

    public static IReadOnlyList<WatchedDuty> Watched(RoundPlan plan, TimeZoneInfo zone, DutyHistory history)
    {
        var (spans, own) = (Spans(plan, zone), plan.Seats.ToLookup(a => a.Member));
        return [.. plan.Seats.Where(a => a.Holds && spans.ContainsKey(a.Seat.Shift)).Select(a => new WatchedDuty(a, spans[a.Seat.Shift],
            history.Told.TryGetValue((a.Member, a.Seat.Shift), out var told) ? told : null, history.AbsentLast.TryGetValue(a.Member, out var last) ? last : null, DutyWatch.There(plan.Input, own[a.Member], a)))];
    }

    /// <summary>Seats without anybody in shifts that are not over, the weightiest of the next shift first.</summary>
    public IReadOnlyList<EmptySeatShown> Empty()
    {
        var held = plan.Seats.Where(a => a.Holds).Select(a => a.Seat).ToHashSet();
        var left = plan.Seats.Where(a => !a.Holds).ToLookup(a => a.Seat);
        var open = asked.Where(a => a.State == AskingState.Open).ToDictionary(a => a.Seat);
        var could = new Dictionary<Seat, int>();
        return [.. plan.Input.Seats.Where(s => !held.Contains(s) && Now < spans[s.Shift].Ends).OrderBy(s => spans[s.Shift].Starts).ThenByDescending(s => ScreenOps.Core.Districts.Roles.Weight(s.Role))
            .Select(s => new EmptySeatShown(s.Site, Name(s.Site), s.Shift, s.Role, s.Number, Could(s, could), [.. left[s].Select(Left)], open.TryGetValue(s, out var asking) ? Shown(asking) : null))];
    }

    public AskingShown Shown(Asking a) => new(a.Id, a.Seat.Site, Name(a.Seat.Site), a.Seat.Shift, a.Seat.Role, a.Seat.Number, a.State, a.Stage, Local(a.Began), a.Ended is { } end ? Local(end) : null,
        a.State == AskingState.Open && a.Offers.Where(o => o.Answer is null).Select(o => (DateTimeOffset?)o.Expires).Max() is { } next ? Local(next) : null,
        [.. a.Offers.OrderByDescending(o => o.Stage).ThenBy(o => Person(o.Member).Name, StringComparer.Ordinal).Select(o => new OfferOfShown(Person(o.Member),
            plan.People.TryGetValue(o.Member, out var p) ? plan.Input.Km(p.Member.Village, a.Seat.Site) : null, o.Stage, Local(o.Made), Local(o.Expires), o.Answer, o.Answered is { } at ? Local(at) : null))]);

    /// <summary>Least recently asked first.</summary>
    public IReadOnlyList<SpareShown> Spare()
    {
        var unwilling = Askings.Unwilling(asked).Concat(plan.Seats.Select(a => (a.Member, a.Seat.Shift))).ToHashSet();
        var own = plan.Seats.Where(a => a.Holds).ToLookup(a => a.Member);
        var posts = plan.Input.Posts.Where(p => Now < spans[p.Shift].Ends).ToLookup(p => p.Shift);
        IReadOnlyList<string> Could(Candidate m) => [.. posts.Where(g => m.Available(g.Key) && !unwilling.Contains((m.Id, g.Key)) && g.Any(p => PlanCheck.Against(input, own[m.Id], new(p.Site, p.Shift, p.Role, 0), m.Id) is null)).Select(g => g.Key)];
        return [.. input.Members.Select(m => (Member: m, Shifts: Could(m))).Where(m => m.Shifts.Count > 0).OrderBy(m => lastAsked.TryGetValue(m.Member.Id, out var at) ? at : DateTimeOffset.MinValue).ThenBy(m => m.Member.Past).ThenBy(m => Person(m.Member.Id).Name, StringComparer.Ordinal)
            .Select(m => new SpareShown(Person(m.Member.Id), m.Member.Roles, m.Member.Village, m.Shifts, lastAsked.TryGetValue(m.Member.Id, out var at) ? Local(at) : null, stays.Any(s => s.Member == m.Member.Id)))];
    }

    /// <summary>Who could take a place of a post is the same for each of its places.</summary>
    private int Could(Seat seat, Dictionary<Seat, int> known)
    {
        var post = seat with { Number = 0 };
        if (!known.TryGetValue(post, out var could))
            known[post] = could = NextAsked.Of(input, plan.Seats, seat, new(Askings.Unwilling(asked).Where(u => u.Shift == seat.Shift).Select(u => u.Member).ToHashSet(), lastAsked, NextAsked.Staying(input, stays, seat.Shift)), int.MaxValue).Count;
        return could;
    }

    private LeftSeatShown Left(Assignment a) =>
        history.Last.TryGetValue((a.Member, a.Seat.Shift), out var last) && a.State != AssignmentState.Released ? new(Person(a.Member), a.State, last.At, last.Reason) : new(Person(a.Member), a.State, null, "");

    private MorningPerson Person(Guid id) => plan.People.TryGetValue(id, out var p) ? new(id, p.Name, p.Kind) : new(id, "", "");

    private string Name(string site) => sites.GetValueOrDefault(site, site);

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    private static Dictionary<string, ShiftSpan> Spans(RoundPlan plan, TimeZoneInfo zone) => plan.Shifts.ToDictionary(s => s.Code, s => ShiftSpans.Of(plan.Round.Day, s.Starts, s.Ends, zone));
}
