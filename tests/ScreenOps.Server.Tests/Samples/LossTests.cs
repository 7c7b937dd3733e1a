using System.Net;
using System.Net.Http.Json;
using Dapper;
using Npgsql;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Access;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Samples;
using ScreenOps.Server.Tests.CheckIn;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Samples;

/// <summary>The seven known ways to lose a result, each found, and each gone when it is mended where it can be.</summary>
public sealed class LossTests(RealEngines engines)
{
    private static async Task<LossCheck> Check(TubeSite site, Loss loss)
    {
        using var centre = await site.Centre();
        var all = await site.Get<List<LossCheck>>(centre, "rounds/1/losses");
        Assert.Equal(Enum.GetValues<Loss>(), all.Select(c => c.Loss));
        return all.Single(c => c.Loss == loss);
    }

    [Fact]
    public async Task AbortedSwab_is_whoever_was_taken_out_and_not_put_in_again()
    {
        await using var site = await TubeSite.Open(engines);
        var tube = await site.Opened();
        await site.Do(TubeActKind.Put, tube, site.People[0]);
        Assert.Equal(0, (await Check(site, Loss.AbortedSwab)).Count);
        await site.Do(TubeActKind.Abort, tube, site.People[0], "child would not");
        var lost = (await Check(site, Loss.AbortedSwab)).Cases.Single();
        Assert.Equal((site.People[0], "王*一", tube, "child would not"), (lost.Person, lost.Name, lost.Code, lost.Why));
        await site.Do(TubeActKind.Put, tube, site.People[0]);
        Assert.Equal(0, (await Check(site, Loss.AbortedSwab)).Count);
    }

    [Fact]
    public async Task NotInTube_is_whoever_is_counted_as_sampled_without_a_tube()
    {
        await using var site = await TubeSite.Open(engines);
        await site.Server.Get<Counter>().Sample(site.District.Code, new(1, "S1", site.People[0], TubeSite.Now), default);
        var lost = (await Check(site, Loss.NotInTube)).Cases.Single();
        Assert.Equal((site.People[0], "S1"), (lost.Person, lost.Site));
        Assert.Equal(TubeOutcome.Done, (await site.Do(TubeActKind.Put, await site.Opened(), site.People[0])).Outcome);
        Assert.Equal((0, 1), ((await Check(site, Loss.NotInTube)).Count, await site.Sampled()));
    }

    [Fact]
    public async Task WrongIdentity_is_a_number_of_somebody_else_and_whoever_the_sampler_does_not_know_again()
    {
        await using var site = await TubeSite.Open(engines);
        using var door = site.Server.Http();
        await site.District.Resident(site.Server, "H1", "王秀英", Poster.Identity, "13800000009");
        var ticket = await door.Ticket(Poster.Form(name: "李四"));
        var tube = await site.Opened();
        await site.Send(new(Guid.NewGuid(), TubeActKind.Put, tube, TubeSite.Now, Ticket: ticket.Number));
        await site.Do(TubeActKind.Put, tube, site.People[0]);
        Assert.Equal([ticket.Number], (await Check(site, Loss.WrongIdentity)).Cases.Select(c => c.Ticket));
        await site.Send(TubeSite.Act(TubeActKind.Doubt, tube, site.People[0], "another face") with { Doubt = PlaceDoubt.WrongIdentity });
        Assert.Equal((2, site.People[0]), await Check(site, Loss.WrongIdentity) is var found ? (found.Count, found.Cases[0].Person) : default);
    }

    [Fact]
    public async Task OthersCode_is_a_pass_that_comes_again_after_its_holder_was_sampled()
    {
        await using var site = await TubeSite.Open(engines);
        using var door = site.Server.Http();
        var pass = (await door.Ticket(Poster.Form())).Pass.Text;
        var (one, two) = (await site.Opened(), await site.Opened());
        await site.Send(new(Guid.NewGuid(), TubeActKind.Put, one, TubeSite.Now, Pass: pass));
        // A second look of the same scanner is nobody else.
        await site.Send(new(Guid.NewGuid(), TubeActKind.Put, one, TubeSite.Now, Pass: pass));
        Assert.Equal(0, (await Check(site, Loss.OthersCode)).Count);
        var again = new TubeAct(Guid.NewGuid(), TubeActKind.Put, two, TubeSite.Now, Pass: pass);
        for (var sent = 0; sent < 2; sent++) Assert.Equal(TubeOutcome.InOtherTube, (await site.Send(again)).Outcome);
        var lost = (await Check(site, Loss.OthersCode)).Cases.Single();
        Assert.Equal((one, two), (lost.Code, lost.Other));
    }

