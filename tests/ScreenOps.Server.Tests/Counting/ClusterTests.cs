using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Board;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>Two servers on a Redis Cluster while a part of it, or one of them, goes. Tablets count at one, screens look at the other.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed partial class ClusterTests(RealEngines engines, BreakableCluster breakable) : IClassFixture<BreakableCluster>, IAsyncDisposable
{
    private const string NoSweep = "--Counting:Sweep=00:05:00";

    private RedisCluster Cluster => breakable.Cluster;

    [Fact]
    public async Task A_district_is_one_slot_and_districts_spread_over_the_nodes()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Cluster.Address + ",allowAdmin=true");
        var thirds = new int[3];
        foreach (var code in Enumerable.Range(1, 210).Select(n => $"street-{n}"))
        {
            var keys = new CountingKeys(code);
            var slot = Assert.Single(keys.Contents([1, 2]).Append(keys.Epoch).Concat(keys.Unnumbered([1, 2])).Select(k => redis.GetHashSlot(k)).Distinct());
            thirds[slot * 3 / RedisCluster.Slots]++;
        }
        Assert.All(thirds, t => Assert.InRange(t, 35, 105));
    }

    [Fact]
    public async Task All_that_lies_in_Redis_is_under_its_districts_tag_and_has_a_lifetime_that_ends_with_the_epochs_first()
    {
        await using var scene = await Scene.Set(engines, Cluster, "--Counting:Sweep=00:00:00.200", "--Counting:SweepsPerComparison=1");
        await scene.Tablet.Tell(BoardDistrict.Command(1, CountKind.Arrived, 3), BoardDistrict.Command(2, CountKind.Undo, 1));
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Cluster.Address + ",allowAdmin=true");
        var all = (await Task.WhenAll(Cluster.Nodes.Select(n => n.Tell("--scan")))).SelectMany(said => said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        Assert.All(all, key => Assert.Matches(Tagged(), key));
        var (db, epoch) = (redis.GetDatabase(), new CountingKeys(scene.District.Code).Epoch);
        var rest = all.Where(k => k.Contains($"{{{scene.District.Code}}}", StringComparison.Ordinal) && k != epoch).ToList();
        Assert.True(rest.Count >= 6, $"Only {string.Join(", ", rest)} are there.");
        await Eventually.True(async () => await db.KeyTimeToLiveAsync(epoch) is { } first && (await Task.WhenAll(rest.Select(k => db.KeyTimeToLiveAsync(k)))).All(l => l > first), "every key has a lifetime, the epoch the shortest");
    }

    [GeneratedRegex(@"^screenops:\d+:\{[a-z0-9-]+\}:")]
    private static partial Regex Tagged();

    [Fact]
    public async Task A_slot_that_is_moved_while_it_is_counted_loses_and_doubles_nothing()
    {
        await using var scene = await Scene.Set(engines, Cluster);
        var (here, there) = (Tapping.Over(scene.Tablet), Tapping.Over(scene.Other, "S2"));
        await Task.WhenAll(here.GoesOn(), there.GoesOn());
        var slot = await Cluster.Slot(scene.District.Code);
        await Cluster.Move(slot, half: async () =>
        {
            var (one, two) = (here.Unanswered, there.Unanswered);
            await Eventually.True(() => Task.FromResult(here.Unanswered > one && there.Unanswered > two), "both are told to send again while the keys are split");
            // What reads several keys at once fails as the loops that do so expect, and they go on.
            await Assert.ThrowsAnyAsync<RedisException>(() => scene.One.Get<LiveFold>().Read(scene.District.Code, default));
            await Assert.ThrowsAnyAsync<RedisException>(() => scene.One.Get<Pending>().Read(scene.District.Code, 1));
        });
        await Task.WhenAll(here.GoesOn(), there.GoesOn());
        await scene.Agrees(("S1", await here.End()), ("S2", await there.End()));
    }

    [Fact]
    public async Task A_master_that_is_killed_while_its_replica_is_behind_loses_nothing_that_was_acknowledged()
    {
        await using var scene = await Scene.Set(engines, Cluster, NoSweep);
        var (here, there) = (Tapping.Over(scene.Tablet), Tapping.Over(scene.Other, "S2"));
        await Task.WhenAll(here.GoesOn(), there.GoesOn());
        var master = await Cluster.Master(await Cluster.Slot(scene.District.Code));
        await Cluster.Part(master);
        await Task.WhenAll(here.GoesOn(), there.GoesOn());
        await Cluster.Kill(master);
        await Task.WhenAll(here.GoesOn(), there.GoesOn());
        await scene.Agrees(("S1", await here.End()), ("S2", await there.End()));
    }

    [Fact]
    public async Task Boards_show_what_is_in_the_ledger_after_a_replica_that_was_behind_took_over_although_nobody_counts()
    {
        // A sweep commits what it has seen twice: the master must be gone before.
        await using var scene = await Scene.Set(engines, Cluster, "--Counting:Sweep=00:00:10");
        await scene.Tablet.Tell(BoardDistrict.Command(1, CountKind.Arrived, 3));
        await scene.Shows("S1", 3);
        var master = await Cluster.Master(await Cluster.Slot(scene.District.Code));
        await Cluster.Part(master);
        await scene.Tablet.Tell(BoardDistrict.Command(2, CountKind.Arrived, 4));
        // A server that died between script and commit: boards were told, nobody was acknowledged, and Redis alone knew.
        var (script, folding) = (scene.One.Get<TurnScript>(), scene.One.Get<Folding>());
        var lost = BoardDistrict.Command(1, CountKind.Arrived, 50, "S2");
        await script.Run(scene.District.Code, await folding.Epoch(scene.District.Code, default), [new Sending([new Booking(Guid.NewGuid(), lost, lost.Made)])], []);
        await scene.Shows("S2", 50);
        await Cluster.Kill(master);
        await scene.Shows("S2", 0);
        await scene.Agrees(("S1", 7), ("S2", 0));
    }

    [Fact]
    public async Task A_slot_that_nobody_serves_stops_no_other_districts_sweep()
    {
        CityDistricts city;
        do city = await CityDistricts.Make(engines, Cluster.Address);
        while (await Cluster.Master(await Cluster.Slot(city.One)) == await Cluster.Master(await Cluster.Slot(city.Two)));
        await using var server = await city.Server("--Counting:Sweep=00:00:00.200");
        var (script, folding, left) = (server.Get<TurnScript>(), server.Get<Folding>(), BoardDistrict.Command(1, CountKind.Arrived, 5));
        await Eventually.True(async () => await folding.Epoch(city.Two, default) > 0, "the second district is folded");
        await Cluster.KillForGood(await Cluster.Master(await Cluster.Slot(city.One)));
        await script.Run(city.Two, await folding.Epoch(city.Two, default), [new Sending([new Booking(Guid.NewGuid(), left, left.Made)])], []);
        await Eventually.True(async () => await city.Ask<long>("select coalesce(sum(arrived), 0) from ledger") == 5, "what a server left pending is committed");
    }

    [Fact]
    public async Task A_server_that_is_killed_leaves_its_tablets_and_screens_to_the_other()
    {
        var district = await BoardDistrict.Make(engines, Cluster.Address);
        await using var killed = await ServerProcess.Start(district.Postgres, district.Redis);
        await using var other = await district.Server();
        await using var balancer = new Wire(killed.Address.Port);
        var seen = new Seen();
        await using var screen = Line(balancer, await other.Centre(district.Code));
        screen.On<Core.Board.SiteState[]>("Changed", seen.Take);
        screen.Reconnected += _ => screen.Watch("");
        await screen.StartAsync();
        await screen.Watch("");
        await using var tablet = Line(balancer, await other.Tablet(district.Code, Guid.NewGuid()));
        await tablet.StartAsync();
        var tapping = Tapping.Over(tablet);
        await tapping.GoesOn();

        balancer.Lead(other.Address.Port);
        await killed.Kill();
        await tapping.GoesOn();
        var counted = await tapping.End();
        await Eventually.True(() => Task.FromResult(seen["S1"]?.Arrived == counted), "the screen shows all that was acknowledged");
        Assert.Equal(counted, await Sum(district, "S1"));
        Assert.Empty((await other.Get<Verification>().Run(district.Code, default)).Differences);
    }

    private static HubConnection Line(Wire balancer, string token) => new HubConnectionBuilder()
        .WithUrl($"http://127.0.0.1:{balancer.Port}/hubs/live", o => o.AccessTokenProvider = () => Task.FromResult<string?>(token))
        .AddMessagePackProtocol().WithAutomaticReconnect(new ForEver()).Build();

    private sealed class ForEver : IRetryPolicy
    {
        public TimeSpan? NextRetryDelay(RetryContext retryContext) => TimeSpan.FromMilliseconds(100);
    }

    private static async Task<long> Sum(BoardDistrict district, string site) => await district.Ask<long>($"select coalesce(sum(arrived), 0) from ledger where district = @code and site = '{site}'");

    public async ValueTask DisposeAsync() => await Cluster.Heal();

    /// <summary>Two servers, a tablet at each, and a screen at the second.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly Seen seen = new();

        public required BoardDistrict District { get; init; }
        public required TestServer One { get; init; }
        public required TestServer Two { get; init; }
        public HubConnection Tablet { get; private set; } = null!;
        public HubConnection Other { get; private set; } = null!;
        private HubConnection Screen { get; set; } = null!;

        public static async Task<Scene> Set(RealEngines engines, RedisCluster cluster, params string[] settings)
        {
            var district = await BoardDistrict.Make(engines, cluster.Address);
            var scene = new Scene { District = district, One = await district.Server(0, settings), Two = await district.Server(0, settings) };
            scene.Screen = await scene.Two.Line(await scene.Two.Centre(district.Code), scene.seen.Take);
            foreach (var site in (await scene.Screen.Watch("")).Sites) scene.seen.Take([site]);
            scene.Tablet = await scene.One.Line(await scene.One.Tablet(district.Code, Guid.NewGuid()));
            scene.Other = await scene.Two.Line(await scene.Two.Tablet(district.Code, Guid.NewGuid(), "S2"));
            return scene;
        }

        public Task Shows(string site, long arrived) => Eventually.True(() => Task.FromResult(seen[site]?.Arrived == arrived), $"{arrived} at {site} on the screen");

        /// <summary>Ledger, live fold, the boards of both servers and the screen hold what was acknowledged, and the comparison of the sweep never had to mend anything.</summary>
        public async Task Agrees(params (string Site, long Arrived)[] acknowledged)
        {
            foreach (var (site, arrived) in acknowledged)
            {
                Assert.Equal(arrived, await Sum(District, site));
                await Shows(site, arrived);
            }
            foreach (var server in new[] { One, Two })
            {
                var verified = await server.Get<Verification>().Run(District.Code, default);
                Assert.Empty(verified.Differences);
                Assert.Empty(verified.Repairs);
                Assert.Equal(acknowledged.Sum(a => a.Arrived), verified.Arrived);
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var line in new[] { Screen, Tablet, Other }) await line.DisposeAsync();
            await One.DisposeAsync();
            await Two.DisposeAsync();
        }
    }
}

/// <summary>A cluster that no other test counts on.</summary>
public sealed class BreakableCluster : IAsyncLifetime
{
    public RedisCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await RedisCluster.Start();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
