namespace ScreenOps.Core.Advice;

/// <summary>A site that is open, to whoever stands before another one.</summary>
/// <param name="Low">Minutes to wait there now, to <paramref name="High"/>.</param>
/// <param name="PerMinute">People it samples in a minute, above 0.</param>
/// <param name="Sent">People who were told to go there and are still on their way: its queue does not know them yet.</param>
public sealed record WaySite(string Code, double Latitude, double Longitude, int Low, int High, double PerMinute, int Sent)
{
    /// <summary>Minutes that those on their way will take there.</summary>
    public double SentMinutes => Sent / PerMinute;
}

/// <param name="Walk">Minutes on foot.</param>
/// <param name="Low">Minutes to wait there with those counted in who are on their way before, to <paramref name="High"/>.</param>
public sealed record Way(string Site, double Km, int Walk, int Low, int High)
{
    public int TotalHigh => Walk + High;
}

/// <summary>
/// Where somebody who waits is better off. Each site has room for so many more as its walk and wait together, with everybody counted in who was sent already, stay
/// better than where they stand: a bucket that each advice takes from, and that fills again as those sent arrive and stand in the queue that all can see.
/// </summary>
public static class WaysElsewhere
{
    /// <summary>Streets are longer than the crow flies, by about this; people walk about so many kilometres an hour.</summary>
    public const double Detour = 1.3, KmPerHour = 5;

    /// <summary>Less than so many minutes is not worth a walk.</summary>
    public const int Gain = 5;

    /// <param name="wait">The least minutes that they would still wait where they are; null: nobody can tell, or the site takes nobody.</param>
    /// <returns>The way that surely ends soonest; null: none is better by <see cref="Gain"/>.</returns>
    public static Way? Best(double latitude, double longitude, int? wait, IEnumerable<WaySite> others, Func<double, double, double, double, double> km) => others
        .Select(site => To(site, km(latitude, longitude, site.Latitude, site.Longitude)))
        .Where(way => wait is null || way.TotalHigh + Gain <= wait)
        .OrderBy(way => way.TotalHigh).ThenBy(way => way.Site, StringComparer.Ordinal).FirstOrDefault();

    private static Way To(WaySite site, double km) => new(
        site.Code, km, (int)Math.Ceiling(km * Detour / KmPerHour * 60), site.Low + (int)Math.Floor(site.SentMinutes), site.High + (int)Math.Ceiling(site.SentMinutes));
}

/// <summary>Who was told to go where, until they are due there. Minutes are unix minutes of one clock.</summary>
public sealed class OnTheirWay
{
    private readonly Dictionary<string, SortedDictionary<long, int>> due = [];

    public void Add(string site, long minute, int people = 1)
    {
        if (!due.TryGetValue(site, out var minutes)) due[site] = minutes = [];
        minutes[minute] = minutes.GetValueOrDefault(minute) + people;
    }

    /// <summary>How many are due at the site after this minute; those before it are forgotten.</summary>
    public int To(string site, long now)
    {
        if (!due.TryGetValue(site, out var minutes)) return 0;
        while (minutes.Count > 0 && minutes.First().Key <= now) minutes.Remove(minutes.First().Key);
        return minutes.Values.Sum();
    }
}
