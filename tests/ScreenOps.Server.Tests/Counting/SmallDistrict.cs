using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>A district with three sites and an open round, on a database of its own, with one or two servers.</summary>
internal sealed class SmallDistrict : IAsyncDisposable
{
    private static int count;
    private readonly List<TestServer> servers = [];

    public string Code { get; } = $"d{Interlocked.Increment(ref count)}";
    public required string Postgres { get; init; }
    public required ConnectionMultiplexer Redis { get; init; }
    public IReadOnlyList<TestServer> Servers => servers;

    public static async Task<SmallDistrict> Start(RealEngines engines, LiveEngine engine, int servers = 1, params string[] settings)
    {
        var district = new SmallDistrict { Postgres = await engines.Database(), Redis = (ConnectionMultiplexer)await engines.Connect(engine) };
        await using (var connection = new NpgsqlConnection(district.Postgres))
            await connection.ExecuteAsync("""
                insert into districts (code, name) values (@code, 'Test');
                insert into villages values (@code, 'V');
                insert into sites (district, code, name, village, latitude, longitude, population, lanes) select @code, s, s, 'V', 36.7, 117.7, 100, 2 from unnest(array['S1', 'S2', 'S3']) s;
                insert into rounds (district, id, name, state, day, opened_at) values (@code, 1, 'one', 'Open', current_date, now() - interval '2 hours');
                insert into round_sites select @code, 1, code, 2 from sites where district = @code;
                """, new { code = district.Code });
        for (var i = 0; i < servers; i++) district.servers.Add(await TestServer.Start(district.Postgres, engines.Address(engine), settings));
        return district;
    }

    public Counter Counter(int server = 0) => servers[server].Get<Counter>();

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public static CountCommand Arrived(long number, int n = 1, string site = "S1") => new(number, 1, site, CountKind.Arrived, n, Now);

    public static CountCommand Sampled(long number, int n = 1, string site = "S1") => new(number, 1, site, CountKind.Sampled, n, Now);

    /// <summary>Sends as a device does: again, for as long as it is told Busy.</summary>
    public async Task<CountReceipt[]> Send(Guid device, IReadOnlyList<CountCommand> commands, int server = 0)
    {
        CountReceipt[] receipts = [];
        await Eventually.True(async () =>
        {
            receipts = await Counter(server).Apply(Code, device, null, commands, default);
            return receipts.All(r => r.Outcome != CountOutcome.Busy);
        }, "an answer other than Busy");
        return receipts;
    }

    public async Task<SiteCount?> Live(string site) =>
        (await servers[0].Get<LiveFold>().Read(Code, default)).Sites.Select(s => s.Count).FirstOrDefault(s => s.Site == site);

    /// <summary>Where ledger and live fold are not the same; both comparisons say so alike.</summary>
    public async Task<IReadOnlyList<string>> Differences()
    {
        var (all, totals) = (await servers[0].Get<Comparison>().All(Code, default), await servers[0].Get<Comparison>().Totals(Code, default));
        Assert.Equal(all.GetType(), totals.GetType());
        return all switch { Compared.Agree => [], Compared.Differ { Where: var where } => where, var other => [$"{other}"] };
    }

    public async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, new { code = Code }))!;
    }

    /// <summary>What Redis holds of this district, to go back to: a replica that is behind.</summary>
    public async Task<Func<Task>> Remember()
    {
        var (db, keys) = (Redis.GetDatabase(), new CountingKeys(Code));
        RedisKey[] strings = [keys.Epoch, keys.Origin, keys.Order, keys.Sequence], hashes = [keys.Numbers, keys.Pending, keys.Undone, keys.Sites(1), keys.Minutes(1), keys.People(1)];
        var texts = await db.StringGetAsync(strings);
        var maps = await Task.WhenAll(hashes.Select(h => db.HashGetAllAsync(h)));
        return async () =>
        {
            await db.KeyDeleteAsync([.. strings, .. hashes]);
            for (var i = 0; i < hashes.Length; i++) if (maps[i].Length > 0) await db.HashSetAsync(hashes[i], maps[i]);
            for (var i = strings.Length - 1; i >= 0; i--) if (texts[i].HasValue) await db.StringSetAsync(strings[i], texts[i]);
        };
    }

    public Task Wipe()
    {
        var keys = new CountingKeys(Code);
        return Redis.GetDatabase().KeyDeleteAsync([keys.Epoch, .. keys.Contents([1])]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers) await server.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
