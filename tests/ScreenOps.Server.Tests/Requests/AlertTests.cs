using System.Net;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Requests;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Requests;

/// <summary>What the board sees by itself, and what time does with it.</summary>
public sealed class AlertTests(RealEngines engines)
{
    [Fact]
    public async Task A_sign_is_one_alert_on_two_servers_and_the_one_that_lives_clears_it_when_it_has_gone()
    {
        var district = await BoardDistrict.Make(engines);
        await using var two = await district.Server(0, RequestsClient.Soon);
        using var centre = await RequestsClient.Centre(two, district.Code);
        Guid alert;
        await using (var one = await district.Server(0, RequestsClient.Soon))
        {
            await RequestsClient.Count(one, district.Code, BoardDistrict.Command(1, CountKind.Open), BoardDistrict.Command(2, CountKind.Pause));
            await Eventually.True(async () => (await centre.Alerts()).Count > 0, "the paused site");
            alert = (await centre.Alerts()).Single().Id;
            // Each server sees the sign and may think that it watches: the database takes the cause once.
            var round = (await one.Get<RoundBook>().Round(district.Code, 1))!;
            var raised = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).Get<AlertStore>().Raise(round, "S1", Reason.Paused, AlertActor.Clock, new(Guid.NewGuid(), AlertDoes.Ask), default)));
            Assert.All(raised, r => Assert.Equal(alert, Assert.IsType<AlertResult.Told>(r).Alert.Id));
        }
        await RequestsClient.Count(two, district.Code, BoardDistrict.Command(1, CountKind.Open) with { Made = RequestsClient.Now });

        await Eventually.True(async () => (await centre.Alerts()).Single().End == AlertEnd.Cleared, "it is cleared");
        Assert.Equal(["Raise", "Clear"], (await centre.Whole(alert)).History.Select(a => a.Does));

        await RequestsClient.Count(two, district.Code, BoardDistrict.Command(1, CountKind.Pause) with { Made = RequestsClient.Now });
        await Eventually.True(async () => (await centre.Alerts()).Single().State == AlertState.Waiting, "it comes back as the same alert");
        Assert.Equal(1, await district.Ask<long>("select count(*) from alerts"));
    }

    [Fact]
    public async Task What_nobody_answers_is_escalated_what_is_put_off_comes_back_and_who_comes_late_is_told_of()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(0, RequestsClient.Soon);
        using var centre = await RequestsClient.Centre(server, district.Code);
        using var tablet = await RequestsClient.Tablet(server, district.Code);
        var (waits, off, late) = (RequestsClient.Asks(Cause.People), RequestsClient.Asks(Cause.Tubes), RequestsClient.Asks(Cause.Clothes));
        await tablet.Says(waits, off, late);
        await centre.Done(off.Id, AlertDoes.Snooze, 15);
        await centre.Done(late.Id, AlertDoes.Take, 10);
        async Task<AlertShown> One(Guid id) => (await centre.Alerts()).Single(a => a.Id == id);

        await district.Do("update alerts set since = since - 3600000, due = due - 3600000, snoozed_until = snoozed_until - 3600000");

        await Eventually.True(async () => (await One(waits.Id)).Escalated is not null && (await One(late.Id)).Escalated is not null && (await One(off.Id)).SnoozedUntil is null, "the clock acts");
        Assert.Equal([("Raise", AlertBy.Site), ("Snooze", AlertBy.Office), ("Wake", AlertBy.Clock)], (await centre.Whole(off.Id)).History.Select(a => (a.Does, a.By)));
        Assert.Equal([("Raise", AlertBy.Site), ("Escalate", AlertBy.Clock)], (await centre.Whole(waits.Id)).History.Select(a => (a.Does, a.By)));
        Assert.Null((await centre.Done(waits.Id, AlertDoes.Take, 5)).Escalated);
    }

    [Fact]
    public async Task An_act_sent_twice_is_one_and_what_cannot_be_is_refused_with_the_reason()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var centre = await RequestsClient.Centre(server, district.Code);
        using var tablet = await RequestsClient.Tablet(server, district.Code);
        var ask = RequestsClient.Asks(Cause.Power);
        await tablet.Says(ask);
        var take = Guid.NewGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => centre.Done(ask.Id, AlertDoes.Take, 10, take)));
        Assert.Single(answers.Select(a => (a.Version, a.Due)).Distinct());
        await centre.Done(ask.Id, AlertDoes.Resolve);
        async Task Refused(Task<HttpResponseMessage> asked, HttpStatusCode status, string reason)
        {
            using var answer = await asked;
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains($"\"reason\":\"{reason}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Refused(centre.Do(ask.Id, AlertDoes.Take, 10), HttpStatusCode.Conflict, "HasEnded");
        await Refused(centre.Do(Guid.NewGuid(), AlertDoes.Take, 10), HttpStatusCode.NotFound, "NoAlert");
        var newer = RequestsClient.Asks(Cause.Power);
        await tablet.Says(newer);
        await Refused(centre.Do(ask.Id, AlertDoes.Reopen), HttpStatusCode.Conflict, "Newer");
        await Refused(centre.Do(newer.Id, AlertDoes.Take, 10, take), HttpStatusCode.Conflict, "Reused");
    }

    [Fact]
    public async Task What_is_next_is_told_with_its_moment_the_soonest_first()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("""
            insert into shifts values (@code, 1, 'A', 'early', '00:00', '23:59:59');
            insert into tubes (district, barcode, round, site, size, filled, state, opened_at, first_swab) values (@code, 'T001', 1, 'S2', 10, 3, 'Open', 1, (extract(epoch from now()) * 1000)::bigint - 3.900 * 3600000);
            insert into tubes (district, barcode, round, site, size, filled, state, opened_at, first_swab) values (@code, 'T002', 1, 'S3', 10, 3, 'Open', 1, (extract(epoch from now()) * 1000)::bigint - 3600000)
            """);
        await using var server = await district.Server();
        using var centre = await RequestsClient.Centre(server, district.Code);
        await RequestsClient.Count(server, district.Code, [BoardDistrict.Command(1, CountKind.Open), .. Enumerable.Range(2, 20).Select(n => BoardDistrict.Command(n, CountKind.Arrived, 450))]);

        await Eventually.True(async () => (await centre.Next()).Count == 2, "both");
        var next = await centre.Next();
        Assert.Equal([("Tubes", "S2"), ("Finish", "S1")], next.OrderBy(n => (string?)n!["kind"] == "Finish").Select(n => ((string)n!["kind"]!, (string)n["site"]!)));
        Assert.Equal(next.Select(n => (long)n!["at"]!).Order(), next.Select(n => (long)n!["at"]!));
    }

    [Fact]
    public async Task Waits_that_contradict_each_other_stop_the_start_and_are_named()
    {
        var district = await BoardDistrict.Make(engines);
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => district.Server(0, "--Requests:ActWithin=00:45:00", "--Requests:WatchWithin=00:40:00"));
        Assert.Contains("ActWithin (00:45:00)", wrong.Message, StringComparison.Ordinal);
    }
}
