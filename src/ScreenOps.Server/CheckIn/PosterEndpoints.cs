using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.CheckIn;

internal static class PosterEndpoints
{
    /// <summary>The sheet that hangs at a site; it says nothing of a round, so that one print serves all.</summary>
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Poster(
        string code, string? size, bool? rehearsal, ClaimsPrincipal who, SiteBook sites, RoundBook rounds, ServerOptions options)
    {
        PaperSize? paper = size?.ToUpperInvariant() switch { null or "A4" => PaperSize.A4, "A3" => PaperSize.A3, _ => null };
        if (paper is null)
            return TypedResults.Problem("size is A4 or A3; without it the sheet is A4.", statusCode: 400, title: "No such size");
        var district = who.District();
        if ((await sites.Sites(district, 0)).FirstOrDefault(s => s.Code == code && !s.Retired) is not { } site)
            return TypedResults.Problem($"There is no site {code} in this district; GET /api/v1/sites lists them.", statusCode: 404, title: "No such site");
        var query = new QueryString();
        if (await rounds.Named(null) != district) query = query.Add("district", district);
        if (rehearsal == true) query = query.Add("rehearsal", "true");
        var sheet = new PosterSheet(site.Code, site.Name, site.Address, (await rounds.District(district)).Name, options.Link($"/s/{site.Code}{query}"), rehearsal == true);
        return TypedResults.Content(sheet.Svg(paper.Value), "image/svg+xml; charset=utf-8");
    }
}
