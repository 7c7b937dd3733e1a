using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Samples;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>What a desk takes along for a time without network, and what becomes of what it did meanwhile.</summary>
public sealed class LateDeskTests(RealEngines engines)
{
    private const string Late = "/api/v1/rounds/1/desks/S1";

    [Fact]
    public async Task A_desks_copy_has_its_village_and_who_stands_there_and_neither_a_number_nor_a_whole_name()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        await district.Resident(server, "H000002", "李远方", Poster.Other, null);
        await district.Do("update residents set village = 'elsewhere' where household = 'H000002'");
        using var desk = await DeskClient.Of(server, district);
        using var phone = server.Http();
        var pass = (await phone.Ticket(Poster.Form())).Pass.Id;
        var roster = await Roster(desk);
        var one = Assert.Single(roster.People);
        Assert.Equal(("王*英", 1999, "H000001", "8252", "3473", 1), (one.Name, one.Born, one.Household, one.IdentityEnd, one.PhoneEnd, one.Standing!.Ticket));
        Assert.Equal([pass], one.Passes);
        Assert.Equal((32, 43_200, true), (Convert.FromBase64String(roster.Key).Length, roster.Seconds, roster.Complete));
        // Who is of another village and stands here is on it from then on.
        await desk.CheckIn(new DeskArrival((await desk.One("296X")).Person, null));
        Assert.Equal(["王*英", "李*方"], (await Roster(desk)).People.Select(p => p.Name));
        var text = Regex.Unescape(await desk.Http.GetStringAsync("/api/v1/desk/S1/roster"));
        Assert.Contains("王*英", text);
        foreach (var secret in new[] { Poster.Identity, Poster.Phone, Poster.Other, "王秀英", "秀", "远" }) Assert.DoesNotContain(secret, text);
    }

    [Fact]
    public async Task The_copys_key_is_of_its_round_and_site_is_the_same_at_every_server_and_is_not_given_after_the_round()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        using var here = await DeskClient.Of(one, district);
        using var there = await DeskClient.Of(two, district);
        using var other = await DeskClient.Of(one, district, "S2");
        var (key, sealing) = ((await Roster(here)).Key, await Key(here.Http, 1, "S1"));
        Assert.Equal((key, sealing), ((await Roster(there)).Key, await Key(there.Http, 1, "S1")));
        Assert.Equal(4, new[] { key, sealing, (await DeskClient.Read<DeskRoster>(await other.Http.GetAsync("/api/v1/desk/S2/roster"))).Key, await Key(other.Http, 1, "S2") }.Distinct().Count());
        Assert.Equal(HttpStatusCode.Forbidden, (await other.Http.GetAsync("/api/v1/desk/S1/roster")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.Http.GetAsync($"{Late}/key")).StatusCode);
        foreach (var none in new[] { await one.Person(Grant.Member, district.Code), await one.Person(Grant.Lab, district.Code) })
        {
            using var http = one.Http(none);
            Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync($"{Late}/key")).StatusCode);
        }
        await Close(one, district);
        Assert.Equal((HttpStatusCode.Conflict, "no-round"), await DeskClient.Refused(await here.Http.GetAsync("/api/v1/desk/S1/roster")));
        // What is still to be sent is opened all the same.
        Assert.Equal(sealing, await Key(here.Http, 1, "S1"));
    }

    [Fact]
    public async Task What_a_desk_did_while_the_round_was_open_is_booked_after_it_in_its_own_minute_and_sent_twice_once()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        await district.Resident(server, "H000001", "王远", Poster.Other, null, "子女");
        using var desk = await DeskClient.Of(server, district);
        var people = (await desk.Find("H000001")).Found.Select(p => p.Person).ToArray();
        var made = DeskClient.Now;
        await Close(server, district);
        var arrivals = new DeskArrivals([new(people[0], null, Made: made - 2000), new(people[1], PriorityReason.Old, Made: made - 1000)], made);
        for (var sent = 0; sent < 2; sent++)
        {
            var tickets = (await Send<DeskTickets>(desk, $"{Late}/checkins", arrivals)).Tickets;
            Assert.Equal([1, 2], tickets.Select(t => t.Ticket));
            Assert.All(tickets, t => Assert.Equal(sent == 0 ? PersonOutcome.Ticketed : PersonOutcome.Already, t.Outcome));
            Assert.Equal(1, tickets[1].Priority);
        }
        var order = new WalkInOrder(Guid.NewGuid(), "赵无名", null, null, null, null, made);
        for (var sent = 0; sent < 2; sent++) Assert.Equal(3, (await Send<DeskWalkIn>(desk, $"{Late}/walkins", order)).Ticket.Ticket);
        Assert.Equal([made - 2000, made - 1000, made], [await district.Ask<long>("select made from ledger where ticket = 1"), await district.Ask<long>("select made from ledger where ticket = 2"), await district.Ask<long>("select made from ledger where ticket = 3")]);
        Assert.Equal(3, await district.Ask<int>("select count(*)::int from ledger where person is not null and refusal is null"));
        // Made after the round's end, it is refused with its reason and not lost on the way.
        Assert.Equal(Refusal.RoundNotOpen, (await Send<DeskTickets>(desk, $"{Late}/checkins", new DeskArrivals([new(order.Id, null)], DeskClient.Now))).Tickets[0].Reason);
    }

    [Fact]
    public async Task Who_went_on_to_another_site_stays_there_who_came_from_it_moves_and_who_was_sampled_there_is_told_so()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        using var here = await DeskClient.Of(server, district);
        using var there = await DeskClient.Of(server, district, "S2");
        var person = (await here.One("8252")).Person;
        var noon = DeskClient.Now - 3_600_000;
        Assert.Equal(1, (await there.CheckIn(new DeskArrival(person, null, Made: noon)))[0].Ticket);
        // Kept here before they went there: the later one holds.
        var went = (await Send<DeskTickets>(here, $"{Late}/checkins", new DeskArrivals([new(person, null)], noon - 600_000))).Tickets[0];
        Assert.Equal((PersonOutcome.Refused, "went-on", "S2", 1), (went.Outcome, went.Reason, went.Site, went.Ticket));
        // Kept here after it: they came on, and stand here.
        var came = (await Send<DeskTickets>(here, $"{Late}/checkins", new DeskArrivals([new(person, null)], noon + 600_000))).Tickets[0];
        Assert.Equal((PersonOutcome.Moved, "S1"), (came.Outcome, came.Site));
        Assert.IsType<SampleOutcome.Booked>(await server.Get<Counter>().Sample(district.Code, new(1, "S2", person, DeskClient.Now), default));
        var told = (await Send<DeskTickets>(here, $"{Late}/checkins", new DeskArrivals([new(person, null)], noon + 700_000))).Tickets[0];
        Assert.Equal((PersonOutcome.Sampled, "S2"), (told.Outcome, told.Site));
        Assert.Equal((1, 1), (await district.Ask<int>("select count(*)::int from ledger where kind = 2 and refusal is null"), await district.Ask<int>("select coalesce(sum(sampled), 0)::int from ledger")));
    }

    [Fact]
    public async Task A_pass_that_was_read_without_network_is_its_holders_when_it_comes_and_an_ended_one_is_told()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        using var desk = await DeskClient.Of(server, district);
        var person = (await desk.One("8252")).Person;
        var pass = await server.Get<Passes>().Of(district.Code, (await server.Get<Register>().Known(district.Code, person, default))!, PassKind.Resident, default);
        var made = DeskClient.Now;
        var read = (await Send<DeskTickets>(desk, $"{Late}/checkins", new { people = new[] { new { pass = pass.Text, made } }, made })).Tickets[0];
        Assert.Equal((person, PersonOutcome.Ticketed), (read.Person, read.Outcome));
        // It was good when the desk read it, and ended before it came.
        var (keys, ends) = (server.Get<PassKeys>(), TimeProvider.System.GetUtcNow().AddSeconds(-1));
        var ended = SignedPass.Write(new(pass.Id, PassKind.Resident, ends), keys.Signer);
        async Task<DeskTicket> At(string text, long at) => (await Send<DeskTickets>(desk, $"{Late}/checkins", new DeskArrivals([new(default, null, text)], at))).Tickets[0];
        Assert.Equal((PersonOutcome.Already, person), await At(ended, ends.ToUnixTimeMilliseconds() - 60_000) is var good ? (good.Outcome, good.Person) : default);
        Assert.Equal("pass-expired", (await At(ended, ends.ToUnixTimeMilliseconds() + 1000)).Reason);
        using var centre = server.Http(await server.Centre(district.Code));
        Assert.Equal(HttpStatusCode.OK, (await centre.PostAsJsonAsync($"/api/v1/residents/{person}/pass", new { id = Guid.NewGuid() })).StatusCode);
        Assert.Equal("pass-revoked", (await At(pass.Text, made)).Reason);
        Assert.Equal("not-a-pass", (await At("SO1:nothing", made)).Reason);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Http.PostAsJsonAsync("/api/v1/rounds/9/desks/S1/checkins", new { people = Array.Empty<object>(), made })).StatusCode);
    }

    [Fact]
    public async Task A_staff_pass_says_whose_it_is_until_it_or_they_are_over()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        var member = Guid.NewGuid();
        Assert.Equal(MemberOutcome.Done, await server.Get<Members>().Add(district.Code, new(member, "陈志愿", "志愿者", "青年队", null, [], "V", null, null), "13800000042", default));
        var pass = (await server.Get<Passes>().OfMember(district.Code, member, "陈志愿", default))!;
        using var desk = await DeskClient.Of(server, district);
        var found = await desk.Find(pass.Text);
        Assert.Equal((new StaffShown("陈志愿", "志愿者", "青年队"), 0), (found.Staff, found.Found.Count));
        await server.Get<Members>().Retire(district.Code, member, default);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "pass-revoked"), await DeskClient.Refused(await desk.Ask(pass.Text)));
    }

    [Fact]
    public async Task Who_comes_to_the_tube_next_is_who_the_desk_called_and_after_them_the_number_it_calls_next()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        foreach (var (household, name, identity) in new[] { ("H000001", "王秀英", Poster.Identity), ("H000002", "王远", Poster.Other), ("H000003", "李老", "990119196605058751") }) await district.Resident(server, household, name, identity);
        using var desk = await DeskClient.Of(server, district);
        var ids = (await Task.WhenAll(new[] { "H000001", "H000002", "H000003" }.Select(desk.One))).Select(p => p.Person).ToArray();
        await desk.CheckIn(new(ids[0], null), new(ids[1], null), new(ids[2], PriorityReason.Old));
        await desk.Http.PostAsJsonAsync("/api/v1/rounds/1/tubes/acts", new { acts = new[] { new { id = Guid.NewGuid(), kind = "Open", barcode = "T-NEXT", made = DeskClient.Now } } });
        async Task<TubeNext?> Next() => (await DeskClient.Read<TubeWhole>(await desk.Http.GetAsync("/api/v1/rounds/1/tubes/T-NEXT"))).Next;
        async Task Is(TubeNext? wanted) => await Eventually.True(async () => await Next() == wanted, $"next at the tube is {wanted}");
        await Is(new(1, null, false));
        Assert.Equal(1, (await desk.Line()).Coming!.Ticket);
        await desk.Call(CallAct.Next);
        await desk.Call(CallAct.Next);
        await Is(new(1, null, true));
        await Put(desk, ids[0]);
        await Is(new(2, null, true));
        await desk.Call(CallAct.Hold, 2);
        // Nobody is on the way: the tube says what the desk does, the priority number that follows two ordinary ones.
        await Is(new(3, 1, false));
        Assert.Equal((3, 1), ((await desk.Line()).Coming!.Ticket, (await desk.Line()).Coming!.Priority));
        await desk.Call(CallAct.Next);
        await Is(new(3, 1, true));
        await Put(desk, ids[2]);
        await Is(null);
    }

    [Fact]
    public async Task A_residents_page_is_told_the_number_of_its_own_and_looking_checks_nobody_in()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        using var phone = server.Http();
        using var desk = await DeskClient.Of(server, district);
        var person = (await desk.One("8252")).Person;
        var first = await phone.Ticket(Poster.Form());
        async Task<(HttpStatusCode, int?)> Look(string site = "S1")
        {
            using var answer = await phone.PostAsJsonAsync($"/api/v1/public/sites/{site}/tickets?district={district.Code}", new { pass = first.Pass.Text, look = true });
            return (answer.StatusCode, answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<Own>())!.Priority : null);
        }
        Assert.Equal((HttpStatusCode.OK, null), await Look());
        await desk.CheckIn(new DeskArrival(person, PriorityReason.Pregnant));
        await Eventually.True(async () => await Look() == (HttpStatusCode.OK, 1), "the phone is told P1");
        Assert.Equal((HttpStatusCode.Conflict, null), await Look("S2"));
        Assert.Equal(1, await district.Ask<int>("select count(*)::int from ledger where person is not null and refusal is null"));
    }

    private sealed record Own(int? Priority);

    private static async Task Put(DeskClient desk, Guid person)
    {
        using var put = await desk.Http.PostAsJsonAsync("/api/v1/rounds/1/tubes/acts", new { acts = new[] { new { id = Guid.NewGuid(), kind = "Put", barcode = "T-NEXT", person, made = DeskClient.Now } } });
        Assert.Contains("\"Done\"", await put.Content.ReadAsStringAsync());
    }

    private static async Task Close(TestServer server, BoardDistrict district)
    {
        await district.Do("update rounds set state = 'Closed', closed_at = now() where district = @code and id = 1");
        server.Get<RoundBook>().Forget(district.Code);
    }

    private static async Task<DeskRoster> Roster(DeskClient desk) => await DeskClient.Read<DeskRoster>(await desk.Http.GetAsync("/api/v1/desk/S1/roster"));

    private static async Task<string> Key(HttpClient http, int round, string site) => (await DeskClient.Read<DeskKey>(await http.GetAsync($"/api/v1/rounds/{round}/desks/{site}/key"))).Key;

    /// <summary>As the page does it: who is told Busy sends the same again.</summary>
    private static async Task<T> Send<T>(DeskClient desk, string path, object body) where T : class
    {
        T? told = null;
        await Eventually.True(async () =>
        {
            using var answer = await desk.Http.PostAsJsonAsync(path, body, DeskClient.Json);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            told = await DeskClient.Read<T>(answer);
            return told is not DeskTickets tickets || tickets.Tickets.All(t => t.Outcome != PersonOutcome.Busy);
        }, path);
        return told!;
    }
}
