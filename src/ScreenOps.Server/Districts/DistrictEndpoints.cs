using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <param name="Tiles">Address of a raster tile source with {z}, {x} and {y}, where one is configured.</param>
internal sealed record DistrictShown(string Code, string Name, string TimeZone, int WatchMinutes, int ActMinutes, int LaneRate, string? Tiles);

internal static class DistrictEndpoints
{
    public static async Task<Ok<DistrictShown>> Show(ClaimsPrincipal who, RoundBook book, ServerOptions options)
    {
        var d = await book.District(who.District());
        return TypedResults.Ok(new DistrictShown(d.Code, d.Name, d.TimeZone, d.WatchMinutes, d.ActMinutes, d.LaneRate, options.Tiles));
    }

    /// <summary>Outlines of the villages, GeoJSON in WGS-84; a collection of nothing where none were imported.</summary>
    public static async Task<ContentHttpResult> Ground(ClaimsPrincipal who, NpgsqlDataSource postgres, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var ground = await connection.ExecuteScalarAsync<string?>(new CommandDefinition("select ground::text from districts where code = @district", new { district = who.District() }, cancellationToken: cancel));
        return TypedResults.Content(ground ?? """{"type":"FeatureCollection","features":[]}""", "application/geo+json");
    }
}
