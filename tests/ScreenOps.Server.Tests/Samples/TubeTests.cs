using ScreenOps.Core.Counting;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Samples;
using ScreenOps.Server.Tests.CheckIn;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Samples;

/// <summary>A tube from its barcode to its last person, and what may go wrong on the way.</summary>
public sealed class TubeTests(RealEngines engines)
{
    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task Ten_of_ten_are_in_the_tube_and_sampled_once_and_an_eleventh_is_refused_with_the_cure(LiveEngine engine)
    {
        await using var site = await TubeSite.On(await Board.BoardDistrict.Make(engines, engine), 11);
        var tube = await site.Opened();
        for (var n = 1; n <= 10; n++)
        {
            var put = await site.Do(TubeActKind.Put, tube, site.People[n - 1]);
            Assert.Equal((TubeOutcome.Done, n, 10), (put.Outcome, put.Tube!.Filled, put.Tube.Size));
        }
        var more = await site.Do(TubeActKind.Put, tube, site.People[10]);
        Assert.Equal((TubeOutcome.Full, TubeState.Full, 10), (more.Outcome, more.Tube!.State, more.Tube.Filled));
        Assert.Contains("scan the next one", more.Cure);
        Assert.Equal(10, await site.Sampled());
        Assert.IsType<Compared.Agree>(await site.Server.Get<Comparison>().All(site.District.Code, default));
    }

    [Fact]
    public async Task By_pass_and_by_ticket_the_same_person_is_meant_and_the_next_ticket_is_told()
    {
        await using var site = await TubeSite.Open(engines);
        using var door = site.Server.Http();
        var first = await door.Ticket(Poster.Form());
        var second = await door.Ticket(Poster.Form(Poster.Other));
        var tube = await site.Opened();
        var put = await site.Send(new(Guid.NewGuid(), TubeActKind.Put, tube, TubeSite.Now, Ticket: first.Number));
        Assert.Equal((TubeOutcome.Done, first.Number, new TubeNext(second.Number, null, false)), (put.Outcome, put.Person!.Ticket, put.Next));
        var again = await site.Send(new(Guid.NewGuid(), TubeActKind.Put, tube, TubeSite.Now, Pass: first.Pass.Text));
        Assert.Equal((TubeOutcome.Already, put.Person.Id, 1), (again.Outcome, again.Person!.Id, again.Tube!.Filled));
        Assert.Null((await site.Send(new(Guid.NewGuid(), TubeActKind.Put, tube, TubeSite.Now, Pass: second.Pass.Text))).Next);
        Assert.Equal(TubeOutcome.NoTicket, (await site.Send(new(Guid.NewGuid(), TubeActKind.Put, tube, TubeSite.Now, Ticket: 83))).Outcome);
        Assert.Equal(TubeOutcome.PassRefused, (await site.Send(new(Guid.NewGuid(), TubeActKind.Put, tube, TubeSite.Now, Pass: "SO1:NOTHING"))).Outcome);
        Assert.Equal("Sampled", (await door.Ticket(new { pass = first.Pass.Text })).Outcome);
    }

