using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

public sealed class TicketTests(RealEngines engines)
{
    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_ticket_is_the_end_of_the_line_and_the_queue_rises_by_one(LiveEngine engine)
    {
        var district = await BoardDistrict.Make(engines, engine);
        await using var server = await district.Server();
        await using var tablet = await server.Line(await server.Tablet(district.Code, Guid.NewGuid()));
        await tablet.Tell(BoardDistrict.Command(1, CountKind.Open), BoardDistrict.Command(2, CountKind.Arrived, 20), BoardDistrict.Command(3, CountKind.Sampled, 8));
        using var http = server.Http();
        var ticket = await http.Ticket(Poster.Form());
        Assert.Equal(("Ticketed", 21, "S1", "S1", 1, "Open", 8), (ticket.Outcome, ticket.Number, ticket.Site, ticket.SiteName, ticket.Round, ticket.Status, ticket.Called));
        await Eventually.True(async () => await http.Read("S1") == (13, ticket.Called), "the board shows one more, and the same number called");
    }

    [Fact]
    public async Task The_same_person_again_by_form_or_by_pass_holds_the_same_ticket_and_counts_once()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var first = await http.Ticket(Poster.Form());
        var form = await http.Ticket(Poster.Form());
        var pass = await http.Ticket(new { pass = first.Pass.Text });
        Assert.Equal(("Already", first.Number, first.Pass.Id), (form.Outcome, form.Number, form.Pass.Id));
        Assert.Equal(("Already", first.Number, first.Pass), (pass.Outcome, pass.Number, pass.Pass));
        await Eventually.True(async () => (await http.Read("S1")).Queue == 1, "one person waits");
        Assert.Equal(1, await district.Ask<int>("select count(*)::int from ledger"));
    }

    [Fact]
    public async Task The_same_form_sent_many_times_at_once_to_two_servers_is_one_ticket_and_one_pass()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        using var here = one.Http();
        using var there = two.Http();
        var tickets = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? here : there).Ticket(Poster.Form())));
        Assert.Single(tickets, t => t.Outcome == "Ticketed");
        Assert.All(tickets, t => Assert.Equal((1, tickets[0].Pass.Id), (t.Number, t.Pass.Id)));
        Assert.Equal((1, 1), (await district.Ask<int>("select count(*)::int from residents"), await district.Ask<int>("select count(*)::int from ledger where kind = 1 and refusal is null")));
        Assert.IsType<Compared.Agree>(await one.Get<Comparison>().All(district.Code, default));
    }

    [Fact]
    public async Task The_same_pass_at_ten_desks_in_the_same_moment_is_one_ticket_and_nine_times_the_same_one()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await district.Resident(one, "H1", "王秀英", Poster.Identity);
        await using var two = await district.Server();
        var person = await district.Ask<Guid>("select id from residents");
        var pass = await one.Get<Passes>().Of(district.Code, new(person, "王*英"), PassKind.Resident, default);
        using var here = one.Http();
        using var there = two.Http();
        // Every desk has a line of its own and all go at the same moment.
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var desks = Enumerable.Range(0, 10).Select(async desk =>
        {
            await together.Task;
            return await (desk % 2 == 0 ? here : there).Ticket(new { pass = pass.Text });
        }).ToList();
        together.SetResult();
        var tickets = await Task.WhenAll(desks);
        Assert.Equal(["Already", "Already", "Already", "Already", "Already", "Already", "Already", "Already", "Already", "Ticketed"], tickets.Select(t => t.Outcome).Order());
        Assert.All(tickets, t => Assert.Equal((1, "S1", pass.Id), (t.Number, t.Site, t.Pass.Id)));
        Assert.Equal(1, await district.Ask<int>("select count(*)::int from ledger where kind = 1 and refusal is null"));
        await Eventually.True(async () => (await here.Read("S1")).Queue == 1 && (await there.Read("S1")).Queue == 1, "one person waits, on both servers");
    }

    [Fact]
    public async Task Tickets_of_many_people_on_two_servers_are_the_numbers_from_one_on()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        using var here = one.Http();
        using var there = two.Http();
        var tickets = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? here : there).Ticket(new { household = $"H{i}", phone = Poster.Phone, consent = true })));
        Assert.Equal(Enumerable.Range(1, 40), tickets.Select(t => t.Number).Order());
    }

    [Fact]
    public async Task Scanning_another_poster_moves_the_place()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var first = await http.Ticket(Poster.Form());
        await http.Ticket(Poster.Form(Poster.Other), "S2");
        var moved = await http.Ticket(new { pass = first.Pass.Text }, "S2");
        Assert.Equal(("Moved", 2, "S2"), (moved.Outcome, moved.Number, moved.Site));
        await Eventually.True(async () => (await http.Read("S1")).Queue == 0 && (await http.Read("S2")).Queue == 2, "one left there and arrived here");
        Assert.Equal("3/0/S1 1/1/S2", await district.Ask<string>("select string_agg(kind || '/' || part || '/' || site, ' ' order by part) from ledger where (device, number) = (select device, number from ledger where part = 1)"));
        var rows = await district.Ask<int>("select count(*)::int from ledger");
        Assert.Equal(("Already", 2), await http.Ticket(Poster.Form(), "S2") is var again ? (again.Outcome, again.Number) : default);
        Assert.Equal(rows, await district.Ask<int>("select count(*)::int from ledger"));
    }

    [Fact]
    public async Task Who_was_sampled_is_told_so_at_every_poster()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var ticket = await http.Ticket(Poster.Form());
        var person = await district.Ask<Guid>("select person from ledger limit 1");
        // Nothing in this room samples; a ledger row does, and a fold brings it to Redis.
        await district.Do($"""
            insert into ledger (device, number, district, round, site, epoch, ord, version, kind, n, made, booked, minute, sampled, person, ticket)
            select gen_random_uuid(), 1, district, round, site, epoch, ord + 1, version + 1, 2, 1, made, booked, minute, 1, '{person}', ticket from ledger where person = '{person}'
            """);
        await district.Empty();
        Ticket? done = null;
        await Eventually.True(async () =>
        {
            using var answer = await http.Scan(new { pass = ticket.Pass.Text }, "S2");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            done = await http.Ticket(new { pass = ticket.Pass.Text }, "S2");
            return true;
        }, "an answer other than busy");
        Assert.Equal(("Sampled", "S1"), (done!.Outcome, done.Site));
    }

    [Fact]
    public async Task A_restarted_server_goes_on_with_the_line_and_knows_who_stands_in_it()
    {
        var district = await BoardDistrict.Make(engines);
        Ticket first;
        await using (var server = await district.Server())
        {
            using var http = server.Http();
            first = await http.Ticket(Poster.Form());
        }
        await using var next = await district.Server();
        using var again = next.Http();
        Assert.Equal(2, (await again.Ticket(Poster.Form(Poster.Other))).Number);
        Assert.Equal(("Already", 1), await again.Ticket(new { pass = first.Pass.Text }) is var same ? (same.Outcome, same.Number) : default);
        Assert.Equal(2, await district.Ask<int>("select count(distinct device)::int from ledger"));
    }

    [Theory]
    [InlineData("identity", "{\"identity\":\"990119196605058751\",\"phone\":\"19901773473\",\"consent\":true}")]
    [InlineData("identity", "{\"phone\":\"19901773473\",\"consent\":true}")]
    [InlineData("identity", "{\"identity\":\"990355199907288252\",\"household\":\"H1\",\"phone\":\"19901773473\",\"consent\":true}")]
    [InlineData("household", "{\"household\":\"'; drop\",\"phone\":\"19901773473\",\"consent\":true}")]
    [InlineData("phone", "{\"identity\":\"990355199907288252\",\"phone\":\"12345\",\"consent\":true}")]
    [InlineData("phone", "{\"identity\":\"990355199907288252\",\"consent\":true}")]
    [InlineData("consent", "{\"identity\":\"990355199907288252\",\"phone\":\"19901773473\"}")]
    [InlineData("name", "{\"identity\":\"990355199907288252\",\"phone\":\"19901773473\",\"consent\":true,\"name\":\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一\"}")]
    public async Task What_is_wrong_in_a_form_is_told_at_its_field_and_nobody_is_counted(string field, string form)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        using var answer = await http.Scan(JsonDocument.Parse(form).RootElement);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.Equal([field], errors.EnumerateObject().Select(e => e.Name));
        Assert.Equal((0, 0), (await district.Ask<int>("select count(*)::int from ledger"), await district.Ask<int>("select count(*)::int from residents")));
    }

    [Fact]
    public async Task No_site_no_round_and_too_much_are_told_apart()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--CheckIn:TicketsPerMinute=6");
        using var http = server.Http();
        Assert.Equal(HttpStatusCode.NotFound, (await http.Scan(Poster.Form(), "S9")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.Scan(Poster.Form(), "S1", "?district=nowhere")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await http.Scan(new { identity = Poster.Identity, phone = Poster.Phone, consent = true, rehearsal = true })).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.Scan(Poster.Form(name: new('x', 9000)))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.Scan(Poster.Form(), "S1", $"?district={district.Code}")).StatusCode);
        HttpResponseMessage? much = null;
        await Eventually.True(async () => (much = await http.Scan(Poster.Form())).StatusCode == HttpStatusCode.TooManyRequests, "too much is told");
        Assert.InRange(much!.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task A_ticket_at_a_closed_round_is_a_conflict()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("update rounds set state = 'Closed', closed_at = now() - interval '1 hour' where district = @code and id = 1");
        await using var server = await district.Server();
        using var http = server.Http();
        Assert.Equal(HttpStatusCode.Conflict, (await http.Scan(Poster.Form())).StatusCode);
    }
}
