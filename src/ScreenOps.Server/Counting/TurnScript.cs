using ScreenOps.Core.Counting;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>Runs TurnScript.lua over a batch. Its arguments are spelled here and nowhere else.</summary>
internal sealed class TurnScript(IConnectionMultiplexer redis)
{
    private const int ArgumentsPerCommand = 11;
    private static readonly string Source = ReadSource();
    // A turn's id is never used twice, whatever Redis forgets: this process, and its count.
    private readonly string process = Guid.NewGuid().ToString("N");
    private long turns;

    /// <summary>Null: the fold in Redis is of another epoch, and nothing was applied.</summary>
    public async Task<Turn?> Run(string district, long epoch, IReadOnlyList<Sending> sendings)
    {
        var bookings = sendings.SelectMany(s => s.Bookings).ToList();
        var keys = new CountingKeys(district);
        var rounds = bookings.Where(b => b.Refusal is null).Select(b => b.Command.Round).Distinct().ToList();
        var devices = bookings.Select(b => b.Device).Distinct().ToList();
        var id = $"{process}:{Interlocked.Increment(ref turns)}";
        var reply = (RedisResult[])(await redis.GetDatabase().ScriptEvaluateAsync(
            Source, Keys(keys, rounds), Arguments(epoch, id, keys, rounds, devices, bookings)))!;
        if ((string?)reply[0] == "E") return null;
        var rows = LedgerRow.ParseAll((string)reply[2]!);
        var field = rows.Count == 0 ? null : $"{rows[^1].Order}:{id}";
        return new(district, epoch, field, (long)reply[1] + 1, rows, (string[])reply[3]!, sendings);
    }

    private static RedisKey[] Keys(CountingKeys keys, List<int> rounds) =>
    [
        keys.Epoch, keys.Order, keys.Sequence, keys.Numbers, keys.Pending, keys.Undo,
        .. rounds.SelectMany(r => new[] { keys.Sites(r), keys.Minutes(r), keys.People(r) }),
    ];

    private static RedisValue[] Arguments(long epoch, string id, CountingKeys keys, List<int> rounds, List<Guid> devices, List<Booking> bookings)
    {
        var list = new List<RedisValue>(6 + rounds.Count + devices.Count + bookings.Count * ArgumentsPerCommand) { epoch, id, keys.Board.ToString(), rounds.Count };
        list.AddRange(rounds.Select(r => (RedisValue)r));
        list.Add(devices.Count);
        list.AddRange(devices.Select(d => (RedisValue)d.ToString()));
        var indexes = devices.Select((d, i) => (d, i)).ToDictionary(x => x.d, x => x.i + 1);
        foreach (var b in bookings)
        {
            var c = b.Command;
            list.AddRange([indexes[b.Device], c.Number, rounds.IndexOf(c.Round) + 1, c.Round, c.Site, (int)c.Kind, c.N, c.Made, b.Booked, b.Refusal ?? "", b.Person?.ToString() ?? ""]);
        }
        return [.. list];
    }

    private static string ReadSource()
    {
        using var stream = typeof(TurnScript).Assembly.GetManifestResourceStream("TurnScript.lua")
            ?? throw new InvalidOperationException("TurnScript.lua is not in the assembly; build the project again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
