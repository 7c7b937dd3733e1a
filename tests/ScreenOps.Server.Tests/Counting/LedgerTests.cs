using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>No acknowledged count is lost or doubled, on Redis, on Garnet and on Redis Cluster.</summary>
public sealed class LedgerTests(RealEngines engines)
{
    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task The_same_command_sent_twice_is_counted_once(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine);
        var device = Guid.NewGuid();
        var command = SmallDistrict.Arrived(1, 5);
        Assert.Equal(CountOutcome.Applied, (await district.Send(device, [command]))[0].Outcome);
        Assert.Equal(CountOutcome.Applied, (await district.Send(device, [command, command]))[1].Outcome);
        Assert.Equal(5, (await district.Live("S1"))!.Queue);
        Assert.Equal(5, await district.Ask<long>("select sum(arrived) from ledger"));
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_refused_command_uses_up_its_number_and_a_repeat_hears_the_same(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine);
        var device = Guid.NewGuid();
        CountCommand[] commands = [SmallDistrict.Arrived(1, -3), SmallDistrict.Arrived(2, 1, "S9"), SmallDistrict.Arrived(3)];
        for (var sent = 0; sent < 2; sent++)
        {
            var receipts = await district.Send(device, commands);
            Assert.Equal([Refusal.BadAmount, Refusal.UnknownSite, null], receipts.Select(r => r.Reason));
        }
        Assert.Equal(1, (await district.Live("S1"))!.Arrived);
        Assert.Equal(3, await district.Ask<long>("select count(*) from ledger"));
    }

    [Fact]
    public async Task Rows_that_the_ledger_cannot_take_leave_no_trace_and_their_sender_sends_them_again()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis, settings: "--Counting:Sweep=00:05:00");
        var device = Guid.NewGuid();
        await district.Send(device, [SmallDistrict.Arrived(1, 2)]);
        await district.Ask<object>("alter table ledger add constraint a_change_gone_wrong check (arrived <> 5)");
        Assert.Equal(CountOutcome.Busy, (await district.Counter().Apply(district.Code, device, null, [SmallDistrict.Arrived(2, 5)], default))[0].Outcome);
        Assert.Equal(2, (await district.Live("S1"))!.Queue);
        Assert.Equal(CountOutcome.Applied, (await district.Send(Guid.NewGuid(), [SmallDistrict.Arrived(1)]))[0].Outcome);
        await district.Ask<object>("alter table ledger drop constraint a_change_gone_wrong");
        Assert.Equal(CountOutcome.Applied, (await district.Send(device, [SmallDistrict.Arrived(2, 5)]))[0].Outcome);
        Assert.Equal(8, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Empty(await district.Differences());
    }

    [Theory, InlineData(2), InlineData(40)]
    public async Task Rows_are_written_all_or_none_whether_few_or_many(int many)
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis, settings: "--Counting:Sweep=00:05:00");
        var (ledger, first, second, third) = (district.Servers[0].Get<LedgerStore>(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await district.Send(first, [SmallDistrict.Arrived(1)]);
        var row = (await ledger.Rows([(first, 1)], default))[0];
        List<(string, LedgerRow)> Of(Guid device, long order, long epoch) => [.. Enumerable.Range(0, many).Select(at => (district.Code, row with { Device = device, Number = at + 1, Order = order + at, Version = order + at, Epoch = epoch }))];
        for (var again = 0; again < 2; again++) Assert.Equal(Append.Committed, await ledger.Append(Of(second, 100, row.Epoch), default));
        Assert.Equal(Append.OtherEpoch, await ledger.Append(Of(third, 500, row.Epoch + 1), default));
        var clash = Of(third, 500, row.Epoch);
        clash[^1] = (district.Code, clash[^1].Item2 with { Device = second, Number = 1 });
        Assert.Equal(Append.Clash, await ledger.Append(clash, default));
        Assert.Equal(1 + many, await district.Ask<long>("select count(*) from ledger"));
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_gap_names_the_number_to_send_next_and_books_nothing(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine);
        var receipt = (await district.Send(Guid.NewGuid(), [SmallDistrict.Arrived(3)]))[0];
        Assert.Equal((CountOutcome.Gap, 1L), (receipt.Outcome, receipt.Expected));
        Assert.Equal(0, await district.Ask<long>("select count(*) from ledger"));
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_server_that_dies_between_script_and_commit_loses_nothing_when_the_retry_reaches_another(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, servers: 2, "--Counting:Sweep=00:05:00");
        var (device, other) = (Guid.NewGuid(), Guid.NewGuid());
        await district.Send(other, [SmallDistrict.Arrived(1, 2)]);
        // The dead server's part: the script ran, and that was all.
        var epoch = await district.Servers[0].Get<Folding>().Epoch(district.Code, default);
        CountCommand[] lost = [SmallDistrict.Arrived(1, 3), SmallDistrict.Sampled(2)];
        await district.Servers[0].Get<TurnScript>().Run(district.Code, epoch, [new Sending([.. lost.Select(c => new Booking(device, c, c.Made))])], []);
        Assert.Equal(1, await district.Ask<long>("select count(*) from ledger"));
        var receipts = await district.Send(device, [.. lost, SmallDistrict.Sampled(3)], server: 1);
        Assert.All(receipts, r => Assert.Equal(CountOutcome.Applied, r.Outcome));
        Assert.Equal(4, await district.Ask<long>("select count(*) from ledger"));
        Assert.Equal(3, (await district.Live("S1"))!.Queue);
        Assert.Empty(await district.Differences());
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task What_a_server_left_pending_can_be_taken_back_at_another_and_once_only(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, servers: 2, "--Counting:Sweep=00:05:00");
        var device = Guid.NewGuid();
        await district.Send(device, [SmallDistrict.Arrived(1, 2)]);
        var epoch = await district.Servers[0].Get<Folding>().Epoch(district.Code, default);
        CountCommand pending = SmallDistrict.Arrived(2, 3), back = new(3, 1, "S1", CountKind.Undo, 2, SmallDistrict.Now);
        await district.Servers[0].Get<TurnScript>().Run(district.Code, epoch, [new Sending([new Booking(device, pending, pending.Made)])], []);
        Assert.Equal(CountOutcome.Applied, (await district.Send(device, [back], server: 1))[0].Outcome);
        Assert.Equal(2, (await district.Live("S1"))!.Queue);
        Assert.Equal(Refusal.NothingToUndo, (await district.Send(device, [back with { Number = 4 }]))[0].Reason);
        await district.Wipe();
        Assert.Equal([null, Refusal.NothingToUndo, null], (await district.Send(device, [SmallDistrict.Arrived(5, 9), back with { Number = 6 }, back with { Number = 7, N = 5 }])).Select(r => r.Reason));
        Assert.Equal(2, (await district.Live("S1"))!.Queue);
        Assert.Empty(await district.Differences());
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task What_a_dead_server_left_pending_is_committed_by_the_sweep(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, settings: "--Counting:Sweep=00:00:00.200");
        var epoch = await district.Servers[0].Get<Folding>().Epoch(district.Code, default);
        await district.Send(Guid.NewGuid(), [SmallDistrict.Arrived(1)]);
        epoch = await district.Servers[0].Get<Folding>().Epoch(district.Code, default);
        var command = SmallDistrict.Arrived(1, 4);
        await district.Servers[0].Get<TurnScript>().Run(district.Code, epoch, [new Sending([new Booking(Guid.NewGuid(), command, command.Made)])], []);
        await Eventually.True(async () => await district.Ask<long>("select coalesce(sum(arrived), 0) from ledger") == 5, "the orphaned turn is in the ledger");
        Assert.Equal(5, (await district.Live("S1"))!.Queue);
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task What_nobody_can_read_in_Redis_is_made_anew_by_the_sweep(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, settings: "--Counting:Sweep=00:00:00.200");
        var (db, keys, device) = (district.Redis.GetDatabase(), new CountingKeys(district.Code), Guid.NewGuid());
        await district.Send(device, [SmallDistrict.Arrived(1, 3)]);
        foreach (var (key, value) in new[] { (keys.Pending, "7:of nobody"), (keys.Sites(1), "S1") })
        {
            var epoch = await district.Ask<long>("select epoch from districts where code = @code");
            await db.HashSetAsync(key, value, "not to be read");
            await Eventually.True(async () => await district.Ask<long>("select epoch from districts where code = @code") > epoch, "it is folded anew");
        }
        await district.Send(device, [SmallDistrict.Arrived(2, 4)]);
        Assert.Equal(7, (await district.Live("S1"))!.Arrived);
        Assert.Empty(await district.Differences());
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task Redis_emptied_between_two_counts_is_made_anew_and_counting_goes_on(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine);
        var device = Guid.NewGuid();
        await district.Send(device, [SmallDistrict.Arrived(1, 7), new(2, 1, "S1", CountKind.Lanes, 2, SmallDistrict.Now), new(3, 1, "S1", CountKind.Open, 0, SmallDistrict.Now)]);
        await district.Wipe();
        await district.Send(device, [SmallDistrict.Sampled(4, 2)]);
        var live = (await district.Live("S1"))!;
        Assert.Equal((5L, 2, SiteStatus.Open, 2), (live.Queue, live.Lanes, live.Status, live.Called));
        Assert.Empty(await district.Differences());
        Assert.Equal(CountOutcome.Applied, (await district.Send(device, [new(5, 1, "S1", CountKind.Undo, 4, SmallDistrict.Now)]))[0].Outcome);
        Assert.Equal(7, (await district.Live("S1"))!.Queue);
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_replica_that_is_behind_takes_over_and_nothing_acknowledged_is_lost(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await district.Send(first, [SmallDistrict.Arrived(1, 1)]);
        var back = await district.Remember();
        await district.Send(first, [SmallDistrict.Arrived(2, 10)]);
        await district.Send(second, [SmallDistrict.Arrived(1, 100)]);
        await back();
        await district.Send(first, [SmallDistrict.Arrived(3, 400)]);
        await district.Send(second, [SmallDistrict.Arrived(2, 100)]);
        await Eventually.True(async () => (await district.Live("S1"))?.Queue == 611, "the live fold holds all five");
        Assert.Equal(611, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Empty(await district.Differences());
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task Two_servers_that_fold_at_once_leave_one_fold(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, servers: 2);
        var devices = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(devices.Select((d, i) => district.Send(d, [SmallDistrict.Arrived(1, 3)], i % 2)));
        for (var number = 2; number < 12; number++)
        {
            await district.Wipe();
            await Task.WhenAll(devices.Select((d, i) => district.Send(d, [SmallDistrict.Sampled(number, 1, $"S{1 + number % 3}")], i % 2)));
        }
        Assert.Equal(80, await district.Ask<long>("select sum(sampled) from ledger"));
        Assert.Empty(await district.Differences());
    }

    [Fact]
    public async Task A_count_changed_by_hand_is_found_and_mended_and_told()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis, settings: ["--Counting:Sweep=00:00:00.200", "--Counting:SweepsPerComparison=3"]);
        await district.Send(Guid.NewGuid(), [SmallDistrict.Arrived(1, 3)]);
        var (db, key) = (district.Redis.GetDatabase(), new CountingKeys(district.Code).Sites(1));
        var tally = Tally.Parse((await db.HashGetAsync(key, "S1"))!);
        tally.Arrived += 7;
        await db.HashSetAsync(key, "S1", tally.ToString());
        await Eventually.True(async () => await district.Ask<long>("select count(*) from repairs where district = @code") == 1, "the repair is written down");
        await Eventually.True(async () => (await district.Live("S1"))?.Queue == 3, "the live fold is right again");
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_count_changed_by_hand_is_found_while_counting_goes_on(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, settings: "--Counting:SweepsPerComparison=10000");
        using var stop = new CancellationTokenSource();
        var counting = Count(district, stop.Token);
        await Eventually.True(async () => (await district.Live("S1"))?.Arrived > 3, "people are being counted");
        Assert.IsType<Compared.Agree>(await district.Servers[0].Get<Comparison>().All(district.Code, default));
        var device = Guid.NewGuid();
        await Eventually.True(async () => (await district.Servers[0].Get<Counter>().Apply(district.Code, device, null, [SmallDistrict.Arrived(1, 5, "S3")], default))[0].Outcome != CountOutcome.Busy, "five at S3");
        var (db, key) = (district.Redis.GetDatabase(), new CountingKeys(district.Code).Sites(1));
        var tally = Tally.Parse((await db.HashGetAsync(key, "S3"))!);
        tally.Sampled += 2;
        await db.HashSetAsync(key, "S3", tally.ToString());
        foreach (var compared in new[] { await district.Servers[0].Get<Comparison>().All(district.Code, default), await district.Servers[0].Get<Comparison>().Totals(district.Code, default) })
            Assert.Contains("site S3", Assert.Single(Assert.IsType<Compared.Differ>(compared).Where));
        await stop.CancelAsync();
        await counting;
    }

    private static async Task Count(SmallDistrict district, CancellationToken stop)
    {
        var device = Guid.NewGuid();
        for (var n = 1; !stop.IsCancellationRequested; n++) await district.Send(device, [SmallDistrict.Arrived(n, 1, $"S{1 + n % 2}")]);
    }

    [Fact]
    public async Task A_known_person_has_one_ticket_however_often_and_a_move_takes_the_place_along()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis, servers: 2);
        await district.Send(Guid.NewGuid(), [SmallDistrict.Arrived(1, 3)]);
        var person = Guid.NewGuid();
        var asked = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => district.Counter(i % 2).CheckIn(district.Code, new(1, "S1", person, SmallDistrict.Now), default)));
        Assert.All(asked, a => Assert.Equal(4, a.Ticket));
        Assert.Single(asked, a => a.Outcome == PersonOutcome.Ticketed);
        Assert.Equal(4, (await district.Live("S1"))!.Queue);
        var moved = await district.Counter(1).CheckIn(district.Code, new(1, "S2", person, SmallDistrict.Now), default);
        Assert.Equal((PersonOutcome.Moved, "S2", 1), (moved.Outcome, moved.Site, moved.Ticket));
        Assert.Equal((3L, 1L), ((await district.Live("S1"))!.Queue, (await district.Live("S2"))!.Queue));
        Assert.Empty(await district.Differences());
    }
}
