using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

public sealed class PosterTests(RealEngines engines)
{
    private const string PublicUrl = "https://screening.example.org";

    [Theory]
    [InlineData("", "210mm", "297mm", 794, 1123, "/s/S1"), InlineData("?size=A3", "297mm", "420mm", 1123, 1588, "/s/S1"), InlineData("?size=a4&rehearsal=true", "210mm", "297mm", 794, 1123, "/s/S1?rehearsal=true")]
    public async Task A_poster_is_as_large_as_its_paper_and_its_code_is_the_sites_address(string query, string wide, string high, int width, int height, string path)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, $"--ScreenOps:PublicUrl={PublicUrl}/");
        using var http = server.Http(await server.Centre(district.Code));
        using var answer = await http.GetAsync($"/api/v1/sites/S1/poster{query}");
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        var svg = await answer.Content.ReadAsStringAsync();
        var root = XDocument.Parse(svg).Root!;
        Assert.Equal((wide, high), (root.Attribute("width")!.Value, root.Attribute("height")!.Value));
        Assert.Equal(query.Contains("rehearsal"), svg.Contains("演练 REHEARSAL", StringComparison.Ordinal));
        Assert.Equal(PublicUrl + path, await Pictures.Read(svg, width, height));
    }

    [Fact]
    public async Task Names_are_written_as_they_are_and_another_district_stands_in_the_address()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("""
            update sites set name = '<b>“A&B”</b> 很长很长很长很长很长很长很长很长很长很长很长的采样点', address = '东街 5 号' where code = 'S1';
            insert into districts (code, name, created_at) values ('first', '第一街道', now() - interval '1 day');
            """);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, $"--ScreenOps:PublicUrl={PublicUrl}");
        using var http = server.Http(await server.Centre(district.Code));
        var svg = await http.GetStringAsync("/api/v1/sites/S1/poster");
        var texts = XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        Assert.Superset(new HashSet<string> { "<b>“A&B”</b> 很长很长很长很长很长很长很长很长很长很长很长的采样点", "东街 5 号", "Test", "S1" }, texts.ToHashSet());
        Assert.Equal($"{PublicUrl}/s/S1?district={district.Code}", await Pictures.Read(svg, 794, 1123));
    }

    [Fact]
    public async Task Strangers_unknown_sites_and_other_sizes_get_no_poster()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var stranger = server.Http();
        using var tablet = server.Http(await server.Tablet(district.Code, Guid.NewGuid()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/sites/S1/poster")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await tablet.GetAsync("/api/v1/sites/S1/poster")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await tablet.GetAsync("/api/v1/sites/S9/poster")).StatusCode);
        foreach (var size in new[] { "A5", "7", "1" }) Assert.Equal(HttpStatusCode.BadRequest, (await tablet.GetAsync($"/api/v1/sites/S1/poster?size={size}")).StatusCode);
    }

    [Fact]
    public async Task A_pass_becomes_a_picture_that_reads_as_the_pass_and_nothing_else_does()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var pass = (await http.Ticket(Poster.Form())).Pass;
        using var answer = await http.PostAsJsonAsync("/api/v1/public/passes/qr", new { pass.Text });
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(pass.Text, await Pictures.Read(await answer.Content.ReadAsStringAsync(), 400, 400));
        foreach (var other in new[] { "https://example.org", pass.Text[..^1] + (pass.Text[^1] == 'A' ? 'B' : 'A'), "" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await http.PostAsJsonAsync("/api/v1/public/passes/qr", new { text = other })).StatusCode);
    }

    [Fact]
    public async Task The_keys_of_passes_are_public_may_be_kept_and_hold_no_secret()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        using var answer = await http.GetAsync("/api/v1/passes/keys");
        Assert.Equal((true, TimeSpan.FromMinutes(5)), (answer.Headers.CacheControl!.Public, answer.Headers.CacheControl.MaxAge));
        var key = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("keys")[0];
        Assert.Equal(["kty", "crv", "kid", "alg", "use", "x", "y"], key.EnumerateObject().Select(p => p.Name));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/passes/keys");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await http.SendAsync(again)).StatusCode);
    }
}