    [Fact]
    public async Task NoIdentityNumber_is_whoever_came_without_one()
    {
        await using var site = await TubeSite.Open(engines);
        using var door = site.Server.Http();
        var ticket = await door.Ticket(new { household = "H77", phone = Poster.Phone, consent = true });
        await site.Send(new(Guid.NewGuid(), TubeActKind.Put, await site.Opened(), TubeSite.Now, Ticket: ticket.Number));
        Assert.Equal([ticket.Number], (await Check(site, Loss.NoIdentityNumber)).Cases.Select(c => c.Ticket));
        Assert.Equal(0, (await Check(site, Loss.WrongIdentity)).Count);
    }

    [Fact]
    public async Task TransportDelay_is_a_tube_or_box_that_is_older_than_the_limit_and_ends_with_the_labs_signature()
    {
        await using var site = await TubeSite.Open(engines);
        await site.District.Do("update rounds set opened_at = now() - interval '8 hours'; update districts set transport_warn_minutes = 60, transport_alarm_minutes = 120");
        site.Server.Get<Server.Districts.RoundBook>().Forget(site.District.Code);
        var tube = await site.Opened();
        Assert.Equal(TubeOutcome.Done, (await site.Send(TubeSite.Act(TubeActKind.Put, tube, site.People[0], made: TubeSite.Now - 3 * 3_600_000))).Outcome);
        Assert.Equal([tube], (await Check(site, Loss.TransportDelay)).Cases.Select(c => c.Code));
        var box = TubeSite.Barcode();
        await site.Do(TubeActKind.Close, tube);
        foreach (var (kind, of) in new[] { (BoxActKind.Make, null), (BoxActKind.Pack, tube), (BoxActKind.Seal, null), (BoxActKind.Sign, null) }) await site.Box(site.Tablet, box, kind, of);
        Assert.Equal([box], (await Check(site, Loss.TransportDelay)).Cases.Select(c => c.Code));
        using var courier = await site.As(Grant.Courier);
        using var lab = await site.As(Grant.Lab);
        await site.Box(courier, box, BoxActKind.Sign);
        await site.Box(lab, box, BoxActKind.Sign);
        Assert.Equal(0, (await Check(site, Loss.TransportDelay)).Count);
    }

    [Fact]
    public async Task TubeScannedTwice_is_a_barcode_that_was_used_before()
    {
        await using var site = await TubeSite.Open(engines);
        using var other = site.Server.Http(await site.Server.Tablet(site.District.Code, Guid.NewGuid(), "S2"));
        var tube = await site.Opened();
        var again = TubeSite.Act(TubeActKind.Open, tube);
        for (var sent = 0; sent < 2; sent++) Assert.Equal(TubeOutcome.BarcodeUsed, (await site.Send(again, other)).Outcome);
        var lost = (await Check(site, Loss.TubeScannedTwice)).Cases.Single();
        Assert.Equal((tube, "S1", "S2"), (lost.Code, lost.Site, lost.Other));
    }

