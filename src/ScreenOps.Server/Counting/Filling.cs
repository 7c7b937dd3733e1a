using Microsoft.Extensions.Options;
using ScreenOps.Core.Counting;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Writes a fold into Redis, where it then stands whole or not at all. The epoch's key goes first and comes last, so no script applies anything to a half-filled fold.
/// Everything is written under the name of this one filling, set as all else is taken away: a Redis that took over without it takes nothing of it, and one
/// that has the name but not all that came after it is found out when the fields are counted at the end.
/// </summary>
internal sealed class Filling(IConnectionMultiplexer redis, IOptions<CountingOptions> options)
{
    private const int FieldsAtOnce = 1000, Tries = 3;

    /// <param name="rounds">All of the district: what Redis holds of others than the fold's goes too.</param>
    public async Task Fill(string district, IReadOnlyList<int> rounds, Fold fold)
    {
        var keys = new CountingKeys(district);
        for (var tries = 1; !await Filled(keys, rounds, fold); tries++)
            if (tries == Tries) throw new RedisException($"The fold of district {district} did not stay in Redis, {Tries} times; it changes hands too often.");
        await redis.GetDatabase().PublishAsync(keys.Board, $"{fold.Epoch} 0\n");
    }

    private async Task<bool> Filled(CountingKeys keys, IReadOnlyList<int> rounds, Fold fold)
    {
        var db = redis.GetDatabase();
        var origin = $"{Guid.NewGuid():N} {await new LivePlace(redis).Of(keys)}";
        var begun = db.CreateTransaction();
        _ = begun.KeyDeleteAsync([keys.Epoch, .. keys.Contents(rounds)]);
        _ = begun.StringSetAsync(keys.Origin, origin);
        await begun.ExecuteAsync();
        var hashes = Hashes(keys, fold).Where(h => h.Fields.Count > 0).ToList();
        foreach (var (key, fields) in hashes)
            foreach (var chunk in fields.Chunk(FieldsAtOnce))
                if (!await Put(db, keys, key, origin, chunk)) return false;
        await Live(keys, rounds);
        foreach (var key in keys.Unnumbered(rounds)) await db.KeyExpireAsync(key, options.Value.Lifetime);
        return await Seal(db, keys, origin, fold.Epoch, hashes);
    }

    private static IEnumerable<(RedisKey Key, IReadOnlyCollection<(string Field, string Value)> Fields)> Hashes(CountingKeys keys, Fold fold)
    {
        // A new epoch counts its versions from 0 again.
        foreach (var tally in fold.Sites.Values) tally.Version = 0;
        yield return (keys.Numbers, [.. fold.Numbers.Select(n => (n.Key.ToString(), $"{n.Value}"))]);
        yield return (keys.Undone, [.. fold.Undone.Select(u => ($"{u.Device}:{u.Number}", "1"))]);
        foreach (var round in fold.Sites.GroupBy(s => s.Key.Round))
        {
            yield return (keys.Sites(round.Key), [.. round.Select(s => (s.Key.Site, s.Value.ToString()))]);
            yield return (keys.Minutes(round.Key), [.. round.SelectMany(s => s.Value.Minutes.Select(m =>
                ($"{s.Key.Site}:{m.Key}", $"{m.Value.Arrived}|{m.Value.Implied}|{m.Value.Sampled}|{m.Value.Left}")))]);
        }
        foreach (var round in fold.People.GroupBy(p => p.Key.Round))
            yield return (keys.People(round.Key), [.. round.Select(p => (p.Key.Person.ToString(), $"{p.Value.Site}|{p.Value.Ticket}|{(int)p.Value.Last}|{p.Value.TakenBack}"))]);
    }

    /// <summary>False: Redis does not hold what this filling began.</summary>
    public static async Task<bool> Put(IDatabase db, CountingKeys keys, RedisKey hash, string origin, IEnumerable<(string Field, string Value)> chunk) => (bool)await db.ScriptEvaluateAsync("""
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[2], (table.unpack or unpack)(ARGV, 2))
        return 1
        """, [keys.Origin, hash], [origin, .. chunk.SelectMany(f => new RedisValue[] { f.Field, f.Value })]);

    /// <summary>False: something is missing or too much, and no epoch was set.</summary>
    private async Task<bool> Seal(IDatabase db, CountingKeys keys, string origin, long epoch, IReadOnlyCollection<(RedisKey Key, IReadOnlyCollection<(string, string)> Fields)> hashes) => (bool)await db.ScriptEvaluateAsync("""
        if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
        for i = 3, #KEYS do
          if redis.call('HLEN', KEYS[i]) ~= tonumber(ARGV[i + 1]) then return 0 end
        end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        return 1
        """, [keys.Epoch, keys.Origin, .. hashes.Select(h => h.Key)], [origin, epoch, (long)options.Value.Lifetime.TotalMilliseconds, .. hashes.Select(h => (RedisValue)h.Fields.Count)]);

    /// <summary>Gives every key its lifetime anew, together; the epoch's ends first.</summary>
    public Task Live(CountingKeys keys, IReadOnlyList<int> rounds)
    {
        var together = redis.GetDatabase().CreateTransaction();
        var lifetime = options.Value.Lifetime;
        _ = together.KeyExpireAsync(keys.Epoch, lifetime);
        foreach (var key in keys.Contents(rounds)) _ = together.KeyExpireAsync(key, 2 * lifetime);
        return together.ExecuteAsync();
    }
}
