using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>
/// Random batches of commands as devices send them: in order with repeats and gaps, late and out of order in time, refused, taken back, and known people who come, move and are sampled.
/// </summary>
internal sealed class RandomHistory(int seed)
{
    private const long Start = 1_700_000_000_000;

    private readonly Random random = new(seed);
    private readonly Guid[] devices = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
    private readonly Guid[] people = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())];
    private readonly Dictionary<Guid, List<Booking>> sent = [];
    private long now = Start;

    public List<Booking> Batch() => [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Next())];

    private Booking Next()
    {
        now += random.Next(0, 40_000);
        var device = devices[random.Next(devices.Length)];
        var before = sent.TryGetValue(device, out var list) ? list : sent[device] = [];
        var chance = random.NextDouble();
        if (chance < 0.10 && before.Count > 0) return before[random.Next(before.Count)];
        if (chance < 0.13) return Make(device, before.Count + 2 + random.Next(3));
        var made = Make(device, before.Count + 1);
        before.Add(made);
        return made;
    }

    private Booking Make(Guid device, long number)
    {
        var late = random.NextDouble() < 0.3 ? random.Next(0, 900_000) : 0;
        var kind = (CountKind)random.Next(1, 10);
        if (random.NextDouble() < 0.5) kind = random.Next(2) == 0 ? CountKind.Arrived : CountKind.Sampled;
        Guid? person = random.NextDouble() < 0.2 && kind is <= CountKind.Left or CountKind.Undo ? people[random.Next(people.Length)] : null;
        var n = kind switch
        {
            CountKind.Undo when person is not null => random.Next(1, 4),
            CountKind.Undo => Math.Max(1, number - random.Next(1, 5)),
            _ when person is not null => 1,
            CountKind.Queue or CountKind.Lanes => random.Next(0, 20),
            _ => random.Next(1, 6),
        };
        var command = new CountCommand(number, random.Next(1, 3), $"S{random.Next(1, 4)}", kind, n, Math.Max(Start, now - late));
        return new(device, command, now, random.NextDouble() < 0.05 ? Refusal.RoundNotOpen : null, person);
    }
}
