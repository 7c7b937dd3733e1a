using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>
/// The minutes of a site, each a whole value that replaces the one before: the newest so many of them, as a city has thousands of sites; the ledger has the
/// older ones. Not for use by several threads at once.
/// </summary>
public sealed class MinuteSeries
{
    public const int KeptMinutes = 4 * 60;
    /// <summary>Oldest first. Nearly every minute that comes is the newest; a late fact's is put between.</summary>
    private readonly List<SiteMinute> minutes = [];

    /// <summary>From this minute on nothing is missing: the oldest kept where older ones had to go, else the beginning of time.</summary>
    public long CompleteFrom { get; private set; } = long.MinValue;

    public IReadOnlyList<SiteMinute> All => [.. minutes];

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
        if (minutes.Count <= KeptMinutes) return;
        minutes.RemoveRange(0, minutes.Count - KeptMinutes);
        CompleteFrom = minutes[0].Minute;
    }

    /// <summary>Newest first, from a minute on back in time.</summary>
    internal IEnumerable<SiteMinute> BackFrom(long minute)
    {
        for (var at = Place(minute) is >= 0 and var found ? found : ~Place(minute) - 1; at >= 0; at--) yield return minutes[at];
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
