using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>A minute of a site, or of several together, and the queue at its end. Minute: unix time / 60 s on the round's clock.</summary>
/// <param name="Corrected">By how much absolute counts and what was made before them moved the queue: it grew by Arrived + Implied − Sampled − Left + Corrected.</param>
public sealed record QueueMinute(long Minute, int Arrived, int Implied, int Sampled, int Left, int Corrected, long Queue);

/// <summary>Minutes in which something happened, oldest first, and the queue before the first of them. A queue is never below zero.</summary>
public sealed record QueueSeries(long Before, IReadOnlyList<QueueMinute> Minutes)
{
    /// <summary>Of one site, reckoned back from its queue of now.</summary>
    /// <param name="minutes">Each minute once.</param>
    /// <param name="corrected">Corrections by the minute that they count in.</param>
    public static QueueSeries Of(IEnumerable<SiteMinute> minutes, IReadOnlyDictionary<long, int> corrected, long queueNow)
    {
        var held = minutes.ToDictionary(m => m.Minute);
        var order = held.Keys.Union(corrected.Keys).OrderDescending().ToList();
        var rows = new List<QueueMinute>(order.Count);
        var queue = queueNow;
        foreach (var minute in order)
        {
            var m = held.GetValueOrDefault(minute) ?? new(minute, 0, 0, 0, 0);
            var moved = corrected.GetValueOrDefault(minute);
            // What was taken back in full leaves a minute in which nothing happened.
            if ((m.Arrived, m.Implied, m.Sampled, m.Left, moved) != default) rows.Add(new(m.Minute, m.Arrived, m.Implied, m.Sampled, m.Left, moved, Math.Max(0, queue)));
            queue -= m.Arrived + m.Implied - m.Sampled - m.Left + moved;
        }
        rows.Reverse();
        return new(Math.Max(0, queue), rows);
    }

    /// <summary>Of several sites together. Where nothing happened at a site, its queue is that of the minute before.</summary>
    public static QueueSeries Sum(IReadOnlyCollection<QueueSeries> sites)
    {
        var before = sites.Sum(s => s.Before);
        var (total, last, rows) = (before, sites.Select(s => s.Before).ToArray(), new List<QueueMinute>());
        var all = sites.SelectMany((s, site) => s.Minutes.Select(m => (Site: site, Minute: m))).GroupBy(x => x.Minute.Minute).OrderBy(g => g.Key);
        foreach (var minute in all)
        {
            foreach (var (site, m) in minute) (total, last[site]) = (total + m.Queue - last[site], m.Queue);
            rows.Add(new(minute.Key, minute.Sum(x => x.Minute.Arrived), minute.Sum(x => x.Minute.Implied), minute.Sum(x => x.Minute.Sampled),
                minute.Sum(x => x.Minute.Left), minute.Sum(x => x.Minute.Corrected), total));
        }
        return new(before, rows);
    }

    /// <summary>Minutes from &lt;= m &lt; to; null: no limit.</summary>
    public IReadOnlyList<QueueMinute> Between(long? from, long? to) => [.. Minutes.Where(m => m.Minute >= (from ?? long.MinValue) && m.Minute < (to ?? long.MaxValue))];
}
