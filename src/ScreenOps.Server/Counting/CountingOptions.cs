using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Counting;

/// <summary>Bounds of the hot path. At each bound the sender is told to send again; nothing is dropped.</summary>
internal sealed record CountingOptions
{
    public const string Section = "Counting";

    /// <summary>Commands in one Send; a longer one is refused whole.</summary>
    [Range(1, 10_000)] public int CommandsPerSend { get; init; } = 256;

    /// <summary>Sends that wait for a district's next turn; more wait at the door for <see cref="Patience"/>.</summary>
    [Range(1, 100_000)] public int WaitingSends { get; init; } = 1024;

    /// <summary>Commands that one turn takes at most; a Send is never split.</summary>
    [Range(1, 10_000)] public int CommandsPerTurn { get; init; } = 512;

    /// <summary>Turns of all districts that wait for PostgreSQL; then scripts wait.</summary>
    [Range(1, 10_000)] public int WaitingTurns { get; init; } = 64;

    /// <summary>How long a sender waits for its acknowledgement before it is told Busy and sends again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")] public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two sweeps, and the age at which a pending turn is taken for orphaned.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")] public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A comparison of ledger and live fold every so many sweeps.</summary>
    [Range(1, 10_000)] public int SweepsPerComparison { get; init; } = 5;

    /// <summary>
    /// How long Redis keeps the live fold of a district that no server looks after; the sweep of a running one renews it. Then it is folded anew when a server comes,
    /// and what an older version left under names of its own is gone. A sweep that cannot reach its engines for as long makes the counting wait for a fold.
    /// </summary>
    [Range(typeof(TimeSpan), "00:10:00", "30.00:00:00")] public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(2);

    /// <summary>People in one Arrived, Sampled or Left.</summary>
    [Range(1, 100_000)] public int PeoplePerCommand { get; init; } = 500;

    /// <summary>People in a queue that a Queue command may state.</summary>
    [Range(1, 1_000_000)] public int PeoplePerQueue { get; init; } = 20_000;

    /// <summary>Lanes that a Lanes command may state.</summary>
    [Range(1, 1000)] public int LanesPerSite { get; init; } = 99;
}
