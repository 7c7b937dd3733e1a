using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Staffing;

public sealed class AskingTests(RealEngines engines)
{
    private static readonly (HttpStatusCode, string?) Good = (HttpStatusCode.NoContent, null);

    [Fact]
    public async Task Of_two_who_accept_at_once_one_has_the_seat_and_the_other_is_told()
    {
        await using var district = await MorningDistrict.Make(engines);
        var asked = await Asked(district, few: 2);
        Assert.Equal(2, asked.Count);
        foreach (var one in asked) Assert.Equal("S1采样点", (string?)(await district.Duty(one))["offers"]![0]!["siteName"]);

        var answers = await Task.WhenAll(asked.Select(one => Say(district, one, true)));

        Assert.Equal([Good, (HttpStatusCode.Conflict, "Taken")], answers.Order());
        var winner = asked[Array.IndexOf(answers, Good)];
        Assert.Equal(winner, Assert.Single(await district.On("S1", "A", Role.Sampler), s => asked.Contains(s.Id)).Id);
        Assert.Equal("Confirmed", (string?)(await district.Duty(winner))["rounds"]![0]!["duties"]!.AsArray().Single(d => (string?)d!["shift"] == "A")!["state"]);
        Assert.Equal(Good, await Say(district, winner, true));
        Assert.Equal((HttpStatusCode.Conflict, "Taken"), await Say(district, asked.Single(a => a != winner), true));
        Assert.Empty((await district.Duty(asked.Single(a => a != winner)))["offers"]!.AsArray());
        var morning = await district.Morning();
        Assert.Equal(("Published", "Filled"), ((string?)morning["state"], (string?)morning["askings"]![0]!["state"]));
    }

    [Fact]
    public async Task A_no_ends_the_asking_of_that_one_and_the_next_is_asked_until_nobody_is_left()
    {
        await using var district = await MorningDistrict.Make(engines);
        var seen = new List<string>();
        for (var one = Assert.Single(await Asked(district, few: 1)); ; one = Waiting(await district.Morning()).Single())
        {
            Assert.DoesNotContain(one, seen);
            seen.Add(one);
            for (var said = 0; said < 2; said++) Assert.Equal(Good, await Say(district, one, false));
            if (Waiting(await district.Morning()).Count == 0) break;
        }
        var morning = await district.Morning();
        Assert.Equal(("Exhausted", 0), ((string?)morning["askings"]![0]!["state"], (int)morning["empty"]!.AsArray().Single(e => (string?)e!["site"] == "S1")!["could"]!));
        Assert.DoesNotContain(morning["spare"]!.AsArray(), s => seen.Contains((string)s!["member"]!["id"]!) && s["shifts"]!.AsArray().Any(x => (string?)x == "A"));
        // Asked anew there is nobody to ask.
        var (status, reason) = await MorningDistrict.Told(await Order(district, 1));
        Assert.Equal((HttpStatusCode.Conflict, "Nobody"), (status, reason));
    }

    [Fact]
    public async Task An_offer_that_nobody_answers_expires_and_others_are_asked()
    {
        await using var district = await MorningDistrict.Make(engines);
        await district.At("04:00:00");
        var first = await Asked(district, few: 1);
        await district.At("04:10:01");
        await Eventually.True(async () => Waiting(await district.Morning()) is [var next] && !first.Contains(next), "the next one is asked");
        Assert.Equal((HttpStatusCode.Conflict, "Expired"), await Say(district, first[0], true));
        Assert.Equal(["Expired", null], Offers(await district.Morning()).OrderBy(o => (int)o["stage"]!).Select(o => (string?)o["answer"]));
    }

