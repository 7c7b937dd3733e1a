using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;

namespace ScreenOps.Server.Board;

/// <summary>
/// Minutes with their queues: what boards hold from there, older ones and sealed rounds from the ledger. When a queue was corrected stands in the ledger
/// alone; what was tapped in the last moments may come there some milliseconds after the board.
/// </summary>
internal sealed class BoardSeries(LedgerSums ledger)
{
    /// <summary>Rounds on boards, all their sites that are wanted together.</summary>
    /// <param name="from">Unix minute; null: as far back as all of these sites are held live.</param>
    public async Task<QueueSeries> Live(IReadOnlyList<(string District, RoundBoard Round)> rounds, Func<string, bool> wanted, long? from, CancellationToken cancel)
    {
        var sites = rounds.SelectMany(r => r.Round.Sites.Where(s => wanted(s.Code)).Select(s => (r.District, Live: s.Minutes()))).ToList();
        var asked = rounds.Select(r => (r.District, r.Round.Id)).ToList();
        var held = sites.Select(s => s.Live.CompleteFrom).DefaultIfEmpty(long.MinValue).Max();
        var first = from ?? held;
        var older = (first < held ? await ledger.Minutes(asked, first, held, cancel) : []).ToLookup(o => (o.District, o.Site));
        var corrections = (await ledger.Corrections(asked, first, cancel)).ToLookup(c => (c.District, c.Site));
        var series = QueueSeries.Sum([.. sites.Select(s => QueueSeries.Of(
            s.Live.Minutes.Concat(older[(s.District, s.Live.Count.Site)].Where(o => o.Minute < s.Live.CompleteFrom).Select(Minute)),
            Corrected(corrections[(s.District, s.Live.Count.Site)]), s.Live.Count.Queue))]);
        // What a site is held for beyond that lacks its corrections, and other sites.
        return series with { Minutes = series.Between(first, null) };
    }

    /// <summary>A round that is on no board any more.</summary>
    public async Task<QueueSeries> Sealed(string district, int round, Func<string, bool> wanted, CancellationToken cancel) =>
        QueueSeries.Sum([.. (await Each(district, round, cancel)).Where(s => wanted(s.Key)).Select(s => s.Value)]);

    /// <summary>Every site in which something was counted, by its code, from the ledger alone.</summary>
    public async Task<IReadOnlyDictionary<string, QueueSeries>> Each(string district, int round, CancellationToken cancel) =>
        (await ledger.Minutes([(district, round)], long.MinValue, long.MaxValue, cancel)).GroupBy(s => s.Site)
            .ToDictionary(s => s.Key, s => QueueSeries.Of(s.Select(Minute), Corrected(s), s.Sum(m => m.Queue)));

    private static SiteMinute Minute(LedgerSum m) => new(m.Minute, (int)m.Arrived, (int)m.Implied, (int)m.Sampled, (int)m.Gone);

    private static Dictionary<long, int> Corrected(IEnumerable<LedgerSum> rows) => rows.Where(r => r.Corrected != 0).ToDictionary(r => r.Minute, r => (int)r.Corrected);
}
