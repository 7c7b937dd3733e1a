using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <param name="PerHour">People an hour that the open lanes are reckoned to serve.</param>
public sealed record WaitEstimate(WaitRange Wait, int WaitIn30, double PerHour);

/// <summary>
/// The wait of who joins a queue now: people ahead over an effective rate. The rate blends what was sampled in minutes in which people waited
/// with the open lanes at the district's usual rate; an idle lane says nothing of how fast it could be.
/// </summary>
public static class Waits
{
    public const int WindowMinutes = 10, LaneLeast = 30, LaneMost = 300;
    /// <summary>The usual rate counts as much as so many minutes of looking on.</summary>
    private const double PriorMinutes = 5;
    private const double Longest = 24 * 60;
    private const int AheadMinutes = 30;

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

    /// <summary>Null while nobody can tell: not open, or no lane open.</summary>
    public static WaitEstimate? Estimate(SiteCount count, MinuteSeries minutes, int lanes, int laneRate, long now)
    {
        if (count.Status != SiteStatus.Open || lanes < 1) return null;
        var recent = Recent.Of(count, minutes, now);
        var queue = Math.Max(0, count.Queue);
        var perMinute = Pace(recent, 0, lanes, laneRate) / 60;
        var wait = Math.Min(Longest, queue / perMinute);
        var spread = Spread(recent, queue, lanes, laneRate, perMinute, Math.Max(0, now - count.ReportedAt) / 60_000.0);
        var likely = Rounded(wait);
        var range = new WaitRange(
            Math.Min(likely, (int)Math.Floor(wait * Math.Max(0, 1 - spread))),
            Math.Max(Math.Max(1, likely), (int)Math.Ceiling(Math.Min(Longest, wait * (1 + spread)))), likely);
        return new(range, Rounded(Math.Min(Longest, QueueAhead(recent, queue, perMinute) / perMinute)), perMinute * 60);
    }

    /// <summary>People an hour of all lanes, looking back from a minute; 30 to 300 a lane.</summary>
    internal static double Pace(Recent recent, int from, int lanes, int laneRate)
    {
        double busy = 0, sampled = 0;
        for (var ago = from; ago < Math.Min(from + WindowMinutes, Recent.Minutes); ago++)
        {
            if (recent.Queue(ago) < lanes || recent.Queue(ago + 1) < lanes) continue;
            busy += recent.Length(ago);
            sampled += recent.Sampled(ago);
        }
        var blended = (60 * sampled + laneRate * lanes * PriorMinutes) / (busy + PriorMinutes);
        return Math.Clamp(blended, lanes * LaneLeast, lanes * LaneMost);
    }

    /// <summary>
    /// Half the width of the range, as a part of the wait: chance in serving so many people, chance in the rate, what the same reckoning
    /// missed in the last hour, and 3 % for each minute without a report.
    /// </summary>
    private static double Spread(Recent recent, long queue, int lanes, int laneRate, double perMinute, double age)
    {
        var seen = perMinute * (PriorMinutes + WindowMinutes / 2.0);
        var chance = 1 / Math.Max(1.0, queue) + 1 / Math.Max(1, seen);
        var missed = OwnError(recent, lanes, laneRate);
        return Math.Min(0.8, Math.Sqrt(chance + missed * missed) + 0.03 * age);
    }

    /// <summary>The mean part by which the reckoning of 15, 25, 35 and 45 minutes ago missed what came; 0 when none can be judged yet, 0.5 at most.</summary>
    private static double OwnError(Recent recent, int lanes, int laneRate)
    {
        double sum = 0;
        var judged = 0;
        for (var from = 15; from <= 45; from += 10)
        {
            var ahead = recent.Queue(from);
            if (ahead < 5 * lanes || Served(recent, from, ahead) is not { } took) continue;
            var foreseen = ahead * 60 / Pace(recent, from, lanes, laneRate);
            sum += Math.Abs(took - foreseen) / Math.Max(2, foreseen);
            judged++;
        }
        return judged == 0 ? 0 : Math.Min(0.5, sum / judged);
    }

    /// <summary>Minutes until those ahead at the end of a minute had been sampled or had left; null while some still wait.</summary>
    private static double? Served(Recent recent, int from, long ahead)
    {
        double left = ahead;
        for (var ago = from - 1; ago >= 0; ago--)
        {
            var gone = recent.Sampled(ago) + recent.Left(ago);
            if (gone >= left && gone > 0) return from - 1 - ago + left / gone;
            left -= gone;
        }
        return null;
    }

    /// <summary>The queue in 30 minutes as a fluid: arrivals go on as in the last ten minutes, their trend fading by a tenth a minute; lanes stay.</summary>
    private static double QueueAhead(Recent recent, long queue, double perMinute)
    {
        var span = WindowMinutes - 1 + recent.Fraction;
        var last = Enumerable.Range(0, WindowMinutes).Sum(recent.Arrived) / span;
        var before = Enumerable.Range(WindowMinutes, WindowMinutes).Sum(recent.Arrived) / (double)WindowMinutes;
        var (rate, trend, ahead) = (last, (last - before) / WindowMinutes, (double)queue);
        for (var minute = 0; minute < AheadMinutes; minute++, trend *= 0.9)
        {
            rate = Math.Clamp(rate + trend, 0, 2 * Math.Max(last, before));
            ahead = Math.Max(0, ahead + rate - perMinute);
        }
        return ahead;
    }

    /// <summary>Halves go up.</summary>
    private static int Rounded(double value) => (int)Math.Round(Math.Round(value, 9), MidpointRounding.AwayFromZero);
}
