using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using ScreenOps.LoadTests.Ground;
using StackExchange.Redis;

namespace ScreenOps.LoadTests.Measures;

/// <summary>What the engines do by themselves, in the same run and on the same machine: nothing that uses them can be faster.</summary>
internal static class EngineLimits
{
    private const int Pipelines = 4, CallsTogether = 100, RowsPerInsert = 200, Writers = 2;

    /// <summary>As a plain counter would be: one command's worth of work in five calls.</summary>
    private const string Script = """
        local last = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
        redis.call('HSET', KEYS[1], ARGV[1], last + 1)
        redis.call('HINCRBY', KEYS[2], ARGV[2], 1)
        local version = redis.call('INCR', KEYS[3])
        redis.call('HSET', KEYS[2], 'version', version)
        return version
        """;

    public static async Task Into(Sheet sheet, Stage stage, TimeSpan length, CancellationToken cancel)
    {
        if (stage.Redis is { } redis) sheet.Limit("redisScriptsPerSecond", await Warm(Scripts, redis, length, cancel), "five-call scripts a second, pipelined");
        if (stage.Postgres is { } postgres) sheet.Limit("postgresRowsPerSecond", await Warm(Rows, postgres, length, cancel), $"rows a second in inserts of {RowsPerInsert}, {Writers} connections");
    }

    /// <summary>The first half is the driver's warming up.</summary>
    private static async Task<double> Warm(Func<string, TimeSpan, CancellationToken, Task<double>> measure, string engine, TimeSpan length, CancellationToken cancel)
    {
        await measure(engine, length / 2, cancel);
        return await measure(engine, length / 2, cancel);
    }

    private static async Task<double> Scripts(string address, TimeSpan length, CancellationToken cancel)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(address);
        var db = redis.GetDatabase();
        RedisKey[] keys = ["{load}:numbers", "{load}:sites", "{load}:version"];
        var (done, began) = (0L, Stopwatch.GetTimestamp());
        // By its hash, as a server does; the text travels once.
        var script = await redis.GetServer(redis.GetEndPoints()[0]).ScriptLoadAsync(Script);
        async Task Pipeline(int number)
        {
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                cancel.ThrowIfCancellationRequested();
                var batch = db.CreateBatch();
                var calls = Enumerable.Range(0, CallsTogether).Select(i => batch.ScriptEvaluateAsync(script, keys, [$"device{number}", $"S{i % 43}"])).ToArray();
                batch.Execute();
                await Task.WhenAll(calls);
                Interlocked.Add(ref done, CallsTogether);
            }
        }
        await Task.WhenAll(Enumerable.Range(0, Pipelines).Select(Pipeline));
        var rate = done / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await db.KeyDeleteAsync(keys);
        return rate;
    }

    private static async Task<double> Rows(string connection, TimeSpan length, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using (var make = source.CreateCommand("create table load_limit (device uuid, number bigint, site text, n bigint, made bigint, primary key (device, number))")) await make.ExecuteNonQueryAsync(cancel);
        try
        {
            var (done, began) = (0L, Stopwatch.GetTimestamp());
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
            {
                var (device, number) = (Guid.NewGuid(), 0L);
                await using var insert = source.CreateCommand("insert into load_limit select $1, number, 'S21', 1, number from unnest($2) number");
                insert.Parameters.Add(new() { Value = device });
                insert.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
                while (Stopwatch.GetElapsedTime(began) < length)
                {
                    insert.Parameters[1].Value = Enumerable.Range(0, RowsPerInsert).Select(_ => ++number).ToArray();
                    await insert.ExecuteNonQueryAsync(cancel);
                    Interlocked.Add(ref done, RowsPerInsert);
                }
            }));
            return done / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            await using var drop = source.CreateCommand("drop table load_limit");
            await drop.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
