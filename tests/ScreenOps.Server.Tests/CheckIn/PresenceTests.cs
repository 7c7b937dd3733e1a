using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>Districts that want proof of presence: the code on the site's own screen.</summary>
public sealed class PresenceTests(RealEngines engines)
{
    [Fact]
    public async Task Where_presence_is_wanted_the_posters_code_gives_no_ticket_and_the_screens_does()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        using var centre = one.Http(await one.Centre(district.Code));
        using var here = one.Http();
        using var there = two.Http();
        var before = await here.Ticket(Poster.Form());
        Assert.Equal(HttpStatusCode.OK, (await centre.PutAsJsonAsync("/api/v1/district/presence", new { required = true })).StatusCode);
        await Eventually.True(async () => (await there.Scan(Poster.Form(Poster.Other))).StatusCode == HttpStatusCode.Forbidden, "the other server wants presence too");
        using (var refused = await here.Scan(Poster.Form(Poster.Other))) Assert.Contains("scan the code that it shows now", await refused.Content.ReadAsStringAsync());
        // Who stands here already asks what became of it from anywhere; elsewhere is another matter.
        Assert.Equal("Already", (await here.Ticket(new { pass = before.Pass.Text })).Outcome);
        Assert.Equal(HttpStatusCode.Forbidden, (await here.Scan(new { pass = before.Pass.Text }, "S2")).StatusCode);

        var screen = await (await Screen(one, district)).GetFromJsonAsync<JsonElement>("/api/v1/sites/S1/presence");
        Assert.True(screen.GetProperty("required").GetBoolean());
        var codes = screen.GetProperty("codes").EnumerateArray().ToList();
        Assert.Equal(60, codes.Select(c => c.GetProperty("url").GetString()).Distinct().Count());
        Assert.InRange(screen.GetProperty("now").GetInt64() - codes[0].GetProperty("from").GetInt64(), 0, 9_999);
        var address = new Uri(codes[0].GetProperty("url").GetString()!);
        var code = address.Query.Split("k=")[1];
        // The other server takes what this one's screen shows.
        var stamp = (await (await there.PostAsJsonAsync("/api/v1/public/sites/S1/presence", new { code })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("stamp").GetString();
        Assert.Equal(address.ToString(), await Pictures.Read(codes[0].GetProperty("qr").GetString()!, 300, 300));
        Assert.Equal("Ticketed", (await here.Ticket(new { identity = Poster.Other, phone = Poster.Phone, consent = true, presence = stamp })).Outcome);
        Assert.Equal(HttpStatusCode.Forbidden, (await here.Scan(new { pass = before.Pass.Text, presence = stamp }, "S2")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await here.PostAsJsonAsync("/api/v1/public/sites/S2/presence", new { code })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await here.PostAsJsonAsync("/api/v1/public/sites/S1/presence", new { code = codes[20].GetProperty("url").GetString()!.Split("k=")[1] })).StatusCode);
    }

    [Fact]
    public async Task A_tablet_shows_the_codes_of_its_own_site_only_and_the_rule_is_the_command_centres()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var tablet = await Screen(server, district);
        Assert.Equal(HttpStatusCode.Forbidden, (await tablet.GetAsync("/api/v1/sites/S2/presence")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await tablet.PutAsJsonAsync("/api/v1/district/presence", new { required = true })).StatusCode);
        using var centre = server.Http(await server.Centre(district.Code));
        Assert.Equal(HttpStatusCode.NotFound, (await centre.GetAsync("/api/v1/sites/S9/presence")).StatusCode);
        using var member = server.Http(await server.Person(Grant.Member, district.Code));
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync("/api/v1/sites/S1/presence")).StatusCode);
    }

    private static async Task<HttpClient> Screen(TestServer server, BoardDistrict district) => server.Http(await server.Tablet(district.Code, Guid.NewGuid()));
}
