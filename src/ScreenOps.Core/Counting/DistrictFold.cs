namespace ScreenOps.Core.Counting;

/// <summary>
/// The live fold of a district, or what one published change touched. Sequence counts up by 1 within an epoch;
/// a gap, another epoch or a reconnect (Sequence -1) means: read the whole again.
/// </summary>
/// <param name="Sites">All sites of all rounds that are not sealed; in a change: those touched, with their new values.</param>
public sealed record DistrictFold(long Epoch, long Sequence, IReadOnlyList<SiteFold> Sites);

/// <param name="Minutes">All minutes of the site; in a change: those touched, each with its new whole value.</param>
public sealed record SiteFold(SiteCount Count, IReadOnlyList<SiteMinute> Minutes);
