namespace ScreenOps.Core.Counting;

/// <summary>
/// What each kind of command does to a site's tally, judged as of when it was made. The script TurnScript.lua says the same to Redis;
/// a property test holds the two together.
/// </summary>
internal static class Rules
{
    public const long MillisecondsPerMinute = 60_000;

    /// <summary>An Undo reaches back so many numbers of its device.</summary>
    public const long UndoReach = 64;

    public static Effect Of(Tally site, CountKind kind, long n, long made, bool isPerson, string by) => kind switch
    {
        CountKind.Arrived => Arrive(site, n, made, isPerson),
        CountKind.Sampled => Leave(site, new() { Sampled = n }, made, isPerson),
        CountKind.Left => Leave(site, new() { Left = n }, made, isPerson),
        CountKind.Queue => Count(site, n, made, by),
        CountKind.Lanes => Set(site, CountKind.Lanes, n, made, by),
        _ => Set(site, CountKind.Open, (long)kind, made, by),
    };

    /// <summary>A known person really stands there, whatever was counted since; a tablet's number may have been overtaken by an absolute count.</summary>
    private static Effect Arrive(Tally site, long n, long made, bool isPerson)
    {
        var effect = new Effect { Arrived = n };
        if (isPerson) return effect;
        if (made < site.Counted.Made) effect.KeepOutOfQueue();
        else effect.Implied = -Math.Min(n, TakeBack(site, made / MillisecondsPerMinute));
        return effect;
    }

    private static Effect Leave(Tally site, Effect effect, long made, bool isPerson)
    {
        if (!isPerson && made < site.Counted.Made) effect.KeepOutOfQueue();
        else effect.ImplyArrivals(site.Queue);
        return effect;
    }

    private static Effect Count(Tally site, long n, long made, string by)
    {
        if (made < site.Counted.Made) return default;
        var after = site.Minutes.Where(m => m.Key > made / MillisecondsPerMinute).Sum(m => m.Value.Net);
        return new() { Corrected = Math.Max(0, n + after) - site.Queue, Sets = CountKind.Queue, Now = new(n, made, by), Before = site.Counted };
    }

    private static Effect Set(Tally site, CountKind which, long value, long made, string by)
    {
        var before = site.Of(which);
        return made < before.Made ? default : new() { Sets = which, Now = new(value, made, by), Before = before };
    }

    /// <summary>
    /// How many implied arrivals an Arrived of this minute, booked late, was itself: those implied at or after it that no other late Arrived took.
    /// A late one's taking back stands in its own minute, so the least sum from any minute on, back to the last absolute count, is what is left.
    /// </summary>
    private static long TakeBack(Tally site, long minute)
    {
        if (minute > site.LastImplied) return 0;
        var from = site.Counted.Made / MillisecondsPerMinute;
        var sum = site.Minutes.Where(m => m.Key >= minute).Sum(m => m.Value.Implied);
        var least = Math.Min(sum, site.Implied);
        foreach (var (_, earlier) in site.Minutes.Where(m => m.Key < minute && m.Key >= from).Reverse())
        {
            sum += earlier.Implied;
            least = Math.Min(least, sum);
        }
        return Math.Max(0, least);
    }

    /// <summary>The opposite of a row's stored effect; the queue moves only if no Queue was made since, a setting returns only if the row still holds it.</summary>
    public static Effect Undo(Tally site, LedgerRow row)
    {
        var effect = new Effect { Arrived = -row.Arrived, Implied = -row.Implied, Sampled = -row.Sampled, Left = -row.Left, Corrected = -row.Corrected };
        if (row.Sets is { } which)
        {
            if (site.Of(which).By != row.ValueBy) return default;
            effect.Sets = which;
            effect.Before = site.Of(which);
            effect.Now = new(row.Before ?? 0, row.BeforeMade ?? 0, row.BeforeBy);
        }
        else if (site.Counted.Made > row.Made) effect.KeepOutOfQueue();
        effect.ImplyArrivals(site.Queue);
        return effect;
    }
}
