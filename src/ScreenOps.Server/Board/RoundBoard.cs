using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Board;

/// <summary>The sites of one round, in the order of their codes. Written by its district's board only, read by everybody without a lock.</summary>
internal sealed class RoundBoard(int id)
{
    private readonly Frames frames = new();
    private volatile SiteLive[] sites = [];
    private volatile RoundRules? rules;

    public int Id => id;
    public RoundRules? Rules => rules;
    public IReadOnlyList<SiteLive> Sites => sites;

    public SiteLive? Find(string code)
    {
        var all = sites;
        return Place(all, code) is >= 0 and var at ? all[at] : null;
    }

    public SiteLive Site(string code)
    {
        var (all, at) = (sites, Place(sites, code));
        if (at >= 0) return all[at];
        var made = new SiteLive(id, code);
        sites = [.. all[..~at], made, .. all[~at..]];
        return made;
    }

    /// <summary>Where the code stands; below zero: the complement of where it would.</summary>
    private static int Place(ReadOnlySpan<SiteLive> among, string code) => among.BinarySearch(new ByCode(code));

    private readonly record struct ByCode(string Code) : IComparable<SiteLive>
    {
        public int CompareTo(SiteLive? other) => string.CompareOrdinal(Code, other?.Code);
    }

    public void Know(RoundRules known)
    {
        foreach (var code in known.Sites.Keys) Site(code);
        // A retired site stays while something was counted there.
        sites = [.. sites.Where(s => known.Sites.ContainsKey(s.Code) || s.Count.Version > 0)];
        rules = known;
    }

    /// <summary>What changed after one stamp, to whoever is to know all up to another; null: nothing.</summary>
    public Frame? Changes(string? site, long after, long upTo) => site is null && after >= 0 ? frames.Of(after, upTo, () => Make(null, after)) : Make(site, after);

    private Frame? Make(string? site, long after) => States(site, after) is { Length: > 0 } changed ? Frame.Changed(changed) : null;

    /// <summary>The states of the scope's sites that changed after the stamp; none until the rules are known.</summary>
    public SiteState[] States(string? site, long after = -1) =>
        rules is not { } by ? [] : [.. sites.Where(s => (site is null || s.Code == site) && s.Stamp > after).Select(s => s.State(by))];
}
