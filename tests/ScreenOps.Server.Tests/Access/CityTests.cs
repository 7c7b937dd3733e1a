using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Board;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>The city reads all districts and changes none.</summary>
public sealed class CityTests(RealEngines engines)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_city_reads_the_district_that_it_names_and_changes_nothing()
    {
        var districts = await CityDistricts.Make(engines);
        await using var server = await districts.Server();
        using var city = server.Http(await server.Person(Grant.City));
        foreach (var (district, sites) in new[] { (districts.One, 3), (districts.Two, 1) })
        {
            city.DefaultRequestHeaders.Remove("X-District");
            city.DefaultRequestHeaders.Add("X-District", district);
            Assert.Equal(sites, (await city.GetFromJsonAsync<Shown>("/api/v1/board", Cancel))!.Sites.Length);
        }
        foreach (var path in new[] { "district", "rounds", "sites", "board/minutes", "board/totals", "city/totals", "city/minutes" })
            Assert.Equal(HttpStatusCode.OK, (await city.GetAsync($"/api/v1/{path}", Cancel)).StatusCode);
        foreach (var path in new[] { "members", "accounts", "devices" })
            Assert.Equal(HttpStatusCode.Forbidden, (await city.GetAsync($"/api/v1/{path}", Cancel)).StatusCode);
        foreach (var path in new[] { "rounds", "codes", "sites", "counts" })
            Assert.Equal(HttpStatusCode.Forbidden, (await city.PostAsJsonAsync($"/api/v1/{path}", new { }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.PutAsJsonAsync("/api/v1/district/levels", new { watchMinutes = 25, actMinutes = 50 }, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_command_centre_does_not_see_the_city_and_gives_nobody_its_grant()
    {
        var districts = await CityDistricts.Make(engines);
        await using var server = await districts.Server();
        var token = await server.Centre(districts.One);
        using var centre = server.Http(token);
        foreach (var path in new[] { "city/totals", "city/minutes" }) Assert.Equal(HttpStatusCode.Forbidden, (await centre.GetAsync($"/api/v1/{path}", Cancel)).StatusCode);
        await using var line = await server.Line(token);
        Assert.Contains("grant", (await Assert.ThrowsAsync<HubException>(() => line.Watch("city"))).Message, StringComparison.Ordinal);
        var order = new { id = Guid.NewGuid(), name = "city", grant = "City" };
        Assert.Equal(HttpStatusCode.Forbidden, (await centre.PostAsJsonAsync("/api/v1/accounts", order, Cancel)).StatusCode);
        using var its = server.Http(server.Get<ServerToken>().ForFolder());
        Assert.Equal(HttpStatusCode.OK, (await its.PostAsJsonAsync("/api/v1/accounts", order, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await centre.PostAsJsonAsync("/api/v1/codes", new { account = order.id }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await its.PostAsJsonAsync("/api/v1/codes", new { account = order.id }, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_city_screen_is_shown_the_sites_of_all_districts_as_they_change()
    {
        var districts = await CityDistricts.Make(engines);
        await using var server = await districts.Server();
        var seen = new Seen();
        await using var screen = await server.Line(await server.Person(Grant.City), seen.Take);
        var all = await screen.Watch("city");
        Assert.Equal([$"{districts.One}/S1", $"{districts.One}/S2", $"{districts.One}/S3", $"{districts.Two}/S1"], all.Sites.Select(s => s.Site).Order(StringComparer.Ordinal));
        var city = server.Get<CityBoard>();
        var before = city.Look();
        foreach (var (district, people) in new[] { (districts.One, 3), (districts.Two, 5) })
        {
            await using var tablet = await server.Line(await server.Tablet(district, Guid.NewGuid()));
            await tablet.Tell(BoardDistrict.Command(1, CountKind.Arrived, people));
        }
        await Eventually.True(() => Task.FromResult(seen[$"{districts.One}/S1"]?.Queue == 3 && seen[$"{districts.Two}/S1"]?.Queue == 5), "both districts at the screen");
        var now = city.Look();
        var changed = city.Changes(before, now);
        Assert.Equal([$"{districts.One}/S1", $"{districts.Two}/S1"], changed!.Sites.Select(s => s.Site).Where(s => s.EndsWith("/S1", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Same(changed, city.Changes(before, now));
        Assert.Null(city.Changes(now, now));
    }

    private sealed record Shown(object[] Sites);
}
