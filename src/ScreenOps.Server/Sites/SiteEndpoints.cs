using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Sites;

internal static partial class SiteEndpoints
{
    public static async Task<Ok<IReadOnlyList<SiteInfo>>> List(int? round, ClaimsPrincipal who, SiteBook book) =>
        TypedResults.Ok(await book.Sites(who.District(), round ?? 0));

    public static async Task<Results<Created<SiteOrder>, ValidationProblem, ProblemHttpResult>> Add(SiteOrder site, ClaimsPrincipal who, SiteStore store, CancellationToken cancel)
    {
        if (Wrong(site) is { Count: > 0 } wrong) return TypedResults.ValidationProblem(wrong);
        return await store.Add(who.District(), site, cancel) ? TypedResults.Created($"/api/v1/sites/{site.Code}", site)
            : TypedResults.Problem($"A site {site.Code} exists already; choose another code, or edit that one.", statusCode: 409, title: "The code is taken");
    }

    public static async Task<Results<Ok<SiteOrder>, ValidationProblem, ProblemHttpResult>> Edit(string code, SiteOrder site, ClaimsPrincipal who, SiteStore store, CancellationToken cancel)
    {
        var edited = site with { Code = code };
        if (Wrong(edited) is { Count: > 0 } wrong) return TypedResults.ValidationProblem(wrong);
        return await store.Edit(who.District(), edited, cancel) ? TypedResults.Ok(edited) : NoSite(code);
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Retire(string code, ClaimsPrincipal who, SiteStore store, CancellationToken cancel) =>
        await store.Retire(who.District(), code, cancel) ? TypedResults.NoContent() : NoSite(code);

    private static Dictionary<string, string[]> Wrong(SiteOrder s)
    {
        var wrong = new Dictionary<string, string[]>();
        void Must(bool good, string field, string cure)
        {
            if (!good) wrong[field] = [cure];
        }
        Must(CodeForm().IsMatch(s.Code ?? ""), "code", "1 to 12 Latin letters, digits or hyphens, such as S44.");
        Must(s.Name?.Trim() is { Length: > 0 and <= 60 }, "name", "1 to 60 characters.");
        Must(s.Village?.Trim() is { Length: > 0 and <= 60 }, "village", "The village or community it stands in, 1 to 60 characters.");
        Must(s.Latitude is >= -90 and <= 90, "latitude", "Degrees in WGS-84, from -90 to 90.");
        Must(s.Longitude is >= -180 and <= 180, "longitude", "Degrees in WGS-84, from -180 to 180.");
        Must(s.Population >= 0, "population", "People who belong to the site; 0 or more.");
        Must(s.Lanes is >= 0 and <= 99, "lanes", "Sampling desks, 0 to 99.");
        Must(s.Address is null or { Length: <= 200 }, "address", "At most 200 characters.");
        return wrong;
    }

    private static ProblemHttpResult NoSite(string code) => TypedResults.Problem($"There is no site {code} in this district; GET /api/v1/sites lists them.", statusCode: 404, title: "No such site");

    [GeneratedRegex("^[A-Za-z0-9-]{1,12}$")]
    private static partial Regex CodeForm();
}
