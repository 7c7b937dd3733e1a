using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;

namespace ScreenOps.Server.Board;

/// <summary>
/// A round as it was played so far: hours that are over as they go out, zipped, and the fold from which the next minutes come. It reads only what was booked since.
/// Used by one caller at a time; its hours are read by any.
/// </summary>
internal sealed class RoundReplay(string district, RoundRules rules, LedgerTape ledger, long first)
{
    private const int MinutesOfHour = 60;
    private readonly Playback playback = new(rules.Round.Id, rules.Sites.Keys.ToDictionary(code => code, rules.Site), first);
    private readonly Dictionary<long, ZippedDocument> hours = [];
    private ReplayHour? running;
    private long epoch, order;

    public RoundRules Rules => rules;
    public long First => first;
    /// <summary>The last minute that can be shown; before <see cref="First"/>: none.</summary>
    public long Last => playback.Next - 1;

    /// <summary>False: something was committed that was known in a minute which was shown already; all has to be played anew.</summary>
    public async Task<bool> PlayTo(long last, CancellationToken cancel)
    {
        await foreach (var row in ledger.After(district, rules.Round.Id, epoch, order, cancel))
        {
            while (playback.Next <= last && playback.ComesAfterNext(row)) Step();
            // It was known later than what is asked for; the next time begins with it.
            if (playback.ComesAfterNext(row)) break;
            if (!playback.Take(row)) return false;
            (epoch, order) = (row.Epoch, row.Order);
        }
        while (playback.Next <= last) Step();
        return true;
    }

    /// <summary>What can be shown of an hour (unix time / 3,600 s); null: nothing.</summary>
    public ZippedDocument? Hour(long hour)
    {
        if (hours.TryGetValue(hour, out var over)) return over;
        return running is { } now && hour == Last / MinutesOfHour ? ZippedDocument.Of(now.Page()) : null;
    }

    private void Step()
    {
        var minute = playback.Next;
        (running ??= new(rules.Round.Id, minute)).Add(playback.Step());
        if ((minute + 1) % MinutesOfHour != 0) return;
        hours[minute / MinutesOfHour] = ZippedDocument.Of(running.Page());
        running = null;
    }
}
