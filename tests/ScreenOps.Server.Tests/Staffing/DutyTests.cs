using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Staffing;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Staffing;

public sealed class DutyTests(RealEngines engines)
{
    private static readonly (HttpStatusCode, string?) Good = (HttpStatusCode.NoContent, null);

    [Fact]
    public async Task A_member_sees_the_own_duty_the_crew_of_the_own_post_and_nothing_else()
    {
        await using var district = await MorningDistrict.Make(engines);
        var (name, sampler, _) = (await district.On("S1", "A", Role.Sampler))[0];
        var (lead, _, _) = (await district.On("S1", "A", Role.SiteLead))[0];

        var seen = await district.Duty(sampler);

        Assert.Equal((name, "值班街道"), ((string?)seen["name"], (string?)seen["district"]));
        var duty = seen["rounds"]![0]!["duties"]!.AsArray().Single(d => (string?)d!["shift"] == "A")!;
        Assert.Equal(("S1采样点", "Sampler", "Published", "2022-08-14T05:30:00+08:00"), ((string?)duty["siteName"], (string?)duty["role"], (string?)duty["state"], (string?)duty["starts"]));
        Assert.Equal((lead, $"138000000{lead[1..]}"), ((string?)duty["lead"]!["name"], (string?)duty["lead"]!["phone"]));
        Assert.Equal(2, duty["crew"]!.AsArray().Count);
        Assert.InRange((double)duty["place"]!["gcj02"]!["longitude"]! - 117.5, 0.003, 0.008);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(seen.ToJsonString(), "1380[0-9]{7}"));
        var phone = await district.Phone(sampler);
        foreach (var path in new[] { $"{district.Path}/morning", "/api/v1/members", $"{district.Path}/posts/S1/code" })
            Assert.Equal(HttpStatusCode.Forbidden, (await phone.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await district.Centre.GetAsync("/api/v1/duty")).StatusCode);
    }

    [Fact]
    public async Task Everybody_who_was_told_has_a_link_of_the_own_in_one_sheet()
    {
        await using var district = await MorningDistrict.Make(engines);
        using var sheet = await district.Centre.PostAsync($"{district.Path}/duties/links", null);
        var rows = (await sheet.Content.ReadAsStringAsync()).Trim('\uFEFF', '\r', '\n').Split('\n').Select(r => r.Trim('\r').Split(',')).ToList();
        var told = (await district.Json($"{district.Path}/plan"))["sites"]!.AsArray().SelectMany(s => s!["seats"]!.AsArray()).Select(s => (string)s!["member"]!["name"]!).Distinct().Order();
        Assert.Equal(["采样点", "班次", "岗位", "姓名", "链接", "有效至"], rows[0]);
        Assert.Equal(told, rows.Skip(1).Select(r => r[3]).Order());
        var (name, link) = (rows[1][3], new Uri(rows[1][4]));
        Assert.Equal("/duty", link.AbsolutePath);
        using var stranger = district.Server.Http();
        using var signed = await stranger.PostAsJsonAsync("/api/v1/session/code", new { code = link.Fragment[1..], bearer = true });
        Assert.Equal((name, "Member"), ((await signed.Content.ReadFromJsonAsync<JsonObject>())! is var s ? ((string?)s["name"], (string?)s["grant"]) : default));
    }

    [Fact]
    public async Task A_page_that_did_not_change_is_not_sent_again()
    {
        await using var district = await MorningDistrict.Make(engines);
        var sampler = (await district.On("S1", "A", Role.Sampler))[0].Id;
        var phone = await district.Phone(sampler);
        using var first = await phone.GetAsync("/api/v1/duty");
        async Task<HttpStatusCode> Again()
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/v1/duty");
            ask.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var answer = await phone.SendAsync(ask);
            return answer.StatusCode;
        }
        Assert.Equal(HttpStatusCode.NotModified, await Again());
        Assert.Equal(Good, await district.Answer(sampler, true));
        Assert.Equal(HttpStatusCode.OK, await Again());
    }

    [Fact]
    public async Task A_yes_said_twice_is_one_and_a_no_says_why_and_frees_the_seat()
    {
        await using var district = await MorningDistrict.Make(engines);
        var (yes, no) = ((await district.On("S1", "A", Role.Sampler))[0].Id, (await district.On("S1", "A", Role.Sampler))[1].Id);
        var id = Guid.NewGuid();
        for (var said = 0; said < 2; said++) Assert.Equal(Good, await district.Answer(yes, true, id: id));
        Assert.Equal((HttpStatusCode.Conflict, "Moved"), await district.Answer(yes, true, site: "S2"));
        Assert.Equal((HttpStatusCode.BadRequest, "NoReason"), await district.Answer(no, false));
        var version = (long)(await district.Morning())["version"]!;
        for (var said = 0; said < 2; said++) Assert.Equal(Good, await district.Answer(no, false, "发烧"));

        var morning = await district.Morning();
        var empty = Assert.Single(morning["empty"]!.AsArray(), e => (string?)e!["site"] == "S1" && (string?)e["shift"] == "A")!;
        Assert.Equal((no, "Declined", "发烧"), ((string?)empty["left"]![0]!["member"]!["id"], (string?)empty["left"]![0]!["state"], (string?)empty["left"]![0]!["reason"]));
        Assert.Equal((version + 1, "Published", 1), ((long)morning["version"]!, (string?)morning["state"], (int)morning["shifts"]![0]!["confirmed"]!));
        Assert.Equal((HttpStatusCode.Conflict, "Gone"), await district.Answer(no, true));
        Assert.Equal(1L, await Steps(district, yes, "Confirm"));
    }

    [Fact]
    public async Task A_code_at_the_post_checks_in_when_it_is_time_and_no_other_code_does()
    {
        await using var district = await MorningDistrict.Make(engines);
        var sampler = (await district.On("S1", "A", Role.Sampler))[0].Id;
        var code = await district.Json($"{district.Path}/posts/S1/code");
        Assert.Equal(district.PostCode("S1"), (string?)code["code"]);
        Assert.EndsWith($"/post/S1#{code["code"]}", (string)code["url"]!, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Conflict, "TooEarly"), await district.CheckIn(sampler, district.PostCode("S1")));
        await district.At("05:10:00");
        Assert.Equal((HttpStatusCode.Conflict, "WrongCode"), await district.CheckIn(sampler, district.PostCode("S2")));
        Assert.Equal((HttpStatusCode.Conflict, "WrongCode"), await district.CheckIn(sampler, "S1"));

        for (var scanned = 0; scanned < 2; scanned++) Assert.Equal((HttpStatusCode.OK, null), await district.CheckIn(sampler, district.PostCode("S1")));

        Assert.Equal(1, (int)(await district.Morning())["shifts"]![0]!["present"]!);
        Assert.Equal((HttpStatusCode.Conflict, "AtPost"), await district.Answer(sampler, false, "家里有事"));
        await district.At("13:00:00");
        Assert.Equal((HttpStatusCode.Conflict, "WrongCode"), await district.CheckIn(sampler, district.PostCode("S1")));
    }

    [Fact]
    public async Task Who_is_not_there_in_time_is_at_risk_then_absent_and_present_again_on_coming_late()
    {
        await using var district = await MorningDistrict.Make(engines);
        var samplers = await district.On("S1", "A", Role.Sampler);
        var (here, late) = (samplers[0].Id, samplers[1].Id);
        await district.Answer(late, true);
        await district.At("05:14:00");
        bool Early(JsonNode? r) => (string?)r!["member"]!["id"] == late && (string?)r["shift"] == "A";
        Assert.DoesNotContain((await district.Morning())["atRisk"]!.AsArray(), Early);
        await district.At("05:15:00");
        var risk = Assert.Single((await district.Morning())["atRisk"]!.AsArray(), Early)!["risks"]![0]!;
        Assert.Equal(("NotThere", "2022-08-14T05:15:00+08:00", "not at the post; shift A begins at 05:30"), ((string?)risk["reason"], (string?)risk["since"], (string?)risk["text"]));
        await district.CheckIn(here, district.PostCode("S1"));

        await district.At("06:00:00");
        await Eventually.True(async () => (await district.On("S1", "A", Role.Sampler)).Count == 1, "the clock marks who did not come");
        // S2 has nobody who uses its code: there nobody is marked.
        Assert.Single(await district.On("S2", "A", Role.Sampler));

        Assert.Equal((HttpStatusCode.OK, null), await district.CheckIn(late, district.PostCode("S1")));
        Assert.Equal(2, (await district.On("S1", "A", Role.Sampler)).Count);
    }

    [Fact]
    public async Task Who_comes_late_to_a_seat_that_another_took_is_told_so()
    {
        await using var district = await MorningDistrict.Make(engines);
        var (_, late, seat) = (await district.On("S1", "A", Role.Sampler))[1];
        await district.At("05:20:00");
        await district.Do($"{district.Path}/duties/mark", new { id = Guid.NewGuid(), member = late, shift = "A", act = "Miss", reason = "电话打不通" });
        var spare = (await district.Morning())["spare"]!.AsArray().First(s => s!["shifts"]!.AsArray().Any(x => (string?)x == "A") && (string?)s["roles"]![0] == "Sampler")!;
        using var put = await district.Centre.PutAsJsonAsync($"{district.Path}/plan/seats", new { site = "S1", shift = "A", role = "Sampler", seat, member = (string?)spare["member"]!["id"] });
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal((HttpStatusCode.Conflict, "SeatTaken"), await district.CheckIn(late, district.PostCode("S1")));
    }

    [Fact]
    public async Task A_change_made_from_an_older_plan_does_not_write_over_an_answer()
    {
        await using var district = await MorningDistrict.Make(engines);
        var (_, sampler, _) = (await district.On("S1", "A", Role.Sampler))[0];
        var (store, book) = (district.Server.Get<PlanStore>(), district.Server.Get<RoundBook>());
        var read = await store.Read((await book.Round(MorningDistrict.Code, district.Round))!, default);
        await district.Answer(sampler, true);
        var moved = read.Seats.Where(a => a.Member != Guid.Parse(sampler)).ToList();
        Assert.False(await store.Write(read, moved, ChangedBy.Morning, default));
        Assert.True(await store.Write(await store.Read(read.Round, default), moved, ChangedBy.Morning, default));
    }

    [Fact]
    public async Task Hours_and_duties_of_past_rounds_are_the_members_own()
    {
        await using var district = await MorningDistrict.Make(engines);
        var sampler = (await district.On("S1", "A", Role.Sampler))[0].Id;
        await district.At("05:10:00");
        await district.CheckIn(sampler, district.PostCode("S1"));
        await using (var connection = await district.Server.Get<NpgsqlDataSource>().OpenConnectionAsync())
            await connection.ExecuteAsync("update rounds set rehearsal = false, state = 'Closed' where id = @Round", new { district.Round });
        district.Server.Get<RoundBook>().Forget(MorningDistrict.Code);
        var past = (await district.Duty(sampler))["past"]!;
        Assert.Equal((1, 4.0, "Present", "早班"), ((int)past["rounds"]!, (double)past["hours"]!, (string?)past["duties"]!.AsArray()[^1]!["state"], (string?)past["duties"]!.AsArray()[^1]!["shiftName"]));
        Assert.Empty((await district.Duty(sampler))["rounds"]!.AsArray());
        Assert.Equal((HttpStatusCode.Conflict, "Ended"), await district.Answer(sampler, true));
    }

    [Fact]
    public async Task A_lane_is_handed_over_when_both_have_signed()
    {
        await using var district = await MorningDistrict.Make(engines);
        var samplers = await district.On("S1", "A", Role.Sampler);
        var (giver, taker) = (samplers[0].Id, samplers[1].Id);
        await district.At("05:10:00");
        object Order(int lane) => new { id = Guid.NewGuid(), site = "S1", lane, taker, note = "剩 3 支管" };
        Assert.Equal((HttpStatusCode.Conflict, "NotAtPost"), await district.Say(giver, $"{district.Round}/handovers", Order(2)));
        await district.CheckIn(giver, district.PostCode("S1"));
        Assert.Equal((HttpStatusCode.Conflict, "NoSuchLane"), await district.Say(giver, $"{district.Round}/handovers", Order(4)));
        Assert.Equal(Good, await district.Say(giver, $"{district.Round}/handovers", Order(2)));
        Assert.Equal((HttpStatusCode.Conflict, "LaneBusy"), await district.Say(giver, $"{district.Round}/handovers", Order(2)));
        var given = (await district.Duty(taker))["rounds"]![0]!["handovers"]![0]!;
        Assert.Equal((2, samplers[0].Name, false), ((int)given["lane"]!, (string?)given["giver"], (bool)given["giving"]!));
        var path = $"handovers/{given["id"]}";
        Assert.Equal((HttpStatusCode.NotFound, "NoHandover"), await district.Say(giver, path, new { }));
        for (var signed = 0; signed < 2; signed++) Assert.Equal(Good, await district.Say(taker, path, new { }));
        Assert.NotNull((await district.Morning())["handovers"]![0]!["taken"]);
        Assert.Equal(HttpStatusCode.NotFound, (await (await district.Phone(giver)).DeleteAsync($"/api/v1/duty/{path}")).StatusCode);
    }

    [Fact]
    public async Task A_screen_is_told_of_every_answer_also_of_one_that_another_server_took()
    {
        await using var district = await MorningDistrict.Make(engines);
        await using var line = await district.Server.Line(await district.Server.Centre(MorningDistrict.Code));
        var news = 0;
        line.On("Staffing", () => { Interlocked.Increment(ref news); });
        await line.Watch("staffing");
        await district.Answer((await district.On("S1", "A", Role.Sampler))[0].Id, true);
        await Eventually.True(() => Task.FromResult(Volatile.Read(ref news) > 0), "the screen is told");
        var before = Volatile.Read(ref news);
        // As another server would: nothing of it passes through this one.
        await using (var connection = await district.Server.Get<NpgsqlDataSource>().OpenConnectionAsync())
            await connection.ExecuteAsync("update plans set version = version + 1 where district = @Code", new { MorningDistrict.Code });
        await Eventually.True(() => Task.FromResult(Volatile.Read(ref news) > before), "the screen is told of another server's change");
        await using var phone = await district.Server.Line(await district.Server.Person(ScreenOps.Server.Access.Grant.Member, MorningDistrict.Code));
        await Assert.ThrowsAnyAsync<Exception>(() => phone.Watch("staffing"));
    }

    private static async Task<long> Steps(MorningDistrict district, string member, string step)
    {
        await using var connection = await district.Server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>("select count(*) from duty_steps where member = @member and step = @step", new { member = Guid.Parse(member), step });
    }
}
