namespace ScreenOps.Core.Advice;

/// <summary>A site as lanes are dealt: what it would wait with fewer or more of them.</summary>
/// <param name="Lanes">Open now.</param>
/// <param name="Least">Lanes that must stay: 1 at least where people come.</param>
/// <param name="Most">Lanes that it has room and crews for.</param>
/// <param name="WaitWith">Minutes to wait with so many lanes. More lanes never make it longer.</param>
public sealed record LaneSite(string Code, int Lanes, int Least, int Most, Func<int, double> WaitWith);

/// <summary>One lane, from site to site.</summary>
public readonly record struct LaneMove(string From, string To);

/// <summary>Which lanes to move so that the longest wait is as short as moves can make it.</summary>
public static class LaneMoves
{
    /// <summary>
    /// The fewest moves that make the longest wait the least, or no longer than <paramref name="enough"/>; in the order in which they help most, each lane from as near
    /// as may be. Exact: a wait is within reach if every site that waits longer gets the lanes it lacks from sites that stay within it, which is a matching; the waits
    /// that sites can have at all are the candidates.
    /// </summary>
    /// <param name="moves">At most.</param>
    /// <param name="enough">Minutes below which nobody is moved.</param>
    /// <param name="km">The way from one site to the other; null where it is too far to be asked of anyone.</param>
    public static IReadOnlyList<LaneMove> Of(IReadOnlyList<LaneSite> sites, int moves, double enough, Func<string, string, double?> km)
    {
        var now = sites.Select(s => s.WaitWith(s.Lanes)).DefaultIfEmpty(0).Max();
        if (now <= enough || moves < 1) return [];
        double[] within = [.. sites.SelectMany(s => Enumerable.Range(s.Least, Math.Max(0, Math.Min(s.Most, s.Lanes + moves) - s.Least + 1)).Select(s.WaitWith)).Append(enough).Where(w => w >= enough && w < now).Distinct().Order()];
        IReadOnlyList<LaneMove> best = [];
        for (var (low, high) = (0, within.Length - 1); low <= high;)
        {
            var middle = (low + high) / 2;
            if (Matched(sites, within[middle], moves, km) is { } dealt) (best, high) = (dealt, middle - 1);
            else low = middle + 1;
        }
        return InOrder(sites, best);
    }

    /// <summary>Moves after which nobody waits longer; null where there are none.</summary>
    private static IReadOnlyList<LaneMove>? Matched(IReadOnlyList<LaneSite> sites, double wait, int moves, Func<string, string, double?> km)
    {
        var wanted = new List<LaneSite>();
        foreach (var site in sites)
            for (var lanes = site.Lanes; site.WaitWith(lanes) > wait; wanted.Add(site), lanes++)
                if (lanes == site.Most || wanted.Count == moves) return null;
        if (wanted.Count == 0) return null;
        var spare = sites.SelectMany(s => Enumerable.Range(0, Spare(s, wait)).Select(_ => s)).ToList();
        var ways = wanted.Select(w => Enumerable.Range(0, spare.Count).Select(i => (Spare: i, Km: spare[i].Code == w.Code ? null : km(spare[i].Code, w.Code)))
            .Where(x => x.Km is not null).OrderBy(x => x.Km).Select(x => x.Spare).ToArray()).ToList();
        var taken = new int[spare.Count];
        Array.Fill(taken, -1);
        for (var w = 0; w < wanted.Count; w++)
            if (!Find(w, ways, taken, new bool[spare.Count])) return null;
        return [.. Enumerable.Range(0, spare.Count).Where(i => taken[i] >= 0).Select(i => new LaneMove(spare[i].Code, wanted[taken[i]].Code))];
    }

    /// <summary>Lanes that it can do without.</summary>
    private static int Spare(LaneSite site, double wait)
    {
        var lanes = site.Lanes;
        while (lanes > site.Least && site.WaitWith(lanes - 1) <= wait) lanes--;
        return site.Lanes - lanes;
    }

    /// <summary>Kuhn's augmenting path: a lane that is spoken for is given up where the other finds one elsewhere.</summary>
    private static bool Find(int wanted, List<int[]> ways, int[] taken, bool[] seen)
    {
        foreach (var lane in ways[wanted])
        {
            if (seen[lane]) continue;
            seen[lane] = true;
            if (taken[lane] >= 0 && !Find(taken[lane], ways, taken, seen)) continue;
            taken[lane] = wanted;
            return true;
        }
        return false;
    }

    /// <summary>Each next lane to where most is waited by then.</summary>
    private static List<LaneMove> InOrder(IReadOnlyList<LaneSite> sites, IReadOnlyList<LaneMove> moves)
    {
        var (left, order) = (moves.ToList(), new List<LaneMove>());
        while (left.Count > 0)
        {
            var next = left.MaxBy(m => sites.First(s => s.Code == m.To) is var to ? to.WaitWith(to.Lanes + order.Count(o => o.To == m.To)) : 0);
            left.Remove(next);
            order.Add(next);
        }
        return order;
    }
}
