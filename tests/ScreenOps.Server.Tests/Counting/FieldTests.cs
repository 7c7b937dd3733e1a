using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>Facts from the field are booked as of when they were made; refused is only what cannot be meant.</summary>
public sealed class FieldTests(RealEngines engines)
{
    private const long Minute = 60_000;

    [Fact]
    public async Task What_was_made_while_the_round_was_open_is_booked_in_its_minute_however_late_until_it_is_sealed()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis);
        await Round(district, 2, "Closed", "now() - interval '3 hours'", "now() - interval '1 hour'");
        await Round(district, 3, "Sealed", "now() - interval '30 hours'", "now() - interval '26 hours'");
        var made = SmallDistrict.Now - 90 * Minute;
        Assert.Equal(
            [null, Refusal.RoundNotOpen, Refusal.RoundNotOpen, Refusal.RoundSealed, Refusal.UnknownRound],
            await Told(district, new(1, 2, "S1", CountKind.Arrived, 4, made), new(2, 2, "S1", CountKind.Arrived, 4, SmallDistrict.Now), new(3, 2, "S1", CountKind.Arrived, 4, SmallDistrict.Now - 200 * Minute),
                new(4, 3, "S1", CountKind.Arrived, 4, SmallDistrict.Now - 27 * 60 * Minute), new(5, 9, "S1", CountKind.Arrived, 4, made)));
        Assert.Equal(made / Minute, await district.Ask<long>("select minute from ledger where refusal is null"));
    }

    [Fact]
    public async Task A_clock_an_hour_ahead_is_taken_for_now_and_does_not_outrank_what_comes_later()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis);
        var before = SmallDistrict.Now;
        await Told(district, new CountCommand(1, 1, "S1", CountKind.Queue, 50, before + 60 * Minute));
        Assert.InRange(await district.Ask<long>("select made from ledger"), before, SmallDistrict.Now);
        await Told(district, new CountCommand(1, 1, "S1", CountKind.Queue, 7, SmallDistrict.Now));
        Assert.Equal(7, (await district.Live("S1"))!.Queue);
    }

    [Fact]
    public async Task A_clock_an_hour_behind_is_booked_an_hour_before()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis);
        var made = SmallDistrict.Now - 60 * Minute;
        await Told(district, new(1, 1, "S1", CountKind.Arrived, 3, made), new(2, 1, "S1", CountKind.Sampled, 3, SmallDistrict.Now));
        Assert.Equal((3L, 3L, 0L), await Totals(district));
        Assert.Equal(made / Minute, await district.Ask<long>("select minute from ledger where kind = 1"));
    }

    [Fact]
    public async Task Amounts_have_bounds_and_a_site_is_that_of_its_tablet()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis);
        static CountCommand Say(long number, CountKind kind, long n, string site = "S1") => new(number, 1, site, kind, n, SmallDistrict.Now);
        var receipts = await district.Counter().Apply(district.Code, Guid.NewGuid(), "S1",
            [Say(1, CountKind.Arrived, 0), Say(2, CountKind.Arrived, 501), Say(3, CountKind.Queue, -1), Say(4, CountKind.Queue, 0), Say(5, CountKind.Lanes, 100), Say(6, CountKind.Undo, 0),
                Say(7, (CountKind)42, 1), Say(8, CountKind.Arrived, 1, "S2"), Say(9, CountKind.Arrived, 1, "no|site")], default);
        Assert.Equal([Refusal.BadAmount, Refusal.BadAmount, Refusal.BadAmount, null, Refusal.BadAmount, Refusal.BadAmount, Refusal.BadAmount, Refusal.OtherSite, Refusal.UnknownSite], receipts.Select(r => r.Reason));
    }

    [Fact]
    public async Task A_batch_half_of_repeats_books_the_other_half()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis);
        var device = Guid.NewGuid();
        var commands = Enumerable.Range(1, 20).Select(n => SmallDistrict.Arrived(n)).ToArray();
        await district.Send(device, commands[..10]);
        Assert.All(await district.Send(device, commands), r => Assert.Equal(CountOutcome.Applied, r.Outcome));
        Assert.Equal(20, (await district.Live("S1"))!.Arrived);
        Assert.Empty(await district.Differences());
    }

    [Fact]
    public async Task A_replaced_tablet_that_comes_back_with_an_old_outbox_is_booked_where_it_belongs()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis);
        var (old, next) = (Guid.NewGuid(), Guid.NewGuid());
        var made = SmallDistrict.Now - 30 * Minute;
        await district.Send(old, [new(1, 1, "S1", CountKind.Arrived, 2, made)]);
        await district.Send(next, [new(1, 1, "S1", CountKind.Queue, 9, SmallDistrict.Now)]);
        await district.Send(old, [new(1, 1, "S1", CountKind.Arrived, 2, made), new(2, 1, "S1", CountKind.Arrived, 5, made + Minute), new(3, 1, "S1", CountKind.Queue, 1, made + Minute)]);
        var site = (await district.Live("S1"))!;
        Assert.Equal((7, 9), (site.Arrived, site.Queue));
        Assert.Empty(await district.Differences());
    }

    [Fact]
    public async Task Taps_made_while_PostgreSQL_is_away_are_told_to_come_again_and_each_is_counted_once()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis);
        var postgres = new NpgsqlConnectionStringBuilder(district.Postgres);
        await using var wire = new Wire(postgres.Port);
        postgres.Port = wire.Port;
        await using var server = await TestServer.Start(postgres.ConnectionString, engines.Address(LiveEngine.Redis), "--Counting:Patience=00:00:00.500");
        var device = Guid.NewGuid();
        var commands = new List<CountCommand> { SmallDistrict.Arrived(1) };
        Task<CountReceipt[]> Send() => server.Get<Counter>().Apply(district.Code, device, null, commands, default);
        await Eventually.True(async () => (await Send()).All(r => r.Outcome == CountOutcome.Applied), "counted while PostgreSQL is there");
        await wire.Cut();
        for (var tap = 2; tap <= 6; tap++)
        {
            commands.Add(SmallDistrict.Arrived(tap));
            Assert.Equal(CountOutcome.Busy, (await Send())[^1].Outcome);
        }
        wire.Mend();
        await Eventually.True(async () => (await Send()).All(r => r.Outcome == CountOutcome.Applied), "all acknowledged when it is back");
        Assert.Equal(6, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Equal(6, (await district.Live("S1"))!.Arrived);
    }

    private static async Task<IEnumerable<string?>> Told(SmallDistrict district, params CountCommand[] commands) => (await district.Send(Guid.NewGuid(), commands)).Select(r => r.Reason);

    private static async Task<(long Arrived, long Sampled, long Queue)> Totals(SmallDistrict district) =>
        (await district.Live("S1")) is { } site ? (site.Arrived, site.Sampled, site.Queue) : default;

    private static async Task Round(SmallDistrict district, int id, string state, string opened, string closed)
    {
        await using var source = NpgsqlDataSource.Create(district.Postgres);
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync($"""
            insert into rounds (district, id, name, state, day, opened_at, closed_at) values (@code, @id, 'older', '{state}', current_date, {opened}, {closed});
            insert into round_sites select @code, @id, code, 2 from sites where district = @code
            """, new { code = district.Code, id });
        await Eventually.True(async () => await district.Servers[0].Get<RoundBook>().Round(district.Code, id) is not null, "the server knows the round");
    }
}