    [Fact]
    public async Task A_tube_that_the_lab_flags_gives_its_people_and_those_who_live_with_them_masked()
    {
        await using var site = await TubeSite.Open(engines);
        using var lab = await site.As(Grant.Lab);
        using var centre = await site.Centre();
        var (flagged, other) = (await site.Opened(), await site.Opened());
        // Two of one household, and one whose housemate is in no tube; the other tube is nobody's concern.
        foreach (var i in new[] { 0, 1, 2 }) await site.Do(TubeActKind.Put, flagged, site.People[i]);
        await site.Do(TubeActKind.Put, other, site.People[4]);
        Assert.Equal(TubeOutcome.Bad, (await site.Do(TubeActKind.Close, flagged, by: lab)).Outcome);
        var flag = TubeSite.Act(TubeActKind.Trouble, flagged, why: "mixed positive") with { Trouble = TubeTrouble.Flagged };
        Assert.Equal(TubeOutcome.Done, (await site.Send(flag, lab)).Outcome);
        var list = await site.Get<CallBackList>(centre, "rounds/1/callbacks");
        Assert.Equal((flagged, TubeTrouble.Flagged, "mixed positive", 3), list.Tubes.Single() is var t ? (t.Barcode, t.Trouble, t.Why, t.People) : default);
        Assert.Equal([(site.People[0], true), (site.People[1], true), (site.People[2], true), (site.People[3], false)],
            list.People.Select(p => (p.Id, p.Sampled)).OrderBy(p => site.People.ToList().IndexOf(p.Id)));
        Assert.All(list.People, p => Assert.True(p.Name[1] == '*' && p.Phone.StartsWith("199****", StringComparison.Ordinal), $"{p}"));
        Assert.Equal(HttpStatusCode.Forbidden, (await lab.GetAsync("/api/v1/rounds/1/callbacks")).StatusCode);
        Assert.Equal((3, 0, 0), await site.Get<TubeWhole>(lab, $"rounds/1/tubes/{flagged}") is var whole ? (whole.Tube.Filled, whole.People.Count, whole.Acts.Count) : default);
        Assert.Equal(TubeOutcome.Done, (await site.Do(TubeActKind.Clear, flagged, why: "tested again: clear", by: lab)).Outcome);
        Assert.Empty((await site.Get<CallBackList>(centre, "rounds/1/callbacks")).People);
    }

    [Fact]
    public async Task Whom_to_call_back_is_read_by_index_however_many_were_sampled()
    {
        await using var site = await TubeSite.Open(engines, 0);
        var name = site.Server.Get<Vault>().Seal("王秀英");
        await using var source = NpgsqlDataSource.Create(site.District.Postgres);
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync("""
            insert into residents (id, district, household, identity_index, identity_sealed, name_sealed, village)
                select md5(i::text)::uuid, @Code, 'H' || i / 3, int4send(i), @name, @name, 'V' from generate_series(0, 129999) i;
            insert into tubes (district, barcode, round, site, size, filled, state, opened_at, trouble, trouble_at)
                select @Code, 'T-' || lpad(i::text, 6, '0'), 1, 'S1', 10, 10, 'Full', i, case when i % 4000 = 17 then 'Flagged' end, 1 from generate_series(0, 12999) i;
            insert into tube_places (district, round, person, barcode, state, made, by, act)
                select @Code, 1, md5(i::text)::uuid, 'T-' || lpad((i / 10)::text, 6, '0'), 'In', i, 'Person', gen_random_uuid() from generate_series(0, 129999) i;
            analyze residents; analyze tubes; analyze tube_places
            """, new { site.District.Code, name }, commandTimeout: 300);
        var plan = string.Join('\n', await connection.QueryAsync<string>("explain (analyze, costs off) " + CallBacks.Sql, new { district = site.District.Code, round = 1, barcode = (string?)null, most = 20_000 }));
        Assert.DoesNotContain("Seq Scan", plan);
        using var centre = await site.Centre();
        // The first answer of a server compiles what it runs; the second is what an office waits for.
        await site.Get<CallBackList>(centre, "rounds/1/callbacks?barcode=T-000000");
        var began = TimeProvider.System.GetTimestamp();
        var list = await site.Get<CallBackList>(centre, "rounds/1/callbacks");
        TestContext.Current.TestOutputHelper?.WriteLine($"{list.People.Count} people of {list.Tubes.Count} tubes among 130,000 in {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:F0} ms");
        Assert.Equal((4, 40), (list.Tubes.Count, list.People.Count(p => p.Sampled)));
        Assert.InRange(list.People.Count, 41, 60);
    }
}
