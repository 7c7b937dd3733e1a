using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Rehearsal;

/// <summary>People expected at a site in the quarter of an hour from a time of day on.</summary>
public sealed record ArrivalQuarter(string Site, TimeOnly Starts, int People);

public sealed record RehearsalSite(string Code, int Lanes);

/// <param name="Second">Of the round's day, in the district's zone.</param>
public sealed record PlannedCommand(int Second, CountKind Kind, int N);

/// <summary>What befalls a site beside its queue. Spans are half-open, in seconds of the day; an empty one has equal ends.</summary>
/// <param name="Opens">Second at which it opens.</param>
/// <param name="Pace">1, or less where a post is unmanned.</param>
public sealed record SiteLuck(int Opens, (int From, int To) Paused, (int From, int To) Silent, double Pace);

/// <param name="Commands">In the order of their making: the number of a command is its place, from 1.</param>
public sealed record SiteMorning(string Site, IReadOnlyList<PlannedCommand> Commands, SiteLuck Luck);

/// <summary>
/// A morning to rehearse: every command that every tablet will make, worked out beforehand. The same arrivals, sites and seed give the same morning.
/// </summary>
public sealed record MorningPlan(IReadOnlyList<SiteMorning> Sites)
{
    public const int Quarter = 900;

    public int FirstSecond => Sites.SelectMany(s => s.Commands).Min(c => c.Second);
    public int LastSecond => Sites.SelectMany(s => s.Commands).Max(c => c.Second);

    public static MorningPlan Of(IReadOnlyList<ArrivalQuarter> arrivals, IReadOnlyList<RehearsalSite> sites, int seed)
    {
        var known = sites.OrderBy(s => s.Code, StringComparer.Ordinal).ToList();
        var bySite = arrivals.ToLookup(a => a.Site);
        var start = arrivals.Count == 0 ? 5 * 3600 + 1800 : arrivals.Min(a => Second(a.Starts));
        var luck = Draw(known.Count, start, new Dice((ulong)seed));
        return new([.. known.Select((site, i) => new SiteMorning(
            site.Code, SitePlay.Of(site, [.. bySite[site.Code].OrderBy(a => a.Starts)], luck[i], new Dice((ulong)seed * 1_000_003 + (ulong)i + 1)), luck[i]))]);
    }

    public static int Second(TimeOnly time) => (int)(time.Ticks / TimeSpan.TicksPerSecond);

    /// <summary>A tenth of the sites open late, one is paused, one silent and one slow for a while.</summary>
    private static SiteLuck[] Draw(int count, int start, Dice dice)
    {
        var order = dice.Shuffled(count);
        var luck = new SiteLuck[count];
        for (var place = 0; place < count; place++)
        {
            var late = place >= 3 && place < 3 + (count + 9) / 10;
            var opens = start + (late ? 60 * dice.Whole(12, 30) : 60 * dice.Whole(-4, 2));
            luck[order[place]] = new(
                opens, place == 0 ? Span(start, 85, 30, dice) : default, place == 1 ? Span(start, 70, 35, dice) : default, place == 2 ? 0.62 : 1);
        }
        return luck;
    }

    private static (int, int) Span(int start, int afterMinutes, int minutes, Dice dice)
    {
        var from = start + 60 * (afterMinutes + dice.Whole(0, 10));
        return (from, from + 60 * minutes);
    }
}
