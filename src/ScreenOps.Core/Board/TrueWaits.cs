namespace ScreenOps.Core.Board;

/// <summary>So many people came in a minute (unix time / 60 s) and were sampled so many minutes later.</summary>
public readonly record struct Waited(long Came, int Minutes, int People);

/// <summary>
/// How long people waited at a site in truth, from its minutes by when things were made: who came first is sampled first, who left had come last. Right to a minute, since
/// nobody's place in a minute is known. People who were counted by nobody until a lane took them have waited 0; who still stands there is not judged.
/// </summary>
public static class TrueWaits
{
    public static IReadOnlyList<Waited> Of(QueueSeries site)
    {
        var (line, waited, credit) = (new LinkedList<(long Came, int People)>(), new List<Waited>(), 0);
        foreach (var m in site.Minutes)
        {
            line.AddLast((m.Minute, Came(m, ref credit)));
            foreach (var (came, people) in Take(line, m.Sampled, first: true)) waited.Add(new(came, (int)(m.Minute - came), people));
            foreach (var _ in Take(line, m.Left + Math.Max(0, -m.Corrected), first: false)) { }
        }
        return waited;
    }

    /// <summary>An arrival that came late in the books took back, in its own minute, one that had been implied later: the person came when it says, and not again.</summary>
    private static int Came(QueueMinute m, ref int credit)
    {
        credit += Math.Max(0, -m.Implied);
        var (implied, used) = (Math.Max(0, m.Implied), Math.Min(credit, Math.Max(0, m.Implied)));
        credit -= used;
        return Math.Max(0, m.Arrived) + implied - used + Math.Max(0, m.Corrected);
    }

    private static IEnumerable<(long Came, int People)> Take(LinkedList<(long Came, int People)> line, int people, bool first)
    {
        while (people > 0 && (first ? line.First : line.Last) is { } lot)
        {
            var taken = Math.Min(people, lot.Value.People);
            if (taken == lot.Value.People) line.Remove(lot);
            else lot.Value = (lot.Value.Came, lot.Value.People - taken);
            people -= taken;
            if (taken > 0) yield return (lot.Value.Came, taken);
        }
    }
}

/// <summary>Waits of many people in minutes.</summary>
/// <param name="People">Whose wait is known.</param>
/// <param name="Median">Half of them waited no longer; null where nobody waited, as the others.</param>
/// <param name="Ninety">Nine of ten waited no longer.</param>
/// <param name="Calm">People whose wait was below the level from which a site is watched.</param>
/// <param name="Act">People whose wait reached the level on which somebody must act.</param>
public sealed record WaitSpread(int People, double? Mean, int? Median, int? Ninety, int? Longest, int Calm, int Act)
{
    public static WaitSpread Of(IEnumerable<Waited> waits, Thresholds levels)
    {
        var by = new SortedDictionary<int, int>();
        foreach (var w in waits) by[w.Minutes] = by.GetValueOrDefault(w.Minutes) + w.People;
        var people = by.Values.Sum();
        if (people == 0) return new(0, null, null, null, null, 0, 0);
        return new(people, by.Sum(b => (double)b.Key * b.Value) / people, Nth(by, (people + 1) / 2), Nth(by, (people * 9 + 9) / 10), by.Keys.Last(),
            by.Where(b => levels.Of(b.Key) == Health.Calm).Sum(b => b.Value), by.Where(b => levels.Of(b.Key) == Health.Act).Sum(b => b.Value));
    }

    /// <summary>The wait of the n-th person in the order of waits, from 1.</summary>
    private static int Nth(SortedDictionary<int, int> by, int n)
    {
        foreach (var (minutes, people) in by)
            if ((n -= people) <= 0) return minutes;
        return by.Keys.Last();
    }
}
