using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>People of a household who come together with one phone.</summary>
public sealed class FamilyTests(RealEngines engines)
{
    private static readonly object[] Two = [new { identity = Poster.Identity, name = "王秀英" }, new { identity = Poster.Other, name = "王远" }];

    [Fact]
    public async Task A_family_stands_one_behind_the_other_and_comes_again_by_its_passes()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var form = new { people = Two, phone = Poster.Phone, consent = true };
        var first = await Tickets(http, form);
        Assert.Equal([("Ticketed", 1, "王*英"), ("Ticketed", 2, "王*")], first.Select(t => (t.Outcome, t.Number, t.Pass.Name)));
        Assert.Equal([("Already", 1), ("Already", 2)], (await Tickets(http, form)).Select(t => (t.Outcome, t.Number)));
        var moved = await Tickets(http, new { passes = first.Select(t => t.Pass.Text) }, "S2");
        Assert.Equal([("Moved", 1, "S2"), ("Moved", 2, "S2")], moved.Select(t => (t.Outcome, t.Number, t.Site)));
        await Eventually.True(async () => (await http.Read("S1")).Queue == 0 && (await http.Read("S2")).Queue == 2, "both moved");
    }

    [Fact]
    public async Task What_is_wrong_with_one_of_them_is_told_at_that_one_and_nobody_is_registered()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        object[] people = [Two[0], new { identity = "990119196605058751", name = "" }];
        using var answer = await Scan(http, new { people, phone = "123", consent = true });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.Equal(["people[1].identity", "phone"], errors.EnumerateObject().Select(e => e.Name).Order());
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from residents"));
        foreach (var count in new[] { 0, 9 })
        {
            using var many = await Scan(http, new { people = Enumerable.Repeat(Two[0], count), phone = Poster.Phone, consent = true });
            Assert.Contains("1 to 8", await many.Content.ReadAsStringAsync());
        }
        using var pass = await Scan(http, new { passes = new[] { "SO1:X" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, pass.StatusCode);
    }

    private static Task<HttpResponseMessage> Scan(HttpClient http, object order, string site = "S1") => http.PostAsJsonAsync($"/api/v1/public/sites/{site}/families", order);

    private static async Task<IReadOnlyList<Ticket>> Tickets(HttpClient http, object order, string site = "S1")
    {
        var text = "";
        await Eventually.True(async () =>
        {
            using var answer = await Scan(http, order, site);
            text = await answer.Content.ReadAsStringAsync();
            // As the page does it: who is told that many are taking tickets asks again.
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
            return true;
        }, "tickets");
        return JsonDocument.Parse(text.Replace("\"ticket\":", "\"number\":", StringComparison.Ordinal)).RootElement.GetProperty("tickets").Deserialize<IReadOnlyList<Ticket>>(JsonSerializerOptions.Web)!;
    }
}