    [Fact]
    public async Task Somebody_who_is_in_a_tube_is_told_which_one_whoever_puts_them_in_again()
    {
        await using var site = await TubeSite.Open(engines);
        using var other = site.Server.Http(await site.Server.Tablet(site.District.Code, Guid.NewGuid(), "S2"));
        var (one, two) = (await site.Opened(), await site.Opened(other));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => site.Do(TubeActKind.Put, i % 2 == 0 ? one : two, site.People[0], by: i % 2 == 0 ? site.Tablet : other)));
        Assert.Single(answers, a => a.Outcome == TubeOutcome.Done);
        var where = answers.Single(a => a.Outcome == TubeOutcome.Done).Tube!.Barcode;
        Assert.All(answers.Where(a => a.Outcome == TubeOutcome.InOtherTube), a => Assert.Equal(where, a.In));
        Assert.Equal((3, 4), (answers.Count(a => a.Outcome == TubeOutcome.Already), answers.Count(a => a.Outcome == TubeOutcome.InOtherTube)));
        Assert.Equal((1, 1), (await site.Sampled(), await site.District.Ask<int>("select sum(filled)::int from tubes")));
    }

    [Fact]
    public async Task Another_sites_tube_a_closed_one_an_unknown_and_a_used_barcode_have_each_their_answer()
    {
        await using var site = await TubeSite.Open(engines);
        using var other = site.Server.Http(await site.Server.Tablet(site.District.Code, Guid.NewGuid(), "S2"));
        var tube = await site.Opened();
        Assert.Equal(TubeOutcome.OtherSite, (await site.Do(TubeActKind.Put, tube, site.People[0], by: other)).Outcome);
        Assert.Equal(TubeOutcome.UnknownTube, (await site.Do(TubeActKind.Put, TubeSite.Barcode(), site.People[0])).Outcome);
        Assert.Equal(TubeOutcome.UnknownPerson, (await site.Do(TubeActKind.Put, tube, Guid.NewGuid())).Outcome);
        Assert.Equal(TubeOutcome.Already, (await site.Do(TubeActKind.Open, tube)).Outcome);
        Assert.Equal(TubeOutcome.BarcodeUsed, (await site.Do(TubeActKind.Open, tube, by: other)).Outcome);
        Assert.Equal(TubeOutcome.Done, (await site.Do(TubeActKind.Close, tube)).Outcome);
        var closed = await site.Do(TubeActKind.Put, tube, site.People[0]);
        Assert.Equal((TubeOutcome.Closed, 0), (closed.Outcome, closed.Tube!.Filled));
        Assert.Equal(TubeOutcome.BarcodeUsed, (await site.Do(TubeActKind.Open, tube)).Outcome);
        Assert.Equal(TubeOutcome.Bad, (await site.Do(TubeActKind.Reopen, tube)).Outcome);
        Assert.Equal(TubeState.Open, (await site.Do(TubeActKind.Reopen, tube, why: "closed by mistake")).Tube!.State);
        Assert.Equal(TubeOutcome.Bad, (await site.Do(TubeActKind.Open, "盒子")).Outcome);
        Assert.Equal(0, await site.Sampled());
    }

    [Fact]
    public async Task A_tablet_that_was_away_sends_what_it_did_in_order_and_sent_twice_it_is_done_once()
    {
        await using var site = await TubeSite.Open(engines);
        var (tube, made) = (TubeSite.Barcode(), TubeSite.Now - 600_000);
        var acts = new[] { TubeSite.Act(TubeActKind.Open, tube, made: made) }
            .Concat(site.People.Take(10).Select((p, i) => TubeSite.Act(TubeActKind.Put, tube, p, made: made + 1000 * i))).ToList();
        for (var sent = 0; sent < 2; sent++) Assert.All(await site.SendAll(acts), a => Assert.Equal(TubeOutcome.Done, a.Outcome));
        Assert.Equal((10, 11), (await site.Sampled(), await site.District.Ask<int>("select count(*)::int from tube_acts")));
        Assert.Equal(made, await site.District.Ask<long>("select first_swab from tubes"));
        Assert.Equal(made, await site.District.Ask<long>("select min(made) from ledger where kind = 2"));
    }

    [Fact]
    public async Task A_person_moved_to_another_tube_leaves_a_trace_of_who_when_from_where_and_why()
    {
        await using var site = await TubeSite.Open(engines);
        var (from, to) = (await site.Opened(), await site.Opened());
        await site.Do(TubeActKind.Put, from, site.People[0]);
        Assert.Equal(TubeOutcome.Bad, (await site.Do(TubeActKind.Move, from, site.People[0], to: to)).Outcome);
        var act = TubeSite.Act(TubeActKind.Move, from, site.People[0], "bound to the wrong tube", to);
        for (var sent = 0; sent < 2; sent++) Assert.Equal(TubeOutcome.Done, (await site.Send(act)).Outcome);
        var (old, now) = (await site.Get<TubeWhole>(site.Tablet, $"rounds/1/tubes/{from}"), await site.Get<TubeWhole>(site.Tablet, $"rounds/1/tubes/{to}"));
        Assert.Equal((0, 1, site.People[0]), (old.Tube.Filled, now.Tube.Filled, now.People.Single().Id));
        var trace = Assert.Single(old.Acts, a => a.Kind == "Move");
        Assert.Equal((to, "bound to the wrong tube", "S1"), (trace.Other, trace.Why, trace.By));
        Assert.Equal("王*一", trace.Person);
        Assert.Equal(1, await site.Sampled());
        Assert.Equal(TubeOutcome.NotInTube, (await site.Do(TubeActKind.Move, from, site.People[0], "again", to: TubeSite.Barcode())).Outcome);
    }

    [Fact]
    public async Task A_swab_that_was_broken_off_takes_the_sample_back_and_the_person_may_be_put_in_again()
    {
        await using var site = await TubeSite.Open(engines);
        using var door = site.Server.Http();
        var ticket = await door.Ticket(Poster.Form());
        var tube = await site.Opened();
        var person = (await site.Send(new(Guid.NewGuid(), TubeActKind.Put, tube, TubeSite.Now, Ticket: ticket.Number))).Person!.Id;
        var act = TubeSite.Act(TubeActKind.Abort, tube, person, "child would not");
        for (var sent = 0; sent < 2; sent++)
        {
            var aborted = await site.Send(act);
            Assert.Equal((TubeOutcome.Done, 0), (aborted.Outcome, aborted.Tube!.Filled));
        }
        Assert.Equal(0, await site.Sampled());
        Assert.Equal(("Already", ticket.Number), await door.Ticket(new { pass = ticket.Pass.Text }) is var waits ? (waits.Outcome, waits.Number) : default);
        Assert.Equal(TubeOutcome.Done, (await site.Do(TubeActKind.Put, tube, person)).Outcome);
        // The act that came late takes nothing back that was done since.
        Assert.Equal(TubeOutcome.Done, (await site.Send(act)).Outcome);
        Assert.Equal((1, 1), (await site.Sampled(), await site.District.Ask<int>("select filled from tubes")));
        await site.District.Empty();
        await Eventually.True(async () => (await door.Scan(new { pass = ticket.Pass.Text })).IsSuccessStatusCode && (await door.Ticket(new { pass = ticket.Pass.Text })).Outcome == "Sampled", "a fold of the ledger knows it too");
        Assert.IsType<Compared.Agree>(await site.Server.Get<Comparison>().All(site.District.Code, default));
    }

    [Fact]
    public async Task A_server_that_dies_between_tube_and_ledger_leaves_what_a_retry_at_another_server_ends()
    {
        await using var site = await TubeSite.Open(engines, settings: "--Samples:Settle=01:00:00");
        var tube = await site.Opened();
        var act = TubeSite.Act(TubeActKind.Put, tube, site.People[0]);
        await LeaveHalfDone(site, tube, act);
        Assert.Equal((1, 0), (await site.District.Ask<int>("select filled from tubes"), await site.Sampled()));
        await using var next = await site.District.Server(0, "--Samples:Settle=01:00:00");
        using var tablet = next.Http(await next.Tablet(site.District.Code, Guid.NewGuid()));
        var put = await site.Send(act, tablet);
        Assert.Equal((TubeOutcome.Done, 1, 1), (put.Outcome, put.Tube!.Filled, await site.Sampled()));
        Assert.Equal("In", await site.District.Ask<string>("select state from tube_places"));
    }

    [Fact]
    public async Task What_nobody_sends_again_is_ended_by_the_server_itself_whichever_half_was_done()
    {
        await using var site = await TubeSite.Open(engines, settings: ["--Samples:Settle=00:00:00.200", "--Samples:UnsettledAfter=00:00:00.100"]);
        var tube = await site.Opened();
        await LeaveHalfDone(site, tube, TubeSite.Act(TubeActKind.Put, tube, site.People[0]));
        await Eventually.True(async () => await site.Sampled() == 1 && await site.District.Ask<string>("select state from tube_places") == "In", "the sample is booked");
        await site.District.Do("update tube_places set state = 'Leaving', touched = now() - interval '1 minute'");
        await Eventually.True(async () => await site.Sampled() == 0 && await site.District.Ask<int>("select filled from tubes") == 0, "the sample is taken back and the place free");
    }

    [Fact]
    public async Task A_sample_that_the_ledger_has_from_elsewhere_frees_the_place_again_and_says_where()
    {
        await using var site = await TubeSite.Open(engines);
        await site.Server.Get<Counter>().Sample(site.District.Code, new(1, "S2", site.People[0], TubeSite.Now), default);
        var tube = await site.Opened();
        var act = TubeSite.Act(TubeActKind.Put, tube, site.People[0]);
        for (var sent = 0; sent < 2; sent++)
        {
            var refused = await site.Send(act);
            Assert.Equal((TubeOutcome.SampledElsewhere, 0), (refused.Outcome, refused.Tube!.Filled));
        }
        Assert.Equal(1, await site.Sampled());
    }

    [Fact]
    public async Task What_was_done_while_the_round_was_open_is_booked_late_and_what_was_not_is_refused()
    {
        await using var site = await TubeSite.Open(engines);
        var tube = await site.Opened();
        await site.District.Do("update rounds set state = 'Closed', closed_at = now() - interval '10 minutes' where district = @code and id = 1");
        site.Server.Get<Server.Districts.RoundBook>().Forget(site.District.Code);
        Assert.Equal(TubeOutcome.RoundNotOpen, (await site.Do(TubeActKind.Put, tube, site.People[0])).Outcome);
        Assert.Equal(TubeOutcome.Done, (await site.Send(TubeSite.Act(TubeActKind.Put, tube, site.People[1], made: TubeSite.Now - 1_800_000))).Outcome);
        Assert.Equal((1, 1), (await site.Sampled(), await site.District.Ask<int>("select filled from tubes")));
    }

    /// <summary>The place is written, and the ledger was never asked.</summary>
    private static Task LeaveHalfDone(TubeSite site, string tube, TubeAct act) => site.District.Do($"""
        insert into tube_acts (id, district, round, barcode, kind, person, actor, made, at) values ('{act.Id}', @code, 1, '{tube}', 'Put', '{act.Person}', gen_random_uuid(), {act.Made}, {act.Made});
        insert into tube_places (district, round, person, barcode, state, made, by, act, touched) values (@code, 1, '{act.Person}', '{tube}', 'Putting', {act.Made}, 'Person', '{act.Id}', now() - interval '1 minute');
        update tubes set filled = 1 where barcode = '{tube}'
        """);
}
