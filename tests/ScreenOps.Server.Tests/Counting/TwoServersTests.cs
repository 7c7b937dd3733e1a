using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>Two servers on one ledger and one live fold, and what may come between a script and its commit.</summary>
public sealed class TwoServersTests(RealEngines engines)
{
    private const string NoSweep = "--Counting:Sweep=00:05:00";

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task What_tablets_send_to_both_servers_at_once_is_counted_once(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, servers: 2, NoSweep);
        var devices = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToList();
        for (var from = 1; from <= 50; from += 10)
        {
            var outboxes = devices.ToDictionary(d => d, d => Enumerable.Range(from, 10).Select(n => SmallDistrict.Arrived(n, 1, $"S{1 + n % 3}")).ToArray());
            // The answer of one server is lost while the other still has the same in hand.
            await Task.WhenAll(devices.SelectMany(d => new[] { district.Send(d, outboxes[d], 0), district.Send(d, outboxes[d], 1), district.Send(d, outboxes[d][..5], 0) }));
        }
        Assert.Equal(300, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Empty(await district.Differences());
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task Redis_emptied_between_script_and_commit_loses_nothing(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, servers: 2, NoSweep);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await district.Send(first, [SmallDistrict.Arrived(1, 1)]);
        var (turn, sending) = await Script(district, first, SmallDistrict.Arrived(2, 10));
        await district.Wipe();
        await district.Send(second, [SmallDistrict.Arrived(1, 100)], server: 1);
        await Commit(district, turn);
        // The fold between has not seen it, so nobody may be told that it was counted.
        Assert.Equal([CountOutcome.Busy], (await sending.Answered).Select(a => a.Outcome));
        await district.Send(first, [SmallDistrict.Arrived(2, 10)], server: 1);
        Assert.Equal(111, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Equal(111, (await district.Live("S1"))!.Arrived);
        Assert.Empty(await district.Differences());
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_replica_that_is_behind_takes_over_between_script_and_commit_and_two_turns_of_one_order_are_both_counted(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, servers: 2, NoSweep);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await district.Send(first, [SmallDistrict.Arrived(1, 1)]);
        var back = await district.Remember();
        var (turn, sending) = await Script(district, first, SmallDistrict.Arrived(2, 10));
        await back();
        await district.Send(second, [SmallDistrict.Arrived(1, 100)], server: 1);
        await Commit(district, turn);
        Assert.Equal([CountOutcome.Busy], (await sending.Answered).Select(a => a.Outcome));
        await district.Send(first, [SmallDistrict.Arrived(2, 10)], server: 1);
        Assert.Equal(111, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Equal(111, (await district.Live("S1"))!.Arrived);
        Assert.Empty(await district.Differences());
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_replica_that_is_behind_is_found_although_nobody_counts(LiveEngine engine)
    {
        await using var district = await SmallDistrict.Start(engines, engine, settings: ["--Counting:Sweep=00:00:00.200", "--Counting:SweepsPerComparison=10000"]);
        var device = Guid.NewGuid();
        await district.Send(device, [SmallDistrict.Arrived(1, 1)]);
        var back = await district.Remember();
        await district.Send(device, [SmallDistrict.Arrived(2, 10)]);
        await back();
        await Eventually.True(async () => (await district.Live("S1"))?.Arrived == 11, "the live fold holds all that is in the ledger");
        Assert.Empty(await district.Differences());
    }

    [Fact]
    public async Task A_late_row_that_commits_before_a_fold_reads_is_in_the_fold()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis, settings: NoSweep);
        var device = Guid.NewGuid();
        await district.Send(device, [SmallDistrict.Arrived(1, 1)]);
        var (turn, _) = await Script(district, device, SmallDistrict.Arrived(2, 10));
        await using var source = NpgsqlDataSource.Create(district.Postgres);
        await using var connection = await source.OpenConnectionAsync();
        await using var late = await connection.BeginTransactionAsync();
        await Do(connection, $"select pg_advisory_xact_lock_shared(hashtextextended('ledger:{district.Code}', 0))");
        var folding = district.Servers[0].Get<Folding>().Fold(district.Code, turn.Epoch, "a test asks for it", default);
        await Waits(district);
        await LedgerColumns.Copy(connection, [.. turn.Rows.Select(r => (district.Code, r))], default);
        await late.CommitAsync();
        await folding;
        Assert.Equal(11, (await district.Live("S1"))!.Arrived);
        Assert.Empty(await district.Differences());
    }

    [Fact]
    public async Task A_late_row_that_would_commit_behind_a_fold_is_sent_again()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis, settings: NoSweep);
        var device = Guid.NewGuid();
        await district.Send(device, [SmallDistrict.Arrived(1, 1)]);
        var (turn, sending) = await Script(district, device, SmallDistrict.Arrived(2, 10));
        await using var source = NpgsqlDataSource.Create(district.Postgres);
        await using var connection = await source.OpenConnectionAsync();
        // Another server's fold: it has read, and commits its new epoch last.
        await using var fold = await connection.BeginTransactionAsync();
        await Do(connection, $"select pg_advisory_xact_lock(hashtextextended('ledger:{district.Code}', 0))");
        await Commit(district, turn);
        await Waits(district);
        await Do(connection, $"update districts set epoch = epoch + 1 where code = '{district.Code}'");
        await fold.CommitAsync();
        Assert.Equal([CountOutcome.Busy], (await sending.Answered).Select(a => a.Outcome));
        await district.Send(device, [SmallDistrict.Arrived(2, 10)]);
        Assert.Equal(11, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Equal(11, (await district.Live("S1"))!.Arrived);
        Assert.Empty(await district.Differences());
    }

    /// <summary>The first server's part until its script has run.</summary>
    private static async Task<(Turn Turn, Sending Sending)> Script(SmallDistrict district, Guid device, CountCommand command)
    {
        var server = district.Servers[0];
        var sending = new Sending([new Booking(device, command, command.Made)]);
        var made = await server.Get<TurnScript>().Run(district.Code, await server.Get<Folding>().Epoch(district.Code, default), [sending], []);
        return (Assert.IsType<TurnOutcome.Made>(made).Turn, sending);
    }

    private static async Task Commit(SmallDistrict district, Turn turn) => await district.Servers[0].Get<LedgerWriter>().Write(turn, default);

    private static Task Waits(SmallDistrict district) => Eventually.True(async () =>
        await district.Ask<long>("select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())") == 1, "it waits for the district's lock");

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
