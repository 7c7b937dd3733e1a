using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Samples;

/// <summary>How soon what was left half done is ended, and how much goes together.</summary>
internal sealed record SamplesOptions
{
    public const string Section = "Samples";

    /// <summary>A person who is being put in or taken out for so long was left by a server or a tablet that died; the ledger is asked again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")] public TimeSpan UnsettledAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often those are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")] public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Acts that one request may bring; a tablet that was away sends the rest in the next.</summary>
    [Range(1, 1000)] public int ActsPerSend { get; init; } = 50;
}
