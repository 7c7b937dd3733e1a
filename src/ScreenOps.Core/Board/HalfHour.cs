namespace ScreenOps.Core.Board;

/// <summary>
/// The wait in 30 minutes if nobody acts, as a fluid: people come at the rate and with the trend of the last quarter of an hour, both of which fade, and the
/// lanes stay as they are. How fast they fade was fitted to rehearsals; the error beside that of "it stays as it is" is in the tests.
/// </summary>
internal static class HalfHour
{
    private const int Ahead = 30, Quarter = 15;

    /// <summary>What is left of the trend, and of the rate, after a minute: a rush that no trend carries halves in 34 minutes.</summary>
    private const double TrendLeft = 0.95, RateLeft = 0.98;

    /// <param name="until">Minutes until the site takes people; 0 when it does.</param>
    public static double Wait(Recent recent, long queue, Pace pace, double until) => Wait(recent, queue, pace.PerMinute, until, pace.PerMinute, Ahead);

    /// <param name="then">The pace, people a minute, from some minute on: lanes come or go.</param>
    /// <param name="from">That minute.</param>
    public static double Wait(Recent recent, long queue, double pace, double until, double then, double from)
    {
        var last = Enumerable.Range(0, Quarter).Sum(recent.Arrived) / (Quarter - 1 + recent.Fraction);
        var before = Enumerable.Range(Quarter, Quarter).Sum(recent.Arrived) / (double)Quarter;
        var most = 2 * Math.Max(last, before);
        // A mean is the rate of the middle of its quarter of an hour: half a trend ago.
        var (rate, trend, ahead) = (Math.Clamp(last + (last - before) / 2, 0, most), (last - before) / Quarter, (double)Math.Max(0, queue));
        for (var minute = 0; minute < Ahead; minute++, trend *= TrendLeft)
        {
            rate = Math.Clamp((rate + trend) * RateLeft, 0, most);
            var later = Math.Clamp(minute + 1 - from, 0, 1);
            ahead = Math.Max(0, ahead + rate - (pace + (then - pace) * later) * Math.Clamp(minute + 1 - until, 0, 1));
        }
        return Math.Max(0, until - Ahead) + ahead / then;
    }
}
