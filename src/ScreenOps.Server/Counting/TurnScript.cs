using StackExchange.Redis;
using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Counting;

/// <summary>What became of a batch.</summary>
internal abstract record TurnOutcome
{
    public sealed record Made(Turn Turn) : TurnOutcome;

    /// <summary>The fold in Redis is of another epoch, and nothing was applied.</summary>
    public sealed record OtherEpoch : TurnOutcome;

    /// <summary>An Undo takes back a command whose row was not brought, and nothing was applied. It is in the ledger or pending.</summary>
    public sealed record RowsMissing : TurnOutcome;
}

/// <summary>Runs TurnScript.lua over a batch.</summary>
internal sealed class TurnScript(IConnectionMultiplexer redis)
{
    private static readonly string Source = ReadSource();
    // A turn's id is never used twice, whatever Redis forgets: this process, and its count.
    private readonly string process = Guid.NewGuid().ToString("N");
    private long turns;

    /// <param name="given">The ledger's rows of what the batch takes back, as far as they are known.</param>
    public async Task<TurnOutcome> Run(string district, long epoch, IReadOnlyList<Sending> sendings, IReadOnlyList<LedgerRow> given)
    {
        var bookings = sendings.Count == 1 ? sendings[0].Bookings : [.. sendings.SelectMany(s => s.Bookings)];
        var keys = new CountingKeys(district);
        var rounds = bookings.Where(b => b.Refusal is null).Select(b => b.Command.Round).Distinct().ToList();
        var id = $"{process}:{Interlocked.Increment(ref turns)}";
        var (batch, booked) = TurnPack.Write(bookings, rounds, given);
        var reply = (RedisResult[])(await redis.GetDatabase().ScriptEvaluateAsync(Source, Keys(keys, rounds), [epoch, id, keys.Board.ToString(), batch, booked]))!;
        switch ((string?)reply[0])
        {
            case "E": return new TurnOutcome.OtherEpoch();
            case "U": return new TurnOutcome.RowsMissing();
        }
        var (before, rows, said) = TurnPack.Read((byte[])reply[1]!, epoch, bookings);
        var field = rows.Count == 0 ? null : $"{rows[^1].Order}:{id}";
        return new TurnOutcome.Made(new(district, epoch, field, before + 1, rows, said, bookings, sendings));
    }

    private static RedisKey[] Keys(CountingKeys keys, List<int> rounds) =>
    [
        keys.Epoch, keys.Order, keys.Sequence, keys.Numbers, keys.Pending, keys.Undone,
        .. rounds.SelectMany(r => new[] { keys.Sites(r), keys.Minutes(r), keys.People(r) }),
    ];

    private static string ReadSource()
    {
        using var stream = typeof(TurnScript).Assembly.GetManifestResourceStream("TurnScript.lua")
            ?? throw new InvalidOperationException("TurnScript.lua is not in the assembly; build the project again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
