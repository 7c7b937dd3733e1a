using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.CheckIn;

internal sealed record PresenceScan(string? Code);

/// <param name="Stamp">Goes with the request for a ticket at this site.</param>
internal sealed record PresenceStamp(string Stamp, DateTimeOffset Until);

internal sealed record PresenceRule(bool Required);

/// <param name="Now">Unix milliseconds on the server's clock: the screen learns from it how far its own is off.</param>
internal sealed record PresenceScreen(bool Required, string Site, string SiteName, string District, long Now, int StepSeconds, IReadOnlyList<PresenceShown> Codes);

internal static class PresenceEndpoints
{
    /// <summary>Ten minutes of codes.</summary>
    private const int Ahead = 60;

    /// <summary>Swaps the code that was scanned from the site's screen for a stamp, before it is over.</summary>
    public static async Task<Results<Ok<PresenceStamp>, ProblemHttpResult>> Scan(string code, string? district, PresenceScan scan, RoundBook rounds, Presence presence, TimeProvider time) =>
        await rounds.Named(district) is { } named && presence.Stamp(named, code, scan.Code ?? "") is { } stamp ? TypedResults.Ok(new PresenceStamp(stamp, time.GetUtcNow() + PresenceCode.StampLife))
            : TypedResults.Problem("This code is over or of another site; scan the one that the site's screen shows now.", statusCode: 422, title: "The code is over");

    /// <summary>What the screen of a site shows. A tablet sees those of its own site.</summary>
    public static async Task<Results<Ok<PresenceScreen>, ProblemHttpResult>> Screen(
        string code, bool? rehearsal, ClaimsPrincipal who, RoundBook rounds, SiteBook sites, Presence presence, ServerOptions options, TimeProvider time)
    {
        var district = who.District();
        if (who.Site() is { } own && own != code) return TypedResults.Problem("This sign-in is of another site.", statusCode: 403, title: "Not yours");
        if ((await sites.Sites(district, 0)).FirstOrDefault(s => s.Code == code && !s.Retired) is not { } site)
            return TypedResults.Problem($"There is no site {code} in this district; GET /api/v1/sites lists them.", statusCode: 404, title: "No such site");
        var query = new QueryString();
        if (await rounds.Named(null) != district) query = query.Add("district", district);
        if (rehearsal == true) query = query.Add("rehearsal", "true");
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var codes = presence.Codes(district, code, now, Ahead, k => options.Link($"/s/{Uri.EscapeDataString(code)}{query.Add("k", k)}"));
        return TypedResults.Ok(new PresenceScreen(await presence.Required(district), code, site.Name, (await rounds.District(district)).Name, now, (int)PresenceCode.Step.TotalSeconds, codes));
    }

    public static async Task<PresenceRule> Show(ClaimsPrincipal who, Presence presence) => new(await presence.Required(who.District()));

    /// <summary>Whether a ticket of this district needs the code on the site's screen.</summary>
    public static async Task<PresenceRule> Set(PresenceRule rule, ClaimsPrincipal who, Presence presence, CancellationToken cancel)
    {
        await presence.Require(who.District(), rule.Required, cancel);
        return rule;
    }
}
