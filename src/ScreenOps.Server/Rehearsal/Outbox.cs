using ScreenOps.Core.Counting;
using ScreenOps.Core.Rehearsal;

namespace ScreenOps.Server.Rehearsal;

/// <summary>What one tablet makes in a morning and how much of it was acknowledged. Numbers are places in the plan, so a repeat is the same command.</summary>
internal sealed class Outbox(int round, SiteMorning morning, long midnight, long until)
{
    public const int Batch = 64;
    private readonly CountCommand[] commands =
        [.. morning.Commands.Select((c, i) => new CountCommand(i + 1, round, morning.Site, c.Kind, c.N, midnight + c.Second * 1000L)).Where(c => c.Made < until)];
    private int acknowledged;

    public string Site => morning.Site;
    public int Planned => commands.Length;
    public int Acknowledged => Volatile.Read(ref acknowledged);
    public int Refused { get; private set; }
    public bool Done => Acknowledged == commands.Length;

    /// <summary>The next batch due at a moment, from the lowest number that is not acknowledged; empty while the tablet is silent or nothing is due.</summary>
    public CountCommand[] Due(long now) =>
        Silent(now) ? [] : [.. commands.Skip(acknowledged).Take(Batch).TakeWhile(c => c.Made <= now)];

    /// <summary>Unix milliseconds at which something is due; null when all is acknowledged.</summary>
    public long? Next(long now) => Done ? null : Silent(now) ? midnight + morning.Luck.Silent.To * 1000L : commands[acknowledged].Made;

    /// <summary>False: nothing was taken, wait a moment before sending again.</summary>
    public bool Take(IReadOnlyList<CountReceipt> receipts)
    {
        var before = acknowledged;
        foreach (var receipt in receipts)
        {
            if (receipt.Outcome == CountOutcome.Busy) break;
            if (receipt.Outcome == CountOutcome.Gap)
            {
                Volatile.Write(ref acknowledged, (int)Math.Clamp((receipt.Expected ?? 1) - 1, 0, commands.Length));
                break;
            }
            if (receipt.Outcome == CountOutcome.Refused) Refused++;
            Volatile.Write(ref acknowledged, Math.Max(acknowledged, (int)receipt.Number));
        }
        return acknowledged > before;
    }

    private bool Silent(long now) => now >= midnight + morning.Luck.Silent.From * 1000L && now < midnight + morning.Luck.Silent.To * 1000L;

    /// <summary>The sum of what was acknowledged of a kind.</summary>
    public long Sum(CountKind kind) => commands.Take(Acknowledged).Where(c => c.Kind == kind).Sum(c => c.N);
}
