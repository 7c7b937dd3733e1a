using ScreenOps.Core.Counting;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>The rows that scripts wrote and nobody has confirmed yet. Whoever finds them left over commits them, in turn order.</summary>
internal sealed class Pending(IConnectionMultiplexer redis, LedgerStore ledger)
{
    /// <summary>A pending value: the last order in it, its field, and its rows.</summary>
    public readonly record struct Left(long LastOrder, string Field, IReadOnlyList<LedgerRow> Rows);

    /// <summary>In turn order; nothing when Redis is of another epoch.</summary>
    public async Task<IReadOnlyList<Left>> Read(string district, long epoch)
    {
        var keys = new CountingKeys(district);
        var both = redis.GetDatabase().CreateTransaction();
        var live = both.StringGetAsync(keys.Epoch);
        var all = both.HashGetAllAsync(keys.Pending);
        await both.ExecuteAsync();
        if ((long?)await live != epoch) return [];
        return [.. (await all).Select(e => new Left(OrderOf(e.Name!), e.Name!, TurnPack.ReadPending((byte[])e.Value!, epoch))).OrderBy(l => l.LastOrder)];
    }

    /// <summary>Commits all that was booked before an order. False: one of them clashes, and only a fold helps.</summary>
    public async Task<bool> Commit(string district, long epoch, long before, CancellationToken cancel) =>
        await Commit(district, (await Read(district, epoch)).Where(l => l.LastOrder < before), cancel);

    public async Task<bool> Commit(string district, IEnumerable<Left> inOrder, CancellationToken cancel)
    {
        foreach (var left in inOrder)
        {
            if (await ledger.Append([.. left.Rows.Select(r => (district, r))], cancel) != Append.Committed) return false;
            await redis.GetDatabase().HashDeleteAsync(new CountingKeys(district).Pending, left.Field);
        }
        return true;
    }

    private static long OrderOf(string field) => long.Parse(field.AsSpan(0, field.IndexOf(':')));
}
