namespace ScreenOps.Core.Board;

/// <summary>
/// How fast the open lanes take people, as far as anybody can know: what was sampled in minutes in which people waited, the older the less, blended with
/// the district's usual rate. An idle lane says nothing of how fast it could be, nor does a time in which nobody worked: before opening, in a pause.
/// </summary>
/// <param name="PerMinute">People a minute of all lanes, within <see cref="LaneLeast"/> and <see cref="LaneMost"/> a lane and hour.</param>
/// <param name="Seen">People sampled that it rests on, the older the less.</param>
/// <param name="Usual">How much of it is the usual rate, 0 to 1.</param>
internal readonly record struct Pace(double PerMinute, double Seen, double Usual)
{
    /// <summary>People an hour that a lane may be reckoned at.</summary>
    public const int LaneLeast = 30, LaneMost = 300;

    /// <summary>The usual rate counts as much as so many minutes of looking on.</summary>
    private const double UsualMinutes = 2;

    /// <summary>A minute so long ago counts for 1/e of the newest: lanes change, and people tire.</summary>
    private const double Memory = 30;
    private const int Window = 60;

    /// <summary>A time without a sample in which so many would be usual is one in which nobody worked.</summary>
    private const double NobodyWorked = 5;

    private static readonly double[] Weight = [.. Enumerable.Range(0, Window).Select(ago => Math.Exp(-ago / Memory))];

    /// <param name="from">Looks back from this minute on: what would have been said then.</param>
    /// <param name="lanes">1 or more.</param>
    /// <param name="laneRate">The district's usual rate of a lane, people an hour.</param>
    public static Pace Of(Recent recent, int from, int lanes, int laneRate)
    {
        var end = Math.Min(from + Window, Recent.Minutes);
        double busy = 0, seen = 0;
        for (var ago = from; ago < end;)
        {
            var next = ago + 1;
            if (recent.Sampled(ago) > 0)
            {
                if (Busy(recent, ago, lanes)) (busy, seen) = (busy + Weight[ago - from] * recent.Length(ago), seen + Weight[ago - from] * recent.Sampled(ago));
            }
            else
            {
                while (next < end && recent.Sampled(next) == 0) next++;
                busy += Idled(recent, from, ago, next, lanes, laneRate);
            }
            ago = next;
        }
        var usual = laneRate / 60.0 * lanes;
        var blended = (seen + usual * UsualMinutes) / (busy + UsualMinutes);
        return new(Math.Clamp(blended, lanes * LaneLeast / 60.0, lanes * LaneMost / 60.0), seen, usual * UsualMinutes / (seen + usual * UsualMinutes));
    }

    /// <summary>People enough for every lane waited at its begin and its end.</summary>
    private static bool Busy(Recent recent, int ago, int lanes) => recent.Queue(ago) >= lanes && recent.Queue(ago + 1) >= lanes;

    /// <summary>Busy minutes of a time without a sample; 0 when nobody worked.</summary>
    private static double Idled(Recent recent, int from, int first, int next, int lanes, int laneRate)
    {
        double length = 0, weighted = 0;
        for (var ago = first; ago < next; ago++)
            if (Busy(recent, ago, lanes)) (length, weighted) = (length + recent.Length(ago), weighted + Weight[ago - from] * recent.Length(ago));
        return length * lanes * laneRate / 60 >= NobodyWorked ? 0 : weighted;
    }
}
