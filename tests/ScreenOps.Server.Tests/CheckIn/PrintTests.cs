using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>Passes on paper.</summary>
public sealed class PrintTests(RealEngines engines)
{
    private sealed record Card(string Name, string Village, string Grid, string Household, string Door, string Tail, DateTimeOffset Expires, string Qr);

    private sealed record Line(Guid Id, string By, string Village, string Grid, string Household, int People, bool Complete);

    [Fact]
    public async Task A_print_is_in_order_of_households_has_the_pass_that_holds_and_leaves_a_line_of_who_printed_it()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000002", "李平", "990355199907288252");
        await district.Resident(server, "H000001", "王远", Poster.Other, null, "儿子");
        await district.Resident(server, "H000001", "王秀英", "99011919660505875X");
        await district.Do("update residents set village = '东村', grid = case household when 'H000001' then '第2网格' else '第10网格' end; insert into residents (district, household, identity_index, identity_sealed, name_sealed, village, walk_in) values (@Code, '', 'w', 'w', 'w', '', true)");
        using var http = server.Http();
        var held = (await http.Ticket(Poster.Form(Poster.Other, name: "王远"))).Pass;
        using var centre = server.Http(await server.Centre(district.Code));
        Assert.Equal([("第2网格", 2), ("第10网格", 1)], (await centre.GetFromJsonAsync<JsonElement>("/api/v1/passes/prints/places")).EnumerateArray().Select(p => (p.GetProperty("grid").GetString(), p.GetProperty("residents").GetInt32())));
        Assert.Equal(3, (await centre.GetFromJsonAsync<JsonElement>("/api/v1/passes/prints/count?village=东村")).GetProperty("people").GetInt32());
        var order = new { id = Guid.NewGuid(), village = "东村" };
        var cards = await Print(centre, order);
        Assert.Equal(["王秀英", "王远", "李平"], cards.Select(c => c.Name));
        Assert.All(cards, c => Assert.Equal("东村", c.Village));
        Assert.Equal(held.Id.ToString("N")[^6..].ToUpperInvariant(), cards[1].Tail);
        Assert.Equal(cards.Select(c => c.Tail), (await Print(centre, order)).Select(c => c.Tail));
        Assert.Equal(["李平"], (await Print(centre, new { id = Guid.NewGuid(), household = "H000002" })).Select(c => c.Name));
        var lines = (await centre.GetFromJsonAsync<Line[]>("/api/v1/passes/prints"))!;
        Assert.Equal([("H000002", 1, true), ("", 3, true)], lines.Select(l => (l.Household, l.People, l.Complete)));
        Assert.All(lines, l => Assert.Equal("centre", l.By));
        Assert.Equal(HttpStatusCode.Conflict, (await centre.PostAsJsonAsync("/api/v1/passes/prints", new { order.id, village = "another" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await centre.PostAsJsonAsync("/api/v1/passes/prints", new { id = Guid.Empty })).StatusCode);
        using var desk = server.Http(await server.Person(Grant.Desk, district.Code));
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.PostAsJsonAsync("/api/v1/passes/prints", order)).StatusCode);
    }

    /// <summary>
    /// Drawn at the size of paper and at a printer's dots an inch, straight, turned, blurred and pale: as a camera sees them. Every one of them is read by two programs
    /// that know nothing of ours.
    /// </summary>
    [Theory, InlineData(300), InlineData(150)]
    public async Task Codes_on_paper_are_read_straight_turned_blurred_and_pale(int dpi)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--ScreenOps:PublicUrl=https://screening.example.org/");
        await district.Resident(server, "H000001", "王秀英", Poster.Identity);
        using var centre = server.Http(await server.Centre(district.Code));
        var card = (await Print(centre, new { id = Guid.NewGuid() }))[0];
        var poster = await centre.GetStringAsync("/api/v1/sites/S1/poster");
        foreach (var style in new[] { "", "transform: rotate(11deg)", "filter: blur(.2mm)", "filter: contrast(.7)" })
        {
            var both = await Pictures.Draw($"""
                <div style="{style}; position: absolute; left: 10mm; top: 10mm">{poster}</div>
                <img style="{style}; position: absolute; left: 235mm; top: 30mm; width: 42mm; height: 42mm; image-rendering: pixelated" src="data:image/png;base64,{card.Qr}">
                """, 300, 317, dpi);
            foreach (var (read, by) in new[] { (await Pictures.Zbar(both), "zbarimg"), (await Pictures.Zxing(both), "zxing-wasm") })
            {
                var (passes, others) = (read.Split('\n').Where(t => t.StartsWith(SignedPass.Prefix, StringComparison.Ordinal)).ToList(), read.Split('\n').Where(t => t.StartsWith("http", StringComparison.Ordinal)).ToList());
                Assert.True(others is ["https://screening.example.org/s/S1"], $"A poster with '{style}' at {dpi} dpi was read by {by} as '{read}'.");
                Assert.True(passes is [var pass] && server.Get<Passes>().Read(pass) is PassReading.Valid, $"A pass with '{style}' at {dpi} dpi was read by {by} as '{read}'.");
            }
        }
    }

    [Fact]
    public void A_pass_is_a_code_of_version_7_at_level_M()
    {
        using var key = PassKey.Make();
        var text = SignedPass.Write(new(Guid.NewGuid(), PassKind.Household, TimeProvider.System.GetUtcNow().AddDays(90)), key);
        // 17 modules and 4 more for each version.
        Assert.Equal(17 + 4 * 7, ScreenOps.Server.Platform.Qr.Of(text, QRCoder.QRCodeGenerator.ECCLevel.M).Size);
    }

    private static async Task<IReadOnlyList<Card>> Print(HttpClient http, object order)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/passes/prints", order);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => JsonSerializer.Deserialize<Card[]>(line, JsonSerializerOptions.Web)!)];
    }
}
