using System.Net;
using System.Net.Http.Json;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>A clerk finds whoever stands before the desk, and gives them their number once.</summary>
public sealed class DeskTests(RealEngines engines)
{
    [Fact]
    public async Task A_person_is_found_by_digits_name_household_pass_or_ticket_and_shown_masked()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        await district.Resident(server, "H000001", "王远", Poster.Other, "13800008252", "子女");
        using var desk = await DeskClient.Of(server, district);
        var found = await desk.One("907288252");
        Assert.Equal(("王*英", 1999, "V", "H000001", 2, FoundBy.Identity, null), (found.Name, found.Born, found.Village, found.Household, found.Members, found.By, found.Standing));
        Assert.Equal([(FoundBy.Identity, "王*英"), (FoundBy.Phone, "王*")], (await desk.Find("8252")).Found.Select(p => (p.By, p.Name)).Order());
        Assert.Equal("王*", (await desk.One("296x")).Name);
        foreach (var text in new[] { "王秀英", "王秀", Poster.Phone, Poster.Identity }) Assert.Equal(found.Person, (await desk.One(text)).Person);
        Assert.Equal(2, (await desk.Find("h000001")).Found.Count);
        using var phone = server.Http();
        var ticket = await phone.Ticket(Poster.Form());
        var passed = await desk.One(ticket.Pass.Text);
        Assert.Equal((found.Person, FoundBy.Pass, CountKind.Arrived, "S1", 1), (passed.Person, passed.By, passed.Standing!.Last, passed.Standing.Site, passed.Standing.Ticket));
        Assert.Equal(found.Person, (await desk.One("1")).Person);
        foreach (var nobody in new[] { "王小", "9999", "H9", "7", "P1" }) Assert.Empty((await desk.Find(nobody)).Found);
    }

    [Fact]
    public async Task What_cannot_be_looked_up_and_what_a_pass_turned_out_to_be_is_told_with_its_reason()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var desk = await DeskClient.Of(server, district);
        var keys = server.Get<PassKeys>();
        var now = TimeProvider.System.GetUtcNow();
        async Task Told(string text, HttpStatusCode status, string reason) => Assert.Equal((status, reason), await DeskClient.Refused(await desk.Ask(text)));
        foreach (var little in new[] { "", "王", "12345678901234567890" }) await Told(little, HttpStatusCode.BadRequest, "too-short");
        await Told("SO1:ABC", HttpStatusCode.UnprocessableEntity, "not-a-pass");
        await Told(SignedPass.Write(new(Guid.NewGuid(), PassKind.Resident, now.AddDays(-1)), keys.Signer), HttpStatusCode.UnprocessableEntity, "pass-expired");
        await Told(SignedPass.Write(new(Guid.NewGuid(), PassKind.Resident, now.AddDays(1)), keys.Signer), HttpStatusCode.UnprocessableEntity, "pass-elsewhere");
        using var foreign = PassKey.Make();
        await Told(SignedPass.Write(new(Guid.NewGuid(), PassKind.Resident, now.AddDays(1)), foreign), HttpStatusCode.UnprocessableEntity, "pass-unknown-signer");
        Assert.Equal((HttpStatusCode.Conflict, "wrong-round"), await DeskClient.Refused(await desk.Ask("1234", "?round=7")));
        await district.Do("update rounds set state = 'Closed', closed_at = now() where district = @code and id = 1");
        server.Get<RoundBook>().Forget(district.Code);
        Assert.Equal((HttpStatusCode.Conflict, "no-round"), await DeskClient.Refused(await desk.Ask("1234")));
    }

    [Fact]
    public async Task Ten_desks_that_check_in_the_same_person_in_the_same_moment_give_one_ticket_and_nine_the_same()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        await district.Resident(one, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        var desks = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => DeskClient.Of(i % 2 == 0 ? one : two, district)));
        var person = (await desks[0].One("8252")).Person;
        var tickets = await Task.WhenAll(desks.Select(d => d.CheckIn(new DeskArrival(person, null))));
        Assert.Equal([PersonOutcome.Ticketed, .. Enumerable.Repeat(PersonOutcome.Already, 9)], tickets.Select(t => t.Single().Outcome).Order());
        Assert.All(tickets, t => Assert.Equal((1, "S1"), (t[0].Ticket, t[0].Site)));
        Assert.Equal(1, await district.Ask<int>("select count(*)::int from ledger where kind = 1 and refusal is null"));
        foreach (var desk in desks) desk.Dispose();
    }

    [Fact]
    public async Task A_household_is_checked_in_by_one_request_and_who_comes_again_holds_the_same_tickets()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        await district.Resident(server, "H000001", "王远", Poster.Other, null, "子女");
        await district.Resident(server, "H000001", "李老", "990119196605058751", null, "父母");
        using var desk = await DeskClient.Of(server, district);
        var home = (await desk.Find("H000001")).Found;
        Assert.Equal([null, null, PriorityReason.Old], home.OrderBy(p => p.Reason).Select(p => p.Reason));
        var people = home.Select(p => new DeskArrival(p.Person, p.Reason)).ToArray();
        var first = await desk.CheckIn(people);
        Assert.Equal([1, 2, 3], first.Select(t => t.Ticket));
        Assert.Equal(1, Assert.Single(first, t => t.Priority is not null).Priority);
        Assert.Equal(first.Select(t => t with { Outcome = PersonOutcome.Already }), await desk.CheckIn(people));
        Assert.Equal("王*", (await desk.One("P1")).Name);
        Assert.Equal(3, await district.Ask<int>("select count(*)::int from ledger where refusal is null"));
    }

    [Fact]
    public async Task Who_stands_elsewhere_moves_who_was_sampled_is_told_where_and_when_and_who_is_of_no_list_is_told_so()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        using var here = await DeskClient.Of(server, district);
        using var there = await DeskClient.Of(server, district, "S2");
        var person = (await here.One("8252")).Person;
        await here.CheckIn(new DeskArrival(person, null));
        var seen = (await there.One("8252")).Standing!;
        Assert.Equal((CountKind.Arrived, "S1", 1), (seen.Last, seen.Site, seen.Ticket));
        Assert.InRange(DeskClient.Now - seen.At, 0, 60_000);
        Assert.Equal((PersonOutcome.Moved, "S2", 1), await there.CheckIn(new DeskArrival(person, null)) is [var moved] ? (moved.Outcome, moved.Site, moved.Ticket) : default);
        Assert.Equal("S2", (await here.One("8252")).Standing!.Site);
        await district.Do($"""
            insert into ledger (device, number, district, round, site, epoch, ord, version, kind, n, made, booked, minute, sampled, person, ticket)
            select gen_random_uuid(), 1, district, round, site, epoch, ord + 1, version + 1, 2, 1, made, booked, minute, 1, '{person}', ticket from ledger where person = '{person}' and part = 1
            """);
        await district.Empty();
        var done = (await here.One("8252")).Standing!;
        Assert.Equal((CountKind.Sampled, "S2"), (done.Last, done.Site));
        Assert.Equal((PersonOutcome.Sampled, "S2"), await here.CheckIn(new DeskArrival(person, null)) is [var told] ? (told.Outcome, told.Site) : default);
        Assert.Equal("not-on-the-list", (await here.CheckIn(new DeskArrival(Guid.NewGuid(), null))).Single().Reason);
    }

    [Fact]
    public async Task A_walk_in_needs_no_papers_is_one_person_however_often_it_is_sent_and_is_found_again()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        using var desk = await DeskClient.Of(server, district);
        var order = new WalkInOrder(Guid.NewGuid(), "赵无名", null, null, 1950, PriorityReason.Old, DeskClient.Now);
        var first = await DeskClient.Read<DeskWalkIn>(await desk.Post("walkins", order));
        Assert.Equal((order.Id, "赵*名", false, true, 1, 1), (first.Person.Person, first.Person.Name, first.Known, first.Person.WalkIn, first.Ticket.Ticket, first.Ticket.Priority));
        var again = await DeskClient.Read<DeskWalkIn>(await desk.Post("walkins", order));
        Assert.Equal((order.Id, PersonOutcome.Already, 1, 1), (again.Person.Person, again.Ticket.Outcome, again.Ticket.Ticket, again.Ticket.Priority));
        Assert.Equal(order.Id, (await desk.One("赵无")).Person);
        var known = await DeskClient.Read<DeskWalkIn>(await desk.Post("walkins", order with { Id = Guid.NewGuid(), Identity = Poster.Identity, Priority = null }));
        Assert.Equal((true, "王*英", 2), (known.Known, known.Person.Name, known.Ticket.Ticket));
        using var wrong = await desk.Post("walkins", new { id = Guid.NewGuid(), name = " ", identity = "990355199907288250", phone = "12", born = 1700 });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        foreach (var field in new[] { "name", "identity", "phone", "born" }) Assert.Contains($"\"{field}\"", await wrong.Content.ReadAsStringAsync());
        Assert.Equal(2, await district.Ask<int>("select count(*)::int from residents"));
    }

    [Fact]
    public async Task A_desk_serves_its_own_site_the_command_centre_every_one_and_others_none()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        async Task<HttpStatusCode> At(string? token, string site)
        {
            using var http = server.Http(token);
            return (await http.PostAsJsonAsync($"/api/v1/desk/{site}/find", new { text = "1234" })).StatusCode;
        }
        var tablet = await server.Tablet(district.Code, Guid.NewGuid());
        foreach (var own in new[] { tablet, await server.AtSite(Grant.Desk, district.Code, "S1"), await server.AtSite(Grant.SiteLead, district.Code, "S1") })
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await At(own, "S1"), await At(own, "S2")));
        var centre = await server.Centre(district.Code);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound), (await At(centre, "S1"), await At(centre, "S2"), await At(centre, "S9")));
        foreach (var none in new[] { await server.Person(Grant.City), await server.Person(Grant.Member, district.Code), await server.Person(Grant.Desk, district.Code) }) Assert.Equal(HttpStatusCode.Forbidden, await At(none, "S1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await At(null, "S1"));
        using var desk = server.Http(tablet);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.PutAsJsonAsync("/api/v1/district/priority", new { every = 1, age = 60 })).StatusCode);
    }

    [Fact]
    public async Task Nobody_looks_through_a_whole_district_and_another_district_is_not_seen()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--CheckIn:LookupsPerMinute=10");
        await district.Do("insert into districts (code, name) values ('else', 'Else')");
        await (district with { Code = "else" }).Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        using var desk = await DeskClient.Of(server, district);
        using var other = await DeskClient.Of(server, district);
        foreach (var text in new[] { "8252", "王秀英", "H000001" }) Assert.Empty((await desk.Find(text)).Found);
        // The bucket fills meanwhile, at a tenth of what is asked.
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 60; i++) answers.Add((await desk.Ask($"{1000 + i}")).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, (await other.Ask("1234")).StatusCode);
    }

    [Fact]
    public async Task Residents_of_before_are_marked_at_the_start_and_then_found()
    {
        var district = await BoardDistrict.Make(engines);
        await using (var before = await district.Server()) await district.Resident(before, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        await district.Do("update residents set identity_end = null, phone_end = null, name_mark = null, name_begin = null");
        await using var server = await district.Server();
        using var desk = await DeskClient.Of(server, district);
        foreach (var text in new[] { "8252", "3473", "王秀英", "王秀" }) await Eventually.True(async () => (await desk.Find(text)).Found.Count == 1, $"{text} is found");
    }
}
