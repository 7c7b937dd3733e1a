namespace ScreenOps.Core.Staffing;

/// <summary>What is known of whom one may ask for a seat.</summary>
/// <param name="Barred">Said no for that shift, declined it, did not come, or has an offer that waits for an answer.</param>
/// <param name="LastAsked">By member, when an offer was last made to whom one was; who is not in it was never asked.</param>
/// <param name="Stays">Who offered to stay for that shift if nobody comes.</param>
public sealed record AskingGround(IReadOnlySet<Guid> Barred, IReadOnlyDictionary<Guid, DateTimeOffset> LastAsked, IReadOnlySet<Guid> Stays);

/// <summary>Whom a stage of offers goes to.</summary>
public static class NextAsked
{
    /// <summary>Ways that differ by less are as good as each other; then who was asked least recently comes first. Kilometres.</summary>
    public const double Band = 3;

    /// <summary>The few to ask next for the seat, best first: near, least recently asked, nearest, least on duty before. Who offered to stay is asked when nobody else is left.</summary>
    public static IReadOnlyList<SeatCandidate> Of(PlanInput input, IReadOnlyCollection<Assignment> plan, Seat seat, AskingGround ground, int few)
    {
        var away = plan.Where(a => !a.Holds && a.Seat.Shift == seat.Shift).Select(a => a.Member).ToHashSet();
        return [.. SeatCandidates.For(input, plan, seat).Where(c => !ground.Barred.Contains(c.Member.Id) && !away.Contains(c.Member.Id))
            .OrderBy(c => ground.Stays.Contains(c.Member.Id)).ThenBy(c => c.There ? 0 : c.Km is { } km ? (int)(km / Band) : int.MaxValue)
            .ThenBy(c => ground.LastAsked.TryGetValue(c.Member.Id, out var at) ? at : DateTimeOffset.MinValue).ThenBy(c => c.Km ?? double.MaxValue).ThenBy(c => c.Member.Past).ThenBy(c => c.Member.Id)
            .Take(few)];
    }

    /// <summary>Who offered to stay on into the shift, having said so of the one before.</summary>
    public static IReadOnlySet<Guid> Staying(PlanInput input, IEnumerable<(Guid Member, string Shift)> stays, string shift) =>
        stays.Where(s => input.Follows(shift, s.Shift)).Select(s => s.Member).ToHashSet();

    /// <summary>What the plan is made from, with each who offered to stay available in the shift that follows.</summary>
    public static PlanInput WithStays(PlanInput input, IReadOnlyCollection<(Guid Member, string Shift)> stays)
    {
        if (stays.Count == 0) return input;
        var more = stays.SelectMany(s => input.Shifts.Where(n => input.Follows(n.Code, s.Shift)).Select(n => (s.Member, n.Code))).ToLookup(s => s.Member, s => s.Code);
        return input.With(input.Members.Select(m => m.Shifts is { } own && more.Contains(m.Id) ? m with { Shifts = [.. own.Union(more[m.Id])] } : m));
    }
}
