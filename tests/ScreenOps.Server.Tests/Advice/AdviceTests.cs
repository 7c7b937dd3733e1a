using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Platform;
using ScreenOps.Server.Tests.Staffing;

namespace ScreenOps.Server.Tests.Advice;

public sealed class AdviceTests(RealEngines engines)
{
    private const string Drowning = "S01";

    [Fact]
    public async Task A_drowning_site_is_advised_a_lane_with_its_people_from_a_site_near_by_that_can_do_without()
    {
        await using var district = await PlanDistrict.Make(engines, Rehearsal);
        await Morning(district, planned: true);

        var advice = await Advice(district);

        var first = advice["proposals"]![0]!;
        Assert.Equal(Drowning, (string?)first["taker"]!["site"]);
        Assert.True((int)first["taker"]!["with"]! < (int)first["taker"]!["without"]!, first.ToJsonString());
        Assert.True((int)first["giver"]!["with"]! < (int)first["taker"]!["with"]!, first.ToJsonString());
        Assert.InRange((int)first["minutes"]!, 12, 25);
        Assert.Equal((int)first["taker"]!["lanes"]! + 1, (int)first["taker"]!["lanesThen"]!);
        var plan = await district.Plan();
        Assert.All(first["people"]!.AsArray(), p => Assert.Equal((string?)first["giver"]!["site"], Where(plan, (string)p!["id"]!)));
        Assert.All(first["people"]!.AsArray(), p => Assert.Contains((string)p!["role"]!, new[] { "Sampler", "Registrar" }));
        Assert.Contains(first["people"]!.AsArray(), p => (string?)p!["role"] == "Sampler");
        // Nobody is named twice.
        var named = advice["proposals"]!.AsArray().SelectMany(p => p!["people"]!.AsArray()).Select(p => (string)p!["id"]!).ToList();
        Assert.Equal(named.Count, named.Distinct().Count());
    }

