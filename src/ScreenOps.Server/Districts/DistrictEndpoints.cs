using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <param name="WatchMinutes">From this wait on a site is watched.</param>
/// <param name="ActMinutes">From this wait on somebody must act.</param>
/// <param name="LaneRate">The usual rate of a lane, people an hour.</param>
/// <param name="Tiles">Address of a raster tile source with {z}, {x} and {y}, where one is configured.</param>
internal sealed record DistrictShown(string Code, string Name, string TimeZone, int WatchMinutes, int ActMinutes, int LaneRate, string? Tiles);

/// <summary>From which wait on a site is watched, and from which somebody must act: Shenzhen had 25 and 50, Hangzhou 15 and 30, Ningbo 30 and 60.</summary>
internal sealed record WaitLevels(int WatchMinutes, int ActMinutes);

internal static class DistrictEndpoints
{
    private const int MostMinutes = 600;

    public static async Task<Ok<DistrictShown>> Show(ClaimsPrincipal who, RoundBook book, ServerOptions options) =>
        TypedResults.Ok(await Shown(who.District(), book, options));

    /// <summary>Sets the levels by which the waits of all sites are coloured; every board follows within a second.</summary>
    public static async Task<Results<Ok<DistrictShown>, ValidationProblem>> Levels(
        WaitLevels levels, ClaimsPrincipal who, DistrictStore store, RoundBook book, ServerOptions options, CancellationToken cancel)
    {
        var wrong = new Dictionary<string, string[]>();
        if (levels.WatchMinutes < 1) wrong["watchMinutes"] = ["1 minute or more."];
        if (levels.ActMinutes <= levels.WatchMinutes || levels.ActMinutes > MostMinutes) wrong["actMinutes"] = [$"More than watchMinutes, and at most {MostMinutes}."];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        await store.Levels(who.District(), levels.WatchMinutes, levels.ActMinutes, cancel);
        return TypedResults.Ok(await Shown(who.District(), book, options));
    }

    /// <summary>Outlines of the villages, GeoJSON in WGS-84; a collection of nothing where none were imported.</summary>
    public static async Task<ContentHttpResult> Ground(ClaimsPrincipal who, DistrictStore store, CancellationToken cancel) =>
        TypedResults.Content(await store.Ground(who.District(), cancel) ?? """{"type":"FeatureCollection","features":[]}""", "application/geo+json");

    private static async ValueTask<DistrictShown> Shown(string district, RoundBook book, ServerOptions options)
    {
        var d = await book.District(district);
        return new(d.Code, d.Name, d.TimeZone, d.WatchMinutes, d.ActMinutes, d.LaneRate, options.Tiles);
    }
}
