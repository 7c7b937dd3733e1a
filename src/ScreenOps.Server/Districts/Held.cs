using System.Collections.Concurrent;
using Npgsql;

namespace ScreenOps.Server.Districts;

/// <summary>
/// What hot paths read from memory, at most a second old where nothing else is said. One caller reads anew while the others take what is held, and while PostgreSQL is
/// away it goes on being held: a tap is counted all the same. What was read before a change of this server is never handed out after it.
/// </summary>
internal sealed class Held<TKey, TPage>(Func<TKey, CancellationToken, Task<TPage>> read, TimeProvider time, Func<TimeSpan>? fresh = null) where TKey : notnull where TPage : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Second = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TKey, Kept> pages = new();
    private readonly ConcurrentDictionary<TKey, bool> reading = new();
    // Counts what was changed: a page whose reading began before the last change is not kept, whenever it comes in.
    private readonly Lock keeping = new();
    private long changes;

    private sealed record Kept(long ReadAt, TPage Page);

    public async ValueTask<TPage> Get(TKey key)
    {
        if (!pages.TryGetValue(key, out var held)) return await Read(key, default);
        if (time.GetElapsedTime(held.ReadAt) < (fresh?.Invoke() ?? Second) || !reading.TryAdd(key, true)) return held.Page;
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            return await Read(key, limit.Token);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            pages.TryUpdate(key, held with { ReadAt = time.GetTimestamp() }, held);
            return held.Page;
        }
        finally
        {
            reading.TryRemove(key, out _);
        }
    }

    /// <summary>Something changed: these pages go, and what is being read now is not kept. The others stand.</summary>
    public void Forget(Func<TKey, bool> which)
    {
        lock (keeping)
        {
            changes++;
            foreach (var key in pages.Keys.Where(which)) pages.TryRemove(key, out _);
        }
    }

    private async Task<TPage> Read(TKey key, CancellationToken limit)
    {
        var (now, seen) = (time.GetTimestamp(), Volatile.Read(ref changes));
        var page = await read(key, limit);
        lock (keeping)
            if (seen == changes) pages[key] = new(now, page);
        return page;
    }
}
