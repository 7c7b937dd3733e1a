using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Contenders;

/// <summary>One of those that are compared: a server program with its own engines, and clients of its own official library.</summary>
internal interface IContender : IAsyncDisposable
{
    /// <summary>Calls that each tablet has on its way at most when it sends as much as it can.</summary>
    const int InFlight = 16;

    /// <summary>How long viewers may take to have seen all once the load is over.</summary>
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    /// <summary>"client", "server", "redis" and "postgres" with their processes.</summary>
    (string Name, int Process)[] Programs { get; }

    /// <summary>Loads it, and is done when every command is acknowledged and every viewer has seen it.</summary>
    /// <param name="perSecond">Commands a second, one tablet after the other; null: as many as it can.</param>
    Task<LoadFound> Load(double? perSecond, TimeSpan length, CancellationToken cancel);

    /// <summary>Whether all that was acknowledged stands in its ledger once; a fault of the sheet where not.</summary>
    Task Audit(Sheet sheet, CancellationToken cancel);
}

/// <param name="BehindMs">From the last acknowledgement to the last viewer that had seen all.</param>
/// <param name="Acks">From due to acknowledged.</param>
/// <param name="Sights">From due to each viewer of the district; null without a schedule.</param>
internal sealed record LoadFound(long Acked, double AckedPerSecond, double BehindMs, double BytesPerViewerSecond, Times Acks, Times? Sights);

/// <summary>Milliseconds.</summary>
internal sealed record Times(double P50, double P99, double P999, double Max);
