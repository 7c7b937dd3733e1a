using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>
/// The board of a round played again from its ledger. Rows go in in the order of the ledger; for each whole minute the states come out that screens showed at its
/// begin, from what was known then: a row is known from when it was booked, and never before one that stands before it. The fold is that of <see cref="Tally"/>,
/// the judgement that of <see cref="Sight"/>; levels, hours and planned lanes are those given here. Not for use by several threads at once.
/// </summary>
public sealed class Playback
{
    private const long Minute = 60_000;
    private readonly int round;
    private readonly Dictionary<string, Site> sites;
    private readonly Site[] order;
    private long known;
    private bool begun;

    /// <param name="rules">Every site that the round has, by its code.</param>
    /// <param name="first">The first minute that comes out (unix time / 60 s on the round's clock).</param>
    public Playback(int round, IReadOnlyDictionary<string, SiteRule> rules, long first)
    {
        (this.round, Next) = (round, first);
        order = [.. rules.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new Site(r.Key, r.Value))];
        sites = order.ToDictionary(s => s.Code);
    }

    /// <summary>The minute that comes out next.</summary>
    public long Next { get; private set; }

    public IReadOnlyList<string> Sites => [.. order.Select(s => s.Code)];

    private sealed class Site(string code, SiteRule rule)
    {
        public string Code => code;
        public SiteRule Rule => rule;
        public Tally Tally { get; } = new();
        public MinuteSeries Minutes { get; } = new();
        public long Epoch { get; set; }
    }

    /// <summary>Whether the minute that comes out next is over before this row was known: it comes out first.</summary>
    public bool ComesAfterNext(LedgerRow row) => Math.Max(known, row.Booked) >= Next * Minute;

    /// <summary>False: it was known in a minute that came out already, so all has to be played anew.</summary>
    public bool Take(LedgerRow row)
    {
        known = Math.Max(known, row.Booked);
        if (known < (Next - 1) * Minute && begun) return false;
        if (row.Version is null || !sites.TryGetValue(row.Site, out var site)) return true;
        site.Tally.Apply(row);
        site.Epoch = row.Epoch;
        if (site.Tally.Minutes.TryGetValue(row.Minute, out var m)) site.Minutes.Put([new(row.Minute, (int)m.Arrived, (int)m.Implied, (int)m.Sampled, (int)m.Left)]);
        return true;
    }

    /// <summary>The states of all sites at the begin of the next minute, in the order of their codes.</summary>
    public IReadOnlyList<SiteState> Step()
    {
        var now = Next++ * Minute;
        begun = true;
        return [.. order.Select(s => Sight.Of(s.Tally.ToCount(round, s.Code, s.Epoch), s.Minutes, s.Rule, now))];
    }
}
