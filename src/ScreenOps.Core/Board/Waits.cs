using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <param name="PerHour">People an hour that the open lanes are reckoned to serve.</param>
/// <param name="Minutes">The wait before it is rounded.</param>
/// <param name="Error">By how much that may miss, minutes; see <see cref="WaitError"/>.</param>
public sealed record WaitEstimate(WaitRange Wait, int WaitIn30, double PerHour, double Minutes, double Error);

/// <summary>The wait of who joins a queue now, as a fluid's: the time until the site opens, then the people ahead over the pace of its lanes.</summary>
public static class Waits
{
    public const int WindowMinutes = 10;
    internal const double Longest = 24 * 60;

    /// <summary>
    /// An opening is reckoned with from so many minutes before its hour on. A site that is late by a little opens at once; for one that is later, nobody can tell.
    /// </summary>
    private const double OpensWithin = 60, LateWithin = 2;

    /// <summary>People sampled in the ten minutes before now, as people an hour; less than ten when the site is younger.</summary>
    public static int RatePerHour(MinuteSeries minutes, long now)
    {
        if (minutes.First is not { } first) return 0;
        var recent = Recent.Of(minutes, 0, now);
        var span = Math.Clamp(now / 60_000 - first, 0, WindowMinutes - 1) + recent.Fraction;
        var sampled = Enumerable.Range(0, WindowMinutes).Sum(recent.Sampled);
        return Rounded(sampled * 60 / Math.Max(1, span));
    }

    /// <summary>The point formula that boards of city-wide screenings publish (Macau 2021: 1.2 minutes a person), halves up; what Estimate must beat.</summary>
    public static int Published(long waiting, int lanes, double minutesEach) => Rounded(waiting * minutesEach / Math.Max(1, lanes));

    /// <summary>Null while nobody can tell: paused, closed, no lane open, or not open and nobody knows when it will be.</summary>
    /// <param name="opens">Unix milliseconds at which the site is to open; null when nobody said.</param>
    public static WaitEstimate? Estimate(SiteCount count, MinuteSeries minutes, int lanes, int laneRate, long now, long? opens = null)
    {
        if (lanes < 1 || UntilOpen(count, now, opens) is not { } until) return null;
        var recent = Recent.Of(count, minutes, now);
        var pace = Pace.Of(recent, 0, lanes, laneRate);
        var taking = Math.Max(0, count.Queue) / pace.PerMinute;
        var wait = Math.Min(Longest, until + taking);
        var error = WaitError.Of(recent, pace, taking, lanes, laneRate, Age(count, now), count.Status == SiteStatus.Open);
        var later = HalfHour.Wait(recent, count.Queue, pace, until);
        return new(WaitError.Range(wait, error), Rounded(Math.Min(Longest, later)), pace.PerMinute * 60, wait, error);
    }

    /// <summary>The likely wait in 30 minutes, before it is rounded, if so many lanes are open from some minute on. Null while nobody can tell.</summary>
    /// <param name="then">Lanes open from then on, 1 or more.</param>
    /// <param name="from">Minutes from now.</param>
    public static double? In30(SiteCount count, MinuteSeries minutes, int lanes, int laneRate, long now, int then, double from, long? opens = null)
    {
        if (lanes < 1 || then < 1 || UntilOpen(count, now, opens) is not { } until) return null;
        var recent = Recent.Of(count, minutes, now);
        var pace = Pace.Of(recent, 0, lanes, laneRate).PerMinute;
        return Math.Min(Longest, HalfHour.Wait(recent, count.Queue, pace, until, pace * then / lanes, from));
    }

    /// <summary>Minutes without a report; 0 where nobody has come to count yet.</summary>
    private static double Age(SiteCount count, long now) => count.ReportedAt == 0 ? 0 : Math.Max(0, now - count.ReportedAt) / 60_000.0;

    /// <summary>Minutes until the site takes people; null when nobody can tell.</summary>
    private static double? UntilOpen(SiteCount count, long now, long? opens)
    {
        if (count.Status == SiteStatus.Open) return 0;
        if (count.Status != SiteStatus.NotOpened || opens is not { } hour) return null;
        var until = (hour - now) / 60_000.0;
        return until is <= OpensWithin and >= -LateWithin ? Math.Max(0, until) : null;
    }

    /// <summary>Halves go up.</summary>
    internal static int Rounded(double value) => (int)Math.Round(Math.Round(value, 9), MidpointRounding.AwayFromZero);
}
