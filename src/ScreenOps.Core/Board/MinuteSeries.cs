using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>The minutes of a site, each a whole value that replaces the one before; the last 24 hours of them. Not for use by several threads at once.</summary>
public sealed class MinuteSeries
{
    public const int KeptMinutes = 24 * 60;
    /// <summary>Oldest first. Nearly every minute that comes is the newest; a late fact's is put between.</summary>
    private readonly List<SiteMinute> minutes = [];

    /// <summary>The oldest minute kept; null when there is none.</summary>
    public long? First => minutes.Count == 0 ? null : minutes[0].Minute;

    public SiteMinute? this[long minute] => Place(minute) is >= 0 and var at ? minutes[at] : null;

    public void Put(IEnumerable<SiteMinute> changed)
    {
        foreach (var minute in changed)
        {
            var at = Place(minute.Minute);
            if (at >= 0) minutes[at] = minute;
            else minutes.Insert(~at, minute);
        }
        if (minutes.Count > KeptMinutes) minutes.RemoveRange(0, minutes.Count - KeptMinutes);
    }

    /// <summary>Newest first, from a minute on back in time.</summary>
    internal IEnumerable<SiteMinute> BackFrom(long minute)
    {
        for (var at = Place(minute) is >= 0 and var found ? found : ~Place(minute) - 1; at >= 0; at--) yield return minutes[at];
    }

    /// <summary>Oldest first, with the queue at the end of each minute, reckoned back from the queue of now; never below zero.</summary>
    public IReadOnlyList<QueueMinute> WithQueue(long queueNow)
    {
        var rows = new QueueMinute[minutes.Count];
        var queue = queueNow;
        for (var at = rows.Length - 1; at >= 0; at--)
        {
            var m = minutes[at];
            rows[at] = new(m.Minute, m.Arrived, m.Implied, m.Sampled, m.Left, Math.Max(0, queue));
            queue -= m.Arrived + m.Implied - m.Sampled - m.Left;
        }
        return rows;
    }

    /// <summary>Where a minute stands; where it is not there, the complement of where it belongs.</summary>
    private int Place(long minute)
    {
        if (minutes.Count == 0 || minute > minutes[^1].Minute) return ~minutes.Count;
        var (low, high) = (0, minutes.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (minutes[middle].Minute == minute) return middle;
            if (minutes[middle].Minute < minute) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }
}

/// <summary>A minute of a site and the queue at its end. Minute: unix time / 60 s on the round's clock.</summary>
public sealed record QueueMinute(long Minute, int Arrived, int Implied, int Sampled, int Left, long Queue);
