using System.Diagnostics;
using ScreenOps.LoadTests.Ground;
using StackExchange.Redis;

namespace ScreenOps.LoadTests.Stories;

/// <summary>Makes faults at random moments, now and then two at once, and mends each after a moment.</summary>
internal sealed class Trouble(Stage stage)
{
    private const string All = "all";
    private const int Seed = 7;
    private static readonly TimeSpan DiskStalls = TimeSpan.FromSeconds(0.3);
    private readonly Random dice = new(Seed);
    private readonly SortedDictionary<string, int> made = new(StringComparer.Ordinal);

    /// <summary>Of each kind, how many.</summary>
    public IReadOnlyDictionary<string, int> Made => made;
    public int Count => made.Values.Sum();
    public string Now { get; private set; } = "";

    private sealed record Fault(string Kind, string On, Func<TimeSpan, CancellationToken, Task> Do);

    public async Task Make(TimeSpan length, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        // Each kind once in a random order before any comes again.
        var bag = new Queue<Fault>();
        while (Stopwatch.GetElapsedTime(began) < length)
        {
            await Task.Delay(Between(0.5, 4), cancel);
            var faults = new List<Fault> { Next(bag) };
            if (faults[0].On != All && dice.Next(4) == 0 && bag.TryPeek(out var second) && second.On != All && second.On != faults[0].On) faults.Add(bag.Dequeue());
            Now = string.Join(" and ", faults.Select(f => f.Kind));
            foreach (var fault in faults) made[fault.Kind] = made.GetValueOrDefault(fault.Kind) + 1;
            await Task.WhenAll(faults.Select(f => f.Do(Between(0.2, 3), cancel)));
            Now = "";
        }
    }

    private TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + dice.NextDouble() * (most - least));

    private Fault Next(Queue<Fault> bag)
    {
        if (bag.Count == 0)
        {
            var all = Kinds().ToArray();
            dice.Shuffle(all);
            foreach (var fault in all) bag.Enqueue(fault);
        }
        return bag.Dequeue();
    }

    private IEnumerable<Fault> Kinds()
    {
        yield return new("powerCut", All, CutPower);
        yield return new("powerCut", All, CutPower);
        yield return new("serverKilled", "server", KillServer);
        yield return new("serverKilled", "server", KillServer);
        yield return new("redisEmptied", "redis", EmptyRedis);
        yield return new("redisKept", "redis", KeepRedis);
        yield return new("redisBehind", "redis", RollRedisBack);
        yield return new("postgresKilled", "postgres", KillPostgres);
        foreach (var (on, wire) in new[] { ("clients", stage.Wires!.Clients), ("redis", stage.Wires.Redis), ("postgres", stage.Wires.Postgres) })
        {
            yield return new(on + "Cut", on, (length, cancel) => Cut(wire, length, cancel));
            yield return new(on + "Held", on, (length, cancel) => Hold(wire, length, cancel));
            yield return new(on + "Slow", on, (length, cancel) => Slow(wire, length, cancel));
        }
    }

    private async Task KillServer(TimeSpan length, CancellationToken cancel)
    {
        await stage.OwnServer!.Kill();
        await Task.Delay(length, cancel);
        await stage.OwnServer.StartAgain(cancel);
    }

    /// <summary>
    /// The one box goes dark, a moment after its disk stalled: what is neither in PostgreSQL nor still in a tablet's outbox is gone. It is this
    /// that shows whether anything was acknowledged too early.
    /// </summary>
    private async Task CutPower(TimeSpan length, CancellationToken cancel)
    {
        stage.Wires!.Postgres.Hold();
        await Task.Delay(DiskStalls, cancel);
        await Task.WhenAll(stage.OwnServer!.Kill(), stage.OwnRedis!.Kill());
        await stage.KillPostgres();
        stage.Wires.Postgres.LetGo();
        await Task.Delay(length, cancel);
        await stage.StartPostgresAgain(cancel);
        await stage.OwnRedis.StartAgain(data: false, cancel);
        await stage.OwnServer.StartAgain(cancel);
    }

    private async Task EmptyRedis(TimeSpan length, CancellationToken cancel)
    {
        await stage.OwnRedis!.Kill();
        await Task.Delay(length, cancel);
        await stage.OwnRedis.StartAgain(data: false, cancel);
    }

    private async Task KeepRedis(TimeSpan length, CancellationToken cancel)
    {
        await Tell("SHUTDOWN", "SAVE");
        await stage.OwnRedis!.Kill();
        await Task.Delay(length, cancel);
        await stage.OwnRedis.StartAgain(data: true, cancel);
    }

    /// <summary>As after a failover to a replica that is behind.</summary>
    private async Task RollRedisBack(TimeSpan length, CancellationToken cancel)
    {
        await Tell("SAVE");
        await Task.Delay(length, cancel);
        await stage.OwnRedis!.Kill();
        await stage.OwnRedis.StartAgain(data: true, cancel);
    }

    private async Task KillPostgres(TimeSpan length, CancellationToken cancel)
    {
        await stage.KillPostgres();
        await Task.Delay(length, cancel);
        await stage.StartPostgresAgain(cancel);
    }

    private static async Task Cut(Wire wire, TimeSpan length, CancellationToken cancel)
    {
        await wire.Cut();
        await Task.Delay(length, cancel);
        wire.Mend();
    }

    private static async Task Hold(Wire wire, TimeSpan length, CancellationToken cancel)
    {
        wire.Hold();
        await Task.Delay(length, cancel);
        wire.LetGo();
    }

    private async Task Slow(Wire wire, TimeSpan length, CancellationToken cancel)
    {
        wire.Delay = Between(0.05, 0.4);
        await Task.Delay(length * 2, cancel);
        wire.Delay = TimeSpan.Zero;
    }

    private async Task Tell(string command, params object[] words)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(stage.Redis + ",allowAdmin=true");
        try
        {
            await redis.GetServer(redis.GetEndPoints()[0]).ExecuteAsync(command, words);
        }
        catch (Exception e) when (e is RedisException && command == "SHUTDOWN")
        {
            // It hung up, as it was told to.
        }
    }
}
