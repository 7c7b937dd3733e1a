using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Access;
using ScreenOps.Server.Requests;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Requests;

/// <summary>Help in one tap, from the tablet to who takes it and back.</summary>
public sealed class HelpTests(RealEngines engines)
{
    [Fact]
    public async Task A_site_asks_sees_who_took_it_and_when_they_come_and_closes_it_and_all_of_it_stands_in_the_history()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var centre = await RequestsClient.Centre(server, district.Code);
        using var tablet = await RequestsClient.Tablet(server, district.Code);
        var ask = RequestsClient.Asks(Cause.Tubes) with { Made = RequestsClient.Now - 600_000 };

        var answer = Assert.Single((await tablet.Says(ask)).Answers);
        Assert.Equal(ask.Id, answer.Alert);
        var seen = Assert.Single(await centre.Alerts());
        Assert.Equal((ask.Id, "S1", AlertKind.Help, Cause.Tubes, Severity.Act, AlertState.Waiting, ask.Made), (seen.Id, seen.Site, seen.Kind, seen.Cause, seen.Severity, seen.State, seen.Raised));

        var taken = await centre.Done(ask.Id, AlertDoes.Take, 12);
        Assert.True(taken.Mine);
        var told = Assert.Single(await tablet.Help());
        Assert.Equal((AlertState.Taken, "centre", taken.Due, false), (told.State, told.Owner, told.Due, told.Mine));
        Assert.InRange(told.Due!.Value - RequestsClient.Now, 11 * 60_000, 12 * 60_000);

        await tablet.Says(new HelpAct(Guid.NewGuid(), HelpDoes.Arrive, ask.Id, null, RequestsClient.Now), new HelpAct(Guid.NewGuid(), HelpDoes.Resolve, ask.Id, null, RequestsClient.Now));
        var whole = await centre.Whole(ask.Id);
        Assert.Equal((AlertState.Ended, AlertEnd.Resolved), (whole.Alert.State, whole.Alert.End));
        Assert.Equal([("Raise", AlertBy.Site, "S1"), ("Take", AlertBy.Office, "centre"), ("Arrive", AlertBy.Site, "S1"), ("Resolve", AlertBy.Site, "S1")], whole.History.Select(a => (a.Does, a.By, a.Name)));
        Assert.Equal(ask.Made, whole.History[0].Made);
        Assert.True(whole.History[0].At > ask.Made);
        Assert.Equal("1 2 3 4", await district.Ask<string>("select string_agg(version::text, ' ' order by version) from alert_acts"));
    }

    [Fact]
    public async Task However_often_it_is_sent_and_however_many_ask_at_once_on_two_servers_it_is_one_request()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        List<RequestsClient> tablets = [await RequestsClient.Tablet(one, district.Code), await RequestsClient.Tablet(two, district.Code), await RequestsClient.Tablet(one, district.Code), await RequestsClient.Tablet(two, district.Code)];
        // Each tap is sent twice, to both servers at once.
        var taps = tablets.ConvertAll(_ => RequestsClient.Asks(Cause.Order));
        var answers = await Task.WhenAll(taps.SelectMany(tap => new[] { tablets[0], tablets[1] }.Select(t => t.Says(tap))));

        Assert.All(answers, a => Assert.Null(a.Answers.Single().Reason));
        var alert = Assert.Single(answers.Select(a => a.Answers.Single().Alert).Distinct());
        Assert.Equal(1, await district.Ask<long>("select count(*) from alerts"));
        Assert.Equal(taps.Select(t => t.Id).Order(), (await district.Ask<Guid[]>("select array_agg(id) from alert_acts")).Order());
        Assert.Equal(1, await district.Ask<long>("select count(*) from alert_acts where does = 'Raise'"));

        // Whoever asked knows only what it sent, and may take it back by that; sent again it stays withdrawn.
        var back = new HelpAct(Guid.NewGuid(), HelpDoes.Withdraw, taps[3].Id, null, RequestsClient.Now);
        for (var sent = 0; sent < 2; sent++) Assert.Equal(new HelpAnswer(back.Id, null, null, alert), (await tablets[sent].Says(back)).Answers.Single());
        Assert.Null((await tablets[0].Says(taps[0])).Answers.Single().Reason);
        Assert.Equal("Withdrawn", await district.Ask<string>("select string_agg(end_how, ' ') from alerts"));
        tablets.ForEach(t => t.Dispose());
    }

    [Fact]
    public async Task Screens_of_the_district_and_the_tablet_that_it_is_about_are_told_on_both_servers_and_others_are_not()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        using var tablet = await RequestsClient.Tablet(one, district.Code);
        async Task<(HubConnection Line, Func<int> Told)> Watch(TestServer server, string token, string scope)
        {
            var told = 0;
            var line = await server.Line(token);
            line.On("Requests", () => { Interlocked.Increment(ref told); });
            await line.Watch(scope);
            return (line, () => Volatile.Read(ref told));
        }
        var centre = await Watch(two, await two.Centre(district.Code), "district");
        var own = await Watch(two, await two.Tablet(district.Code, Guid.NewGuid()), "site:S1");
        var other = await Watch(one, await one.Tablet(district.Code, Guid.NewGuid(), "S2"), "site:S2");
        // What the servers heard when they began to listen may be told first: that anything may have changed.
        await Eventually.True(async () => { await tablet.Says(RequestsClient.Asks(Cause.Tubes)); return centre.Told() > 0 && own.Told() > 0; }, "the first word");
        var before = (centre.Told(), own.Told(), other.Told());

        await tablet.Says(RequestsClient.Asks(Cause.People));

        await Eventually.True(() => Task.FromResult(centre.Told() > before.Item1 && own.Told() > before.Item2), "both are told");
        Assert.Equal(before.Item3, other.Told());
        foreach (var line in new[] { centre.Line, own.Line, other.Line }) await line.DisposeAsync();
    }

    [Fact]
    public async Task A_site_sees_and_touches_only_its_own_and_the_queue_is_the_command_centres()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var centre = await RequestsClient.Centre(server, district.Code);
        using var tablet = await RequestsClient.Tablet(server, district.Code);
        using var other = await RequestsClient.Tablet(server, district.Code, "S2");
        using var member = new RequestsClient(server.Http(await server.Person(Grant.Member, district.Code)));
        var ask = RequestsClient.Asks(Cause.Medical);
        await tablet.Says(ask);

        Assert.Empty(await other.Help());
        Assert.Equal("NoAlert", (await other.Says(new HelpAct(Guid.NewGuid(), HelpDoes.Withdraw, ask.Id, null, RequestsClient.Now))).Answers.Single().Reason);
        foreach (var stranger in new[] { tablet, member }) Assert.Equal(HttpStatusCode.Forbidden, (await stranger.Http.GetAsync("/api/v1/rounds/1/alerts")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await tablet.Do(ask.Id, AlertDoes.Take, 5)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.Http.GetAsync("/api/v1/rounds/1/help")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await centre.Do(ask.Id, AlertDoes.Withdraw)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await centre.Do(ask.Id, AlertDoes.Snooze, 5)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await centre.Do(ask.Id, AlertDoes.Take, 5000)).StatusCode);
        Assert.Equal("NoAct", (await tablet.Says(RequestsClient.Asks("weather"))).Answers.Single().Reason);
        Assert.Equal(AlertState.Waiting, Assert.Single(await centre.Alerts()).State);
    }
}
