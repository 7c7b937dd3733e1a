using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Advice;

/// <summary>"Go to X instead", on real servers.</summary>
public sealed class WayTests(RealEngines engines)
{
    [Fact]
    public async Task Who_is_sent_is_counted_in_for_the_next_on_both_servers_until_the_other_site_is_no_better()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("update sites set latitude = 36.7, longitude = 117.5 where code = 'S1'; update sites set latitude = 36.7, longitude = 117.505 where code = 'S2'");
        await using var one = await district.Server();
        await using var two = await district.Server();
        await using var tablet = await one.Line(await one.Tablet(district.Code, Guid.NewGuid()));
        await using var other = await one.Line(await one.Tablet(district.Code, Guid.NewGuid(), "S2"));
        await tablet.Tell(BoardDistrict.Command(1, CountKind.Open), BoardDistrict.Command(2, CountKind.Lanes, 1), BoardDistrict.Command(3, CountKind.Queue, 90));
        await other.Tell(BoardDistrict.Command(1, CountKind.Open, site: "S2"), BoardDistrict.Command(2, CountKind.Lanes, 1, "S2"), BoardDistrict.Command(3, CountKind.Queue, 5, "S2"));
        using var here = one.Http();
        using var there = two.Http();
        await Eventually.True(async () => (await Wait(here, "S1"), await Wait(there, "S2")) is (> 15, >= 0) && await Wait(there, "S1") > 15, "both boards know both sites");
        var asker = Guid.NewGuid();
        var first = await Way(here, asker);
        Assert.Equal(("S2", 7), (first!.Value.GetProperty("site").GetString(), first.Value.GetProperty("walk").GetInt32()));
        Assert.NotEqual(first.Value.GetProperty("latitude").GetDouble(), first.Value.GetProperty("gcj02").GetProperty("latitude").GetDouble());
        Assert.Equal(first.Value.GetRawText(), (await Way(here, asker))!.Value.GetRawText());
        // Everybody asks, here and there; each makes the way a little longer, until nobody is sent any more.
        var sent = 1;
        await Eventually.True(async () =>
        {
            var ways = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Way(i % 2 == 0 ? here : there, Guid.NewGuid())));
            sent += ways.Count(w => w is not null);
            return ways.All(w => w is null);
        }, "the other site has no room left");
        var (own, least) = (await Wait(here, "S1"), first.Value.GetProperty("high").GetInt32() + 7);
        // A lane does three a minute at this district's rate or less: so many fit between its way and the wait here, and what two servers tell within a second beside each other.
        Assert.InRange(sent, 2, (own - least) * 4 + 40);
        Assert.Equal(HttpStatusCode.NotFound, (await here.PostAsJsonAsync("/api/v1/public/sites/S9/way", new { asker })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await here.PostAsJsonAsync("/api/v1/public/sites/S1/way", new { asker = Guid.Empty })).StatusCode);
    }

    private static async Task<JsonElement?> Way(HttpClient http, Guid asker)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/public/sites/S1/way", new { asker });
        if (answer.StatusCode == HttpStatusCode.NoContent) return null;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<int> Wait(HttpClient http, string site) =>
        (await http.GetFromJsonAsync<JsonElement>($"/api/v1/public/sites/{site}")).GetProperty("wait") is { ValueKind: JsonValueKind.Object } wait ? wait.GetProperty("low").GetInt32() : -1;
}
