using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Tests.Board;

/// <summary>A district with three sites and an open round that began two hours ago, on a database of its own.</summary>
internal sealed record BoardDistrict(string Code, string Postgres, string Redis)
{
    private static int count;

    public static Task<BoardDistrict> Make(RealEngines engines, LiveEngine engine = LiveEngine.Redis) => Make(engines, engines.Address(engine));

    public static async Task<BoardDistrict> Make(RealEngines engines, string redis)
    {
        var made = new BoardDistrict($"board{Interlocked.Increment(ref count)}", await engines.Database(), redis);
        await made.Do("""
            insert into districts (code, name) values (@code, 'Test');
            insert into villages values (@code, 'V');
            insert into sites (district, code, name, village, latitude, longitude, population, lanes) select @code, s, s, 'V', 36.7, 117.7, 100, 2 from unnest(array['S1', 'S2', 'S3']) s;
            insert into rounds (district, id, name, state, day) values (@code, 0, 'pattern', 'Pattern', current_date);
            insert into rounds (district, id, name, state, day, opened_at) values (@code, 1, 'one', 'Open', current_date, now() - interval '2 hours');
            insert into round_sites select @code, 1, code, 2 from sites where district = @code;
            """);
        return made;
    }

    public Task<TestServer> Server(int port = 0, params string[] settings) => TestServer.Start(Postgres, Redis, port, settings);

    public static CountCommand Command(long number, CountKind kind, long n = 0, string site = "S1") =>
        new(number, 1, site, kind, n, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    public async Task Do(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await connection.ExecuteAsync(sql, new { code = Code });
    }

    public async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, new { code = Code }))!;
    }

    /// <summary>As a turn does whose message is lost on its way.</summary>
    public async Task CountInSilence(string site, int arrived)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis);
        var (db, keys) = (redis.GetDatabase(), new CountingKeys(Code));
        var tally = Tally.Parse((await db.HashGetAsync(keys.Sites(1), site))!);
        (tally.Version, tally.Arrived) = (tally.Version + 1, tally.Arrived + arrived);
        await db.HashSetAsync(keys.Sites(1), site, tally.ToString());
        await db.StringIncrementAsync(keys.Sequence);
    }

    /// <summary>Takes everything that Redis holds of the district.</summary>
    public async Task Empty()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis);
        var keys = new CountingKeys(Code);
        await redis.GetDatabase().KeyDeleteAsync([keys.Epoch, .. keys.Contents([1])]);
    }
}
