using System.Collections.Concurrent;
using System.Globalization;
using ScreenOps.Core.Advice;
using StackExchange.Redis;

namespace ScreenOps.Server.Advice;

/// <summary>
/// Who was told by any server to go where. Each reads at most once a second what the others told and knows its own at once, so that many who ask in the same
/// moment are not all sent to the same place. While Redis is away it goes by its own.
/// </summary>
internal sealed class SentAway(IConnectionMultiplexer redis, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1), Kept = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<(string District, int Round), Known> rounds = new();

    private sealed class Known
    {
        public Lock Gate { get; } = new();
        public OnTheirWay People { get; set; } = new();
        public long ReadAt { get; set; }
        public bool Reading { get; set; }
    }

    /// <summary>Chooses with all counted in who are on their way, and counts in whom it was chosen for, as one step.</summary>
    /// <param name="minute">Unix minute on the round's clock.</param>
    /// <param name="choose">Is given how many are on their way to a site.</param>
    public async Task<Way?> Send(string district, int round, long minute, Func<Func<string, int>, Way?> choose)
    {
        var known = rounds.GetOrAdd((district, round), _ => new());
        if (Stale(known)) await Read(known, district, round, minute);
        Way? way;
        lock (known.Gate)
        {
            way = choose(site => known.People.To(site, minute));
            if (way is not null) known.People.Add(way.Site, minute + way.Walk);
        }
        if (way is not null) await Tell(district, round, way.Site, minute + way.Walk);
        return way;
    }

    private bool Stale(Known known)
    {
        lock (known.Gate)
        {
            if (known.Reading || (known.ReadAt != 0 && time.GetElapsedTime(known.ReadAt) < Fresh)) return false;
            return known.Reading = true;
        }
    }

    private async Task Read(Known known, string district, int round, long minute)
    {
        OnTheirWay? people = null;
        try
        {
            people = await All(district, round, minute);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Its own go on counting; the others' come with the next reading.
        }
        lock (known.Gate)
        {
            (known.Reading, known.ReadAt) = (false, time.GetTimestamp());
            if (people is not null) known.People = people;
        }
    }

    private async Task<OnTheirWay> All(string district, int round, long minute)
    {
        var (key, people, over) = (AdviceKeys.OnTheirWay(district, round), new OnTheirWay(), new List<RedisValue>());
        foreach (var entry in await redis.GetDatabase().HashGetAllAsync(key))
        {
            var field = ((string)entry.Name!).Split('|');
            var due = long.Parse(field[1], CultureInfo.InvariantCulture);
            if (due > minute) people.Add(field[0], due, (int)entry.Value);
            else over.Add(entry.Name);
        }
        if (over.Count > 0) await redis.GetDatabase().HashDeleteAsync(key, [.. over]);
        return people;
    }

    private async Task Tell(string district, int round, string site, long due)
    {
        try
        {
            var (key, db) = (AdviceKeys.OnTheirWay(district, round), redis.GetDatabase());
            await Task.WhenAll(db.HashIncrementAsync(key, string.Create(CultureInfo.InvariantCulture, $"{site}|{due}")), db.KeyExpireAsync(key, Kept));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // This server knows; the others count one fewer.
        }
    }
}
