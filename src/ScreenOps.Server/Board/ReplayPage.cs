using System.Numerics;
using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>
/// What screens showed at the begin of each minute of an hour. Every column holds a number a minute, each but the first as its difference to the one before:
/// most are 0 and zip to little, and a page can go to any minute by adding up.
/// </summary>
/// <param name="From">The first minute (unix time / 60 s on the round's clock).</param>
/// <param name="Reasons">The words that bit 0, 1 … of <see cref="ReplaySite.Why"/> stand for, worst first.</param>
internal sealed record ReplayPage(int Round, long From, int Minutes, IReadOnlyList<string> Reasons, IReadOnlyList<ReplaySite> Sites);

/// <param name="Status">0 not opened, 6 open, 7 paused, 8 closed.</param>
/// <param name="Low">Of the wait, minutes; -1 while nobody could tell, as High, Likely and In30.</param>
/// <param name="Health">0 calm, 1 closed, 2 stale, 3 watch, 4 act, 5 paused.</param>
/// <param name="Reported">Unix seconds of the newest report; 0: none.</param>
internal sealed record ReplaySite(string Site, int LanesPlanned, IReadOnlyList<int> Status, IReadOnlyList<int> Lanes, IReadOnlyList<int> Queue, IReadOnlyList<int> Arrived, IReadOnlyList<int> Implied,
    IReadOnlyList<int> Sampled, IReadOnlyList<int> Left, IReadOnlyList<int> Corrected, IReadOnlyList<int> Rate, IReadOnlyList<int> Low, IReadOnlyList<int> High, IReadOnlyList<int> Likely,
    IReadOnlyList<int> In30, IReadOnlyList<int> Health, IReadOnlyList<int> Why, IReadOnlyList<long> Reported, IReadOnlyList<int> Called, IReadOnlyList<int> Tickets);

/// <summary>An hour of states as they come out, minute by minute.</summary>
internal sealed class ReplayHour(int round, long from)
{
    private readonly List<IReadOnlyList<SiteState>> minutes = [];

    public void Add(IReadOnlyList<SiteState> states) => minutes.Add(states);

    public ReplayPage Page()
    {
        var words = minutes.SelectMany(m => m).SelectMany(s => s.Reasons).Distinct().OrderBy(Reason.Rank).ThenBy(w => w, StringComparer.Ordinal).ToList();
        return new(round, from, minutes.Count, words, [.. Enumerable.Range(0, minutes.Count == 0 ? 0 : minutes[0].Count).Select(i => Site(i, words))]);
    }

    private ReplaySite Site(int index, List<string> words)
    {
        int[] Column(Func<SiteState, long> of) => Numbers<int>(of);
        T[] Numbers<T>(Func<SiteState, long> of) where T : INumber<T>
        {
            var (column, before) = (new T[minutes.Count], 0L);
            for (var m = 0; m < column.Length; m++)
            {
                var value = of(minutes[m][index]);
                (column[m], before) = (T.CreateChecked(value - before), value);
            }
            return column;
        }
        var first = minutes[0][index];
        return new(first.Site, first.LanesPlanned, Column(s => (int)s.Status), Column(s => s.Lanes), Column(s => s.Queue), Column(s => s.Arrived), Column(s => s.Implied),
            Column(s => s.Sampled), Column(s => s.Left), Column(s => s.Corrected), Column(s => s.RatePerHour), Column(s => s.Wait?.Low ?? -1), Column(s => s.Wait?.High ?? -1), Column(s => s.Wait?.Likely ?? -1),
            Column(s => s.WaitIn30 ?? -1), Column(s => (int)s.Health), Column(s => s.Reasons.Sum(r => 1 << words.IndexOf(r))), Numbers<long>(s => s.ReportedAt / 1000), Column(s => s.Called), Column(s => s.Tickets));
    }
}
