namespace ScreenOps.Core.Counting;

/// <summary>The live fold of one site in one round, at a version. Versions order by (epoch, n).</summary>
/// <param name="Lanes">Open lanes as last reported; null until somebody did.</param>
/// <param name="ReportedAt">Unix milliseconds on the round's clock of the newest command made; 0 when none was.</param>
/// <param name="Called">Highest ticket number handed on to a lane; 0 when none was.</param>
/// <param name="Tickets">Highest ticket number issued; 0 when none was.</param>
public sealed record SiteCount(
    int Round, string Site, long Epoch, long Version,
    long Arrived, long Implied, long Sampled, long Left, long Corrected,
    SiteStatus Status, int? Lanes, long ReportedAt, int Called, int Tickets)
{
    public long Queue => Arrived + Implied - Sampled - Left + Corrected;
}

/// <summary>What a minute of a site holds, by the time things were made. Minute: unix time / 60 s on the round's clock.</summary>
public sealed record SiteMinute(long Minute, int Arrived, int Implied, int Sampled, int Left)
{
    /// <summary>The minute of a moment in unix milliseconds.</summary>
    public static long Of(long made) => made / Rules.MillisecondsPerMinute;
}