    [Fact]
    public async Task Who_was_not_asked_for_a_seat_cannot_take_it_and_a_stopped_asking_asks_nobody()
    {
        await using var district = await MorningDistrict.Make(engines);
        var asked = await Asked(district, few: 1);
        var other = (await district.On("S1", "A", Role.SiteLead))[0].Id;
        var asking = await Id(district);
        Assert.Equal((HttpStatusCode.NotFound, "NoOffer"), await district.Say(other, $"offers/{asking}", new { yes = true }));
        Assert.Equal((HttpStatusCode.Conflict, "AlreadyAsking"), await MorningDistrict.Told(await Order(district, 2)));
        for (var stopped = 0; stopped < 2; stopped++) Assert.Equal(HttpStatusCode.NoContent, (await district.Centre.DeleteAsync($"/api/v1/askings/{asking}")).StatusCode);
        Assert.Equal((HttpStatusCode.Conflict, "Taken"), await district.Say(asked[0], $"offers/{asking}", new { yes = true }));
    }

    [Fact]
    public async Task A_repair_is_shown_before_it_is_taken_and_taken_once()
    {
        await using var district = await MorningDistrict.Make(engines);
        var (_, gone, _) = (await district.On("S1", "A", Role.Sampler))[0];
        await district.Answer(gone, false, "发烧");
        var before = await district.On("S1", "A", Role.Sampler);

        var shown = (await district.Do($"{district.Path}/repair"))!;
        Assert.Equal((1, 0, 0), ((int)shown["emptyBefore"]!, (int)shown["emptyAfter"]!, (int)shown["lost"]!));
        var move = Assert.Single(shown["moves"]!.AsArray())!;
        Assert.Equal((null, "S1采样点"), ((string?)move["fromName"], (string?)move["toName"]));
        Assert.Equal(before, await district.On("S1", "A", Role.Sampler));

        object Taken() => new { version = (long)shown["version"]!, moves = shown["moves"]!.AsArray().Select(m => new { member = (string?)m!["member"]!["id"], shift = (string?)m["shift"], to = m["to"], from = m["from"] }) };
        for (var taken = 0; taken < 2; taken++) await district.Do($"{district.Path}/repair/take", Taken());
        var stepped = Assert.Single(await district.On("S1", "A", Role.Sampler), s => before.All(b => b.Id != s.Id));
        Assert.Equal((string?)move["member"]!["id"], stepped.Id);
        Assert.Equal("Published", (string?)(await district.Morning())["state"]);
        // Who steps in has to say yes, and says no: the repair that was shown is another plan's.
        await district.Answer(stepped.Id, false, "在外地");
        Assert.Equal((HttpStatusCode.Conflict, "Overtaken"), await MorningDistrict.Told(await district.Centre.PostAsJsonAsync($"{district.Path}/repair/take", Taken())));
        Assert.DoesNotContain((await district.Do($"{district.Path}/repair"))!["moves"]!.AsArray(), m => (string?)m!["member"]!["id"] == stepped.Id);
    }

