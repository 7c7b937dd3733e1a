namespace ScreenOps.Core.Board;

/// <summary>
/// By how much a reckoned wait may miss, in minutes: what standard deviations add up to that each have a reason. How far to either side of the wait
/// the range then reaches is what rehearsals showed, see <see cref="Range"/>.
/// </summary>
public static class WaitError
{
    /// <summary>Counts come in steps of some seconds, and the minutes shown are whole.</summary>
    private const double Grain = 0.45;

    /// <summary>Variance of the time that one person takes, over its mean squared: 1 were it pure chance, 0 a machine.</summary>
    private const double Uneven = 0.06;

    /// <summary>How far a site's own pace lies from the district's usual one, as a part of it.</summary>
    private const double Unusual = 0.2;

    /// <summary>Minutes that a queue drifts in each minute nobody tells of it, after the first.</summary>
    private const double Drift = 0.5;

    /// <summary>Sites open some minutes before or after the hour.</summary>
    private const double Opening = 2;

    /// <summary>The mean miss of a normal error, in deviations: more than that is a site of its own kind.</summary>
    private const double Usually = 0.8, OwnMost = 6;

    /// <summary>Deviations below and above the wait that hold 80 % of what came, the rounding among it; pauses and late starts only ever lengthen a wait.</summary>
    public const double ReachBelow = 0.55, ReachAbove = 1.0;

    /// <param name="taking">Minutes that the queue takes, the time until opening left out.</param>
    /// <param name="age">Minutes since anybody reported.</param>
    internal static double Of(Recent recent, Pace pace, double taking, int lanes, int laneRate, double age, bool opened)
    {
        var drift = Drift * Math.Max(0, age - 1);
        var chance = Chance(pace, taking) * Own(recent, lanes, laneRate);
        return Math.Sqrt(chance * chance + drift * drift + (opened ? 0 : Opening * Opening));
    }

    /// <summary>Of a queue that takes so many minutes at a pace.</summary>
    private static double Chance(Pace pace, double taking)
    {
        var known = 1 - pace.Usual;
        var part = Uneven / Math.Max(1, taking * pace.PerMinute) + known * known * Uneven / Math.Max(1, pace.Seen) + pace.Usual * pace.Usual * Unusual * Unusual;
        return Math.Sqrt(Grain * Grain + taking * taking * part);
    }

    /// <summary>
    /// In whole minutes. The two reaches are the 90 % quantiles of by how many deviations people's true waits missed the reckoned one to that side
    /// (split conformal prediction; Papadopoulos and others, 2002), over rehearsals of seeds that the tests do not report on.
    /// </summary>
    public static WaitRange Range(double wait, double error)
    {
        var likely = Waits.Rounded(wait);
        return new(Math.Min(likely, Waits.Rounded(Math.Max(0, wait - ReachBelow * error))), Math.Max(likely, Waits.Rounded(Math.Min(Waits.Longest, wait + ReachAbove * error))), likely);
    }

    /// <summary>How many times what chance explains the reckoning of 15, 25, 35 and 45 minutes ago missed what came; 1 where it did not, or none can be judged yet.</summary>
    private static double Own(Recent recent, int lanes, int laneRate)
    {
        double missed = 0;
        var judged = 0;
        for (var from = 15; from <= 45; from += 10)
        {
            var ahead = recent.Queue(from);
            if (ahead < 5 * lanes || Took(recent, from, ahead) is not { } took) continue;
            var pace = Pace.Of(recent, from, lanes, laneRate);
            var foreseen = ahead / pace.PerMinute;
            missed += Math.Abs(took - foreseen) / Chance(pace, foreseen);
            judged++;
        }
        return judged == 0 ? 1 : Math.Clamp(missed / judged / Usually, 1, OwnMost);
    }

    /// <summary>Minutes until those ahead at the end of a minute had been sampled or had left; null while some still wait.</summary>
    private static double? Took(Recent recent, int from, long ahead)
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
}
