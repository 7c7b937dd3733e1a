using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Npgsql;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Operating;

/// <summary>Asks both engines now and then whether they are there and what time they have, so that whoever reads the metrics waits for neither.</summary>
internal sealed class EnginesSeen(NpgsqlDataSource postgres, IConnectionMultiplexer redis, TimeProvider time, ILogger<EnginesSeen> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(15), Patience = TimeSpan.FromSeconds(3);

    /// <summary>Null: it did not answer.</summary>
    private readonly ConcurrentDictionary<string, TimeSpan?> ahead = new();

    public IEnumerable<Measurement<int>> Up() => ahead.Select(e => new Measurement<int>(e.Value is null ? 0 : 1, Named(e.Key)));

    public IEnumerable<Measurement<double>> Offsets() => ahead.Where(e => e.Value is not null).Select(e => new Measurement<double>(e.Value!.Value.TotalSeconds, Named(e.Key)));

    private static KeyValuePair<string, object?> Named(string engine) => new("engine", engine);

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Between, time);
        do
        {
            await Ask("postgresql", async cancel =>
            {
                await using var clock = postgres.CreateCommand("select clock_timestamp()");
                return (DateTime)(await clock.ExecuteScalarAsync(cancel))!;
            }, stop);
            await Ask("redis", cancel => redis.GetServers().FirstOrDefault(s => s.IsConnected) is { } server ? server.TimeAsync().WaitAsync(cancel) : Task.FromException<DateTime>(new TimeoutException()), stop);
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task Ask(string engine, Func<CancellationToken, Task<DateTime>> clock, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        var before = time.GetUtcNow();
        try
        {
            var told = await clock(either.Token);
            ahead[engine] = ClockCheck.Read(engine, told, before, time.GetUtcNow()).Ahead;
        }
        catch (Exception e) when (e is NpgsqlException or RedisException or TimeoutException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            ahead[engine] = null;
        }
    }
}
