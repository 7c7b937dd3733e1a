using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>The minutes of a site, each a whole value that replaces the one before; the last 24 hours of them. Not for use by several threads at once.</summary>
public sealed class MinuteSeries
{
    public const int KeptMinutes = 24 * 60;
    private readonly SortedDictionary<long, SiteMinute> _minutes = [];

    public SiteMinute? this[long minute] => _minutes.GetValueOrDefault(minute);

    /// <summary>The oldest minute kept; null when there is none.</summary>
    public long? First => _minutes.Count == 0 ? null : _minutes.First().Key;

    public void Put(IEnumerable<SiteMinute> minutes)
    {
        foreach (var minute in minutes) _minutes[minute.Minute] = minute;
        while (_minutes.Count > KeptMinutes) _minutes.Remove(_minutes.First().Key);
    }

    /// <summary>Oldest first, with the queue at the end of each minute, reckoned back from the queue of now; never below zero.</summary>
    public IReadOnlyList<QueueMinute> WithQueue(long queueNow)
    {
        var rows = new QueueMinute[_minutes.Count];
        var (at, queue) = (rows.Length, queueNow);
        foreach (var m in _minutes.Values.Reverse())
        {
            rows[--at] = new(m.Minute, m.Arrived, m.Implied, m.Sampled, m.Left, Math.Max(0, queue));
            queue -= m.Arrived + m.Implied - m.Sampled - m.Left;
        }
        return rows;
    }
}

/// <summary>A minute of a site and the queue at its end. Minute: unix time / 60 s on the round's clock.</summary>
public sealed record QueueMinute(long Minute, int Arrived, int Implied, int Sampled, int Left, long Queue);