    [Fact]
    public async Task One_tap_moves_the_lane_and_its_people_once_and_they_can_be_taken_back()
    {
        await using var district = await PlanDistrict.Make(engines, Rehearsal);
        await Morning(district, planned: true);
        var before = await Posts(district);
        var first = (await Advice(district))["proposals"]![0]!;
        var (giver, people) = ((string)first["giver"]!["site"]!, first["people"]!.AsArray().Select(p => (string)p!["id"]!).ToList());
        var order = new { id = Guid.NewGuid(), giver, taker = Drowning, people };

        var both = await Task.WhenAll(Accept(district, order), Accept(district, order));
        var moved = await Body(await Accept(district, order));

        Assert.Contains(both, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Single(moved["done"]!.AsArray());
        var plan = await district.Plan();
        Assert.All(people, p => Assert.Equal(Drowning, Where(plan, p)));
        Assert.Empty(plan["problems"]!.AsArray());
        Assert.Equal((908, 908), ((int)plan["seats"]!, (int)plan["filled"]!));
        Assert.Equal((before[(Drowning, "lanes")], before[(giver, "lanes")] - 1), (await Posts(district) is var after ? (after[(Drowning, "lanes")], after[(giver, "lanes")]) : default));
        // The sites have not said so yet: the next advice reckons with the lane all the same, and asks none of these people again.
        var next = await Advice(district);
        Assert.All(next["proposals"]!.AsArray().Where(p => (string?)p!["taker"]!["site"] == Drowning).Take(1), p => Assert.Equal((int)first["taker"]!["lanes"]! + 1, (int)p!["taker"]!["lanes"]!));
        Assert.DoesNotContain(next["proposals"]!.AsArray().SelectMany(p => p!["people"]!.AsArray()), p => people.Contains((string)p!["id"]!));

        await Sql(district, "update moves set arrives = made");
        await Eventually.True(async () => (await Posts(district))[(Drowning, "lanes")] == before[(Drowning, "lanes")] + 1, "the lane's arrival");

        var undone = await Body(await district.Http.DeleteAsync($"{Base(district)}/moves/{order.id}"));
        Assert.NotNull(undone["done"]![0]!["undone"]);
        var back = await district.Plan();
        Assert.All(people, p => Assert.Equal(giver, Where(back, p)));
        Assert.Equal(before, await Posts(district));
        Assert.Empty(back["problems"]!.AsArray());
    }

    [Fact]
    public async Task What_was_foreseen_and_what_it_really_was_stand_side_by_side()
    {
        await using var district = await PlanDistrict.Make(engines, Rehearsal);
        await Morning(district, planned: false);
        var proposed = (await Advice(district))["proposals"]![0]!;
        Assert.Equal("NoPlan", (string?)proposed["fault"]);
        var moved = await Body(await Accept(district, new { id = Guid.NewGuid(), giver = (string)proposed["giver"]!["site"]!, taker = Drowning, people = Array.Empty<string>() }));
        var made = moved["done"]![0]!;
        Assert.Equal(((int)proposed["taker"]!["without"]!, (int)proposed["taker"]!["with"]!), ((int)made["taker"]!["without"]!, (int)made["taker"]!["with"]!));
        Assert.Null(made["measured"]);

        await Sql(district, "update moves set due = made");
        JsonNode? seen = null;
        await Eventually.True(async () => (seen = (await Advice(district))["done"]![0]!)["measured"] is not null, "the real waits");

        Assert.InRange((int)seen!["taker"]!["real"]!, 30, 24 * 60);
        Assert.InRange((int)seen["giver"]!["real"]!, 0, 5);
    }

    [Fact]
    public async Task What_cannot_be_moved_is_refused_with_the_cure_and_nothing_changes()
    {
        await using var district = await PlanDistrict.Make(engines, Rehearsal);
        await Morning(district, planned: true);
        var before = await Posts(district);
        async Task Refused(object order, HttpStatusCode status, string word)
        {
            var answer = await Accept(district, order);
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(word, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Refused(new { id = Guid.NewGuid(), giver = Drowning, taker = Drowning }, HttpStatusCode.Conflict, "NotThere");
        // The board hears of the counts a moment later; until then it is the taker that does not report.
        await Eventually.True(async () => (await (await Accept(district, new { id = Guid.NewGuid(), giver = "S99", taker = Drowning })).Content.ReadAsStringAsync()).Contains("S99", StringComparison.Ordinal), "a refusal that names the giver");
        await Refused(new { id = Guid.NewGuid(), giver = "S99", taker = Drowning }, HttpStatusCode.Conflict, "S99");
        await Refused(new { id = Guid.Empty, giver = "S03", taker = Drowning }, HttpStatusCode.BadRequest, "UUID");
        await Refused(new { id = Guid.NewGuid(), giver = "S03", taker = Drowning, people = new[] { Guid.NewGuid().ToString() } }, HttpStatusCode.Conflict, "Overtaken");
        Assert.Equal(HttpStatusCode.NotFound, (await district.Http.DeleteAsync($"{Base(district)}/moves/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(before, await Posts(district));
        Assert.Empty((await Advice(district))["done"]!.AsArray());
    }

    private static object Rehearsal => new { name = "moved", rehearsal = true, clockFrom = "2026-11-26T06:00:00+08:00", day = "2026-11-26" };

    private static string Base(PlanDistrict district) => district.Path.Replace("/plan", "/advice", StringComparison.Ordinal);

    /// <summary>All sites are open; two hours of people wait at one of them, and next to none elsewhere.</summary>
    private static async Task Morning(PlanDistrict district, bool planned)
    {
        if (planned)
        {
            await district.Make();
            (await district.Http.PostAsync(district.Path + "/publish", null)).EnsureSuccessStatusCode();
        }
        (await district.Http.PostAsync(district.Path.Replace("/plan", "/open", StringComparison.Ordinal), null)).EnsureSuccessStatusCode();
        var round = int.Parse(district.Path.Split('/')[^2], System.Globalization.CultureInfo.InvariantCulture);
        var clock = (await district.Server.Get<ScreenOps.Server.Districts.RoundBook>().Round(district.Code, round))!.Clock;
        var made = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var site in (await district.Plan())["sites"]!.AsArray().Select(s => (string)s!["site"]!))
        {
            CountCommand[] commands = [new(1, round, site, CountKind.Open, 0, made), new(2, round, site, CountKind.Arrived, site == Drowning ? 500 : 2, made), new(3, round, site, CountKind.Sampled, 1, made)];
            await Eventually.True(async () => (await district.Server.Get<Counter>().Apply(district.Code, Guid.NewGuid(), null, commands, default)).All(r => r.Outcome == CountOutcome.Applied), "a count");
        }
        await Eventually.True(async () => await Advice(district) is var seen && seen["worst"] is { } worst && (int)worst > 30 && seen["proposals"]!.AsArray().Count > 0, "all sites on the board, and who could help");
    }

    private static async Task<JsonObject> Advice(PlanDistrict district) => (await district.Http.GetFromJsonAsync<JsonObject>(Base(district)))!;

    private static Task<HttpResponseMessage> Accept(PlanDistrict district, object order) => district.Http.PostAsJsonAsync($"{Base(district)}/moves", order);

    private static async Task<JsonObject> Body(HttpResponseMessage answer) => (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;

    private static string? Where(JsonObject plan, string member) => plan["sites"]!.AsArray()
        .Where(s => s!["seats"]!.AsArray().Any(seat => (string?)seat!["shift"] == "A" && (string?)seat["member"]?["id"] == member)).Select(s => (string?)s!["site"]).SingleOrDefault();

    /// <summary>Seats of the early shift by site and role, and lanes as they are planned.</summary>
    private static async Task<Dictionary<(string, string), int>> Posts(PlanDistrict district)
    {
        await using var connection = await district.Server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        return (await connection.QueryAsync<(string Site, string What, int Count)>("""
            select site, role, seats from posts where round = @round and shift = 'A' and seats > 0 union all select site, 'lanes', lanes from round_sites where round = @round
            """, new { round = int.Parse(district.Path.Split('/')[^2], System.Globalization.CultureInfo.InvariantCulture) })).ToDictionary(r => (r.Site, r.What), r => r.Count);
    }

    private static async Task Sql(PlanDistrict district, string sql)
    {
        await using var connection = await district.Server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }
}
