using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.CheckIn;

/// <summary>How long a pass holds, and how many tickets may be asked for at once.</summary>
internal sealed record CheckInOptions
{
    public const string Section = "CheckIn";

    /// <summary>A pass that is older is refused, and its holder registers again.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "1000.00:00:00")] public TimeSpan PassLife { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Tickets that one address may ask for in a minute; more are answered 429. Residents of a site share the address of their mobile network.</summary>
    [Range(1, 10_000_000)] public int TicketsPerMinute { get; init; } = 3000;

    /// <summary>People that one account or tablet may look up at a desk in a minute; more are answered 429. A clerk needs some twelve, who tries all last digits ten thousand.</summary>
    [Range(10, 100_000)] public int LookupsPerMinute { get; init; } = 120;

    /// <summary>Screens of a site that may be open at one server; more are answered 429.</summary>
    [Range(1, 1000)] public int ScreensPerSite { get; init; } = 16;

    /// <summary>A desk without network works with the copy of its roster for so long after it fetched it, at most to the round's end. Longer: more of a morning is bridged. Shorter: a tablet that was taken away holds less.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "1.00:00:00")] public TimeSpan RosterLife { get; init; } = TimeSpan.FromHours(12);
}
