using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Board;

/// <summary>Several sites added up.</summary>
/// <param name="Name">Of the village, code of the site or district, or "city".</param>
/// <param name="Implied">Arrivals that nobody tapped, among those who must have come.</param>
/// <param name="Queue">People waiting; a site's is never below zero.</param>
/// <param name="ReportedAt">Unix milliseconds on the round's clock of the newest command that a tablet of these sites made; 0 when none was.</param>
internal sealed record Total(string Name, int Sites, long Arrived, long Implied, long Sampled, long Left, long Corrected, long Queue, long ReportedAt)
{
    public static Total Of(string name, IReadOnlyCollection<SiteCount> sites) => new(
        name, sites.Count, sites.Sum(s => s.Arrived), sites.Sum(s => s.Implied), sites.Sum(s => s.Sampled), sites.Sum(s => s.Left), sites.Sum(s => s.Corrected),
        sites.Sum(s => Math.Max(0, s.Queue)), sites.Select(s => s.ReportedAt).DefaultIfEmpty().Max());
}

/// <param name="Round">0: of the open round of each district.</param>
/// <param name="Now">Unix milliseconds on the round's clock.</param>
internal sealed record Totals(int Round, long Now, IReadOnlyList<Total> Rows);
