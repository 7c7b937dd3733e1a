using System.Globalization;

namespace ScreenOps.Server.Operating;

/// <summary>A count is booked in the minute of the server's clock, and sign-ins end by it: all machines must agree on the time.</summary>
internal static class ClockCheck
{
    private const string Area = "clock";
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(2), TooFar = TimeSpan.FromSeconds(30);

    /// <param name="Ahead">How far an engine's clock is before this machine's; below zero it is behind.</param>
    public sealed record Reading(string Of, TimeSpan Ahead);

    /// <summary>An engine's clock as read between two looks at one's own.</summary>
    public static Reading Read(string of, DateTime told, DateTimeOffset before, DateTimeOffset after) => new(of, told - (before + (after - before) / 2).UtcDateTime);

    public static IEnumerable<Finding> Judge(IReadOnlyList<Reading> readings)
    {
        if (readings.Count == 0) yield break;
        var off = readings.Where(r => r.Ahead.Duration() > Noticed).ToList();
        if (off.Count == 0)
        {
            yield return Finding.Good(Area, $"at most {readings.Max(r => r.Ahead.Duration()).TotalSeconds:0.0} s from {string.Join(" and ", readings.Select(r => r.Of))}");
            yield break;
        }
        // Where all others agree, it is this machine that is wrong.
        var own = readings.Count > 1 && off.Count == readings.Count && readings.Max(r => r.Ahead) - readings.Min(r => r.Ahead) <= Noticed;
        foreach (var reading in own ? off.Take(1) : off)
        {
            var (far, way) = (reading.Ahead.Duration(), reading.Ahead > TimeSpan.Zero);
            var found = own ? $"This machine's clock is {Span(far)} {(way ? "behind" : "ahead of")} that of {string.Join(" and ", off.Select(r => r.Of))}" : $"The clock of {reading.Of} is {Span(far)} {(way ? "ahead of" : "behind")} this machine's";
            var cure = $"Have the time kept: timedatectl set-ntp true, on {(own ? "this machine" : $"the machine of {reading.Of} and on this one")}; timedatectl shows whether it is.";
            yield return far > TooFar ? Finding.Wrong(Area, $"{found}: counts are booked in the wrong minutes and sign-ins end at the wrong time.", cure) : Finding.Mind(Area, $"{found}.", cure);
        }
    }

    private static string Span(TimeSpan far) => far.TotalSeconds < 120 ? $"{far.TotalSeconds:0.0} s" : TimeSpan.FromSeconds(Math.Round(far.TotalSeconds)).ToString("g", CultureInfo.InvariantCulture);
}
