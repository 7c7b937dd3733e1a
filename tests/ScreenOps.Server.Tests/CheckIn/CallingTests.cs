using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>Numbers are called in their order, each once, and everybody sees it.</summary>
public sealed class CallingTests(RealEngines engines)
{
    [Fact]
    public async Task Two_desks_on_two_servers_call_fifty_tickets_each_once_and_none_is_left_out()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        using var first = await DeskClient.Of(one, district);
        using var second = await DeskClient.Of(two, district);
        await Arrive(first, 50);
        async Task<List<int>> CallAll(DeskClient desk, int lane)
        {
            var called = new List<int>();
            while (await desk.Call(CallAct.Next, lane: lane) is { } call)
            {
                Assert.Equal((lane, CallState.Called), (call.Lane, call.State));
                called.Add(call.Ticket);
            }
            return called;
        }
        var both = await Task.WhenAll(CallAll(first, 1), CallAll(second, 2));
        Assert.All(both, desk => Assert.Equal(desk.Order(), desk));
        Assert.Equal(Enumerable.Range(1, 50), both.SelectMany(t => t).Order());
        Assert.Equal(50, await district.Ask<int>("select called from lines"));
    }

    [Fact]
    public async Task Priority_numbers_are_called_in_between_by_the_districts_rule_and_residents_see_both()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var desk = await DeskClient.Of(server, district);
        using var phone = server.Http();
        await Arrive(desk, 6);
        await Arrive(desk, 3, PriorityReason.Old);
        var called = new List<string>();
        for (var i = 0; i < 5; i++) called.Add(Said(await desk.Call(CallAct.Next)));
        Assert.Equal(["1", "2", "P1", "3", "4"], called);
        await Eventually.True(async () => await Front(phone) == (4, 1), "residents read 4 and P1");
        await Eventually.True(async () => (await desk.Line()).Coming?.Priority == 2, "P2 comes next");
        using var centre = server.Http(await server.Centre(district.Code));
        Assert.Equal(HttpStatusCode.BadRequest, (await centre.PutAsJsonAsync("/api/v1/district/priority", new { every = 21, age = 40 })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await centre.PutAsJsonAsync("/api/v1/district/priority", new { every = 0, age = 70 })).StatusCode);
        called.Clear();
        while (await desk.Call(CallAct.Next) is { } call) called.Add(Said(call));
        Assert.Equal(["P2", "P3", "5", "6"], called);
        // Who was called before their turn does not push the front on.
        foreach (var person in await People(district, 7, 9)) await Sampled(server, district, person);
        await Eventually.True(async () => await Front(phone) == (6, 3), "residents read 6 and P3");
    }

    [Fact]
    public async Task A_call_is_repeated_held_and_resumed_and_the_same_act_sent_twice_is_one()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var desk = await DeskClient.Of(server, district);
        await Arrive(desk, 3);
        var id = Guid.NewGuid();
        var call = await desk.Call(CallAct.Next, id: id);
        Assert.Equal(call, await desk.Call(CallAct.Next, id: id));
        Assert.Equal(2, (await desk.Call(CallAct.Recall, 1))!.Times);
        Assert.Equal(CallState.Held, (await desk.Call(CallAct.Hold, 1))!.State);
        Assert.Equal(2, (await desk.Call(CallAct.Next))!.Ticket);
        var line = await desk.Line();
        Assert.Equal((1, 2, 3), (Assert.Single(line.Calls.Held).Ticket, Assert.Single(line.Calls.Lanes).Ticket, line.Coming!.Ticket));
        Assert.Equal((CallState.Called, 2, 3), await desk.Call(CallAct.Resume, 1, lane: 2) is { } resumed ? (resumed.State, resumed.Lane, resumed.Times) : default);
        Assert.Equal((HttpStatusCode.NotFound, "not-called"), await DeskClient.Refused(await desk.Post("calls", new CallOrder(Guid.NewGuid(), CallAct.Recall, 1, 3, 0))));
        foreach (var wrong in new[] { new CallOrder(Guid.Empty, CallAct.Next, 1, null, 0), new(Guid.NewGuid(), CallAct.Next, 0, null, 0), new(Guid.NewGuid(), CallAct.Hold, 1, null, 0), new(Guid.NewGuid(), CallAct.Next, 1, 3, 0) })
            Assert.Equal((HttpStatusCode.BadRequest, "bad-call"), await DeskClient.Refused(await desk.Post("calls", wrong)));
    }

    [Fact]
    public async Task Who_does_not_come_leaves_the_line_once_and_who_moved_or_was_sampled_is_not_called()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var desk = await DeskClient.Of(server, district);
        using var there = await DeskClient.Of(server, district, "S2");
        using var phone = server.Http();
        var people = await Arrive(desk, 4);
        var id = Guid.NewGuid();
        await desk.Call(CallAct.Next);
        Assert.Equal(CallState.NoShow, (await desk.Call(CallAct.NoShow, 1, id: id))!.State);
        Assert.Equal(CallState.NoShow, (await desk.Call(CallAct.NoShow, 1, id: id))!.State);
        await Eventually.True(async () => (await phone.Read("S1")).Queue == 3, "one has left");
        Assert.Equal(1, await district.Ask<int>("select count(*)::int from ledger where kind = 3 and refusal is null"));
        Assert.Equal((HttpStatusCode.Conflict, "over"), await DeskClient.Refused(await desk.Post("calls", new CallOrder(Guid.NewGuid(), CallAct.Recall, 1, 1, 0))));
        await there.CheckIn(new DeskArrival(people[1], null));
        await Sampled(server, district, people[2]);
        Assert.Equal(4, (await desk.Call(CallAct.Next))!.Ticket);
        Assert.Null(await desk.Call(CallAct.Next));
        // Who came after all has a new number at the end, and is called by it.
        Assert.Equal(5, (await desk.CheckIn(new DeskArrival(people[0], null))).Single().Ticket);
        Assert.Equal(5, (await desk.Call(CallAct.Next))!.Ticket);
        await Sampled(server, district, people[3]);
        Assert.Equal((HttpStatusCode.Conflict, "sampled"), await DeskClient.Refused(await desk.Post("calls", new CallOrder(Guid.NewGuid(), CallAct.NoShow, 1, 4, DeskClient.Now))));
    }

    [Fact]
    public async Task Calling_goes_on_when_Redis_was_emptied_and_may_begin_in_the_middle_of_a_line()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var desk = await DeskClient.Of(server, district);
        using var phone = server.Http();
        await Arrive(desk, 6);
        Assert.Equal(3, (await desk.Call(CallAct.Next, from: 3))!.Ticket);
        await district.Empty();
        Assert.Equal(4, (await desk.Call(CallAct.Next))!.Ticket);
        await Arrive(desk, 1);
        await Eventually.True(async () => await Front(phone) == (4, 0), "residents read 4");
        foreach (var next in new[] { 5, 6, 7 }) Assert.Equal(next, (await desk.Call(CallAct.Next))!.Ticket);
        Assert.Null(await desk.Call(CallAct.Next));
    }

    [Fact]
    public async Task A_sites_screen_hears_of_a_call_at_another_server_and_only_by_its_own_key()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await TestServer.Start(district.Postgres, district.Redis, "--CheckIn:ScreensPerSite=1");
        using var desk = await DeskClient.Of(one, district);
        using var screen = two.Http();
        await Arrive(desk, 2);
        var link = new Uri((await desk.Line()).Screen);
        Assert.Equal("/display/S1", link.AbsolutePath);
        Assert.DoesNotContain("Person", JsonSerializer.Serialize(await screen.GetFromJsonAsync<JsonElement>($"/api/v1/public/sites/S1/calls{link.Query}")), StringComparison.OrdinalIgnoreCase);
        foreach (var (site, query) in new[] { ("S2", link.Query), ("S1", "?key=guess"), ("S1", "") }) Assert.Equal(HttpStatusCode.NotFound, (await screen.GetAsync($"/api/v1/public/sites/{site}/calls{query}")).StatusCode);

        using var limit = new CancellationTokenSource(Eventually.Limit);
        using var answer = await screen.GetAsync($"/api/v1/public/sites/S1/calls/live{link.Query}", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(limit.Token));
        Assert.Equal(0, (await Told(events, 0, limit.Token)).Calls.Called);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await screen.GetAsync($"/api/v1/public/sites/S1/calls/live{link.Query}", HttpCompletionOption.ResponseHeadersRead, limit.Token)).StatusCode);
        await desk.Call(CallAct.Next, lane: 2);
        var heard = await Told(events, 1, limit.Token);
        Assert.Equal((1, 1, 2), (heard.Calls.Called, heard.Calls.Recent[0].Ticket, heard.Calls.Lanes.Single().Lane));
    }

    /// <summary>The next event of at least this version.</summary>
    private static async Task<DisplayShown> Told(StreamReader events, long version, CancellationToken limit)
    {
        while (true)
        {
            var line = await events.ReadLineAsync(limit) ?? throw new InvalidOperationException("The screen's line ended.");
            if (line.StartsWith("data:", StringComparison.Ordinal) && JsonSerializer.Deserialize<DisplayShown>(line[5..], DeskClient.Json) is { } shown && shown.Calls.Version >= version) return shown;
        }
    }

    private static string Said(Call? call) => call is { Priority: { } number } ? $"P{number}" : $"{call?.Ticket}";

    private static async Task<(int, int)> Front(HttpClient phone)
    {
        var one = await phone.GetFromJsonAsync<JsonElement>("/api/v1/public/sites/S1");
        return (one.GetProperty("called").GetInt32(), one.GetProperty("calledPriority").GetInt32());
    }

    /// <summary>So many walk-ins at the desk, in their order.</summary>
    private static async Task<List<Guid>> Arrive(DeskClient desk, int people, PriorityReason? priority = null)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < people; i++)
        {
            var order = new WalkInOrder(Guid.NewGuid(), "某人", null, null, null, null, DeskClient.Now);
            await DeskClient.Read<DeskWalkIn>(await desk.Post("walkins", order));
            ids.Add(order.Id);
        }
        // Who was told Busy is checked in now; who was not holds the same ticket.
        foreach (var chunk in ids.Chunk(20)) Assert.All(await desk.CheckIn([.. chunk.Select(p => new DeskArrival(p, priority))]), t => Assert.True(t.Ticket > 0));
        return ids;
    }

    private static async Task<IEnumerable<Guid>> People(BoardDistrict district, int from, int to) =>
        (await district.Ask<Guid[]>($"select array_agg(person order by ticket) from ledger where kind = 1 and refusal is null and ticket between {from} and {to}"));

    /// <summary>As the tube side does it.</summary>
    private static async Task Sampled(TestServer server, BoardDistrict district, Guid person)
    {
        await district.Do($"""
            insert into ledger (device, number, district, round, site, epoch, ord, version, kind, n, made, booked, minute, sampled, person, ticket)
            select gen_random_uuid(), 1, district, round, site, epoch, (select max(ord) + 1 from ledger), (select max(version) + 1 from ledger where site = l.site), 2, 1, made, booked, minute, 1, person, ticket
            from ledger l where person = '{person}' and kind = 1 and refusal is null order by epoch desc, ord desc limit 1
            """);
        var folding = server.Get<Folding>();
        await folding.Fold(district.Code, await folding.Epoch(district.Code, default), "a sample was written beside it", default);
    }
}
