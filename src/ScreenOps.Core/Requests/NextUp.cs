using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Samples;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Core.Requests;

/// <summary>A post that may stay empty, a site that does not finish before it closes, swabs that get too old.</summary>
public enum NextKind { Post, Finish, Tubes }

/// <summary>What becomes a problem, and when. Moments are unix milliseconds on the round's clock.</summary>
/// <param name="At">When it is one: the shift begins, the site closes, the swabs are too old.</param>
/// <param name="Count">Of Post, people; of Finish, people who wait; of Tubes, tubes in the box, 0 for those in none.</param>
/// <param name="Name">Of Post, the shift; of Tubes, the box, or null for tubes that lie in none.</param>
/// <param name="Until">Of Finish, when it would be done if nobody acts.</param>
public sealed record NextUp(NextKind Kind, string Site, long At, int Count, string? Name = null, long? Until = null);

/// <summary>Swabs on their way.</summary>
/// <param name="Box">Null: they lie in none.</param>
public sealed record SwabsUnderway(string Site, string? Box, int Tubes, long FirstSwab);

/// <summary>Brings together what the command centre should mend before it hurts.</summary>
public static class WhatIsNext
{
    private const long Minute = 60_000;
    private const int Ahead = 30;

    public static IReadOnlyList<NextUp> Of(IEnumerable<NextUp> found, long now, TimeSpan ahead) =>
        [.. found.Where(n => n.Kind == NextKind.Finish || n.At - now <= ahead.TotalMilliseconds).OrderBy(n => n.At).ThenBy(n => n.Kind).ThenBy(n => n.Site, StringComparer.Ordinal).ThenBy(n => n.Name, StringComparer.Ordinal)];

    /// <summary>Duties at risk, as one for each site and shift.</summary>
    public static IEnumerable<NextUp> Posts(IEnumerable<DutyAtRisk> risks) =>
        risks.GroupBy(r => (r.Watched.Duty.Seat.Site, r.Watched.Duty.Seat.Shift, r.Watched.Shift.Starts)).Select(g => new NextUp(NextKind.Post, g.Key.Site, g.Key.Starts.ToUnixTimeMilliseconds(), g.Count(), g.Key.Shift));

    /// <summary>The last who wait now would be sampled after the site closes, or those who wait in half an hour if nobody acts. Null: not foreseen.</summary>
    public static NextUp? Finish(SiteState site, long closes, long now)
    {
        if (site is not { Status: SiteStatus.Open, Wait: { } wait, Queue: > 0 }) return null;
        var later = site.WaitIn30 is { } then and > 0 && closes - now > Ahead * Minute ? now + (Ahead + then) * Minute : 0;
        var until = Math.Max(now + wait.Likely * Minute, later);
        return until > closes ? new(NextKind.Finish, site.Site, closes, (int)Math.Min(int.MaxValue, site.Queue), Until: until) : null;
    }

    public static IEnumerable<NextUp> Tubes(IEnumerable<SwabsUnderway> swabs, TransportLimits limits) =>
        swabs.Select(s => new NextUp(NextKind.Tubes, s.Site, s.FirstSwab + (long)limits.Alarm.TotalMilliseconds, s.Tubes, s.Box));
}