    /// <summary>With -diagnostics it says how long each repair took, from the plan as it was read to the moves.</summary>
    [Fact]
    public async Task Samplers_of_seven_hundred_people_who_cannot_come_are_replaced_with_proof_that_fewer_changes_do_not_do()
    {
        await using var district = await PlanDistrict.Make(engines, new { name = "evening before", day = "2022-08-14", rehearsal = true, clockFrom = "2022-08-13T20:00:00+08:00", clockSpeed = 1 });
        var plan = await district.Make();
        (await district.Http.PostAsync(district.Path + "/publish", null)).EnsureSuccessStatusCode().Dispose();
        var round = district.Path[..^"/plan".Length];
        foreach (var site in plan["sites"]!.AsArray().Take(5))
        {
            var member = (string)site!["seats"]!.AsArray().First(s => (string?)s!["role"] == "Sampler" && (string?)s["shift"] == "A")!["member"]!["id"]!;
            (await district.Http.PostAsJsonAsync($"{round}/duties/mark", new { id = Guid.NewGuid(), member, shift = "A", act = "Decline", reason = "发烧" })).EnsureSuccessStatusCode().Dispose();
            var shown = (await (await district.Http.PostAsync($"{round}/repair", null)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.Equal((0, true), ((int)shown["emptyAfter"]!, (bool)shown["proven"]!));
            Assert.InRange((int)shown["lost"]!, 0, (int)shown["emptyBefore"]!);
            TestContext.Current.SendDiagnosticMessage($"{shown["emptyBefore"]} empty, {shown["moves"]!.AsArray().Count} moves, {shown["lost"]} of people who were told, in {shown["milliseconds"]} ms");
        }
    }

    [Fact]
    public async Task Who_offered_to_stay_fills_the_next_shift_only_if_nobody_else_can()
    {
        await using var district = await MorningDistrict.Make(engines);
        await district.At("05:10:00");
        var late = (await district.On("S1", "B", Role.Sampler))[0].Id;
        var early = (await district.On("S1", "A", Role.Sampler)).First(s => s.Id != late).Id;
        await using (var connection = await district.Server.Get<Npgsql.NpgsqlDataSource>().OpenConnectionAsync())
            await Dapper.SqlMapper.ExecuteAsync(connection, "update members set shifts = array['A'] where roles = array['Sampler'] and id <> @late", new { late = Guid.Parse(late) });
        await district.Say(early, $"{district.Round}/A/stay", new { id = Guid.NewGuid(), stays = true });
        Assert.True((bool)(await district.Duty(early))["rounds"]![0]!["duties"]![0]!["stays"]!);
        await district.Answer(late, false, "发烧", "B");

        var shown = (await district.Do($"{district.Path}/repair"))!;
        Assert.Equal(early, (string?)Assert.Single(shown["moves"]!.AsArray())!["member"]!["id"]);
        await district.Do($"{district.Path}/repair/take", new { version = (long)shown["version"]!, moves = shown["moves"]!.AsArray().Select(m => new { member = early, shift = "B", to = m!["to"] }) });
        Assert.Equal("Confirmed", (string?)(await district.Duty(early))["rounds"]![0]!["duties"]!.AsArray().Single(d => (string?)d!["shift"] == "B")!["state"]);
    }

    /// <summary>One of S1's early samplers declines, and so many are asked for the seat.</summary>
    private static async Task<IReadOnlyList<string>> Asked(MorningDistrict district, int few)
    {
        Assert.Equal(Good, await district.Answer((await district.On("S1", "A", Role.Sampler))[0].Id, false, "发烧"));
        using var order = await Order(district, few);
        Assert.Equal(HttpStatusCode.Accepted, order.StatusCode);
        return Waiting(await district.Morning());
    }

    private static async Task<HttpResponseMessage> Order(MorningDistrict district, int few)
    {
        var empty = (await district.Morning())["empty"]!.AsArray().First(e => (string?)e!["site"] == "S1")!;
        return await district.Centre.PostAsJsonAsync($"{district.Path}/askings", new { id = Guid.NewGuid(), site = "S1", shift = "A", role = "Sampler", seat = (int)empty["seat"]!, few });
    }

    private static IEnumerable<JsonNode> Offers(JsonObject morning) =>
        morning["empty"]!.AsArray().Select(e => e!["asking"]).OfType<JsonObject>().Concat(morning["askings"]!.AsArray().OfType<JsonObject>()).SelectMany(a => a["offers"]!.AsArray()).OfType<JsonNode>();

    private static IReadOnlyList<string> Waiting(JsonObject morning) => [.. Offers(morning).Where(o => o["answer"] is null).Select(o => (string)o["member"]!["id"]!)];

    private static async Task<string> Id(MorningDistrict district)
    {
        var morning = await district.Morning();
        return (string)(morning["empty"]!.AsArray().Select(e => e!["asking"]).OfType<JsonObject>().FirstOrDefault() ?? morning["askings"]![0]!.AsObject())["id"]!;
    }

    private static async Task<(HttpStatusCode, string?)> Say(MorningDistrict district, string member, bool yes) => await district.Say(member, $"offers/{await Id(district)}", new { yes });
}
