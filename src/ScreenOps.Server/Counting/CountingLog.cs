namespace ScreenOps.Server.Counting;

internal static partial class CountingLog
{
    [LoggerMessage(EventId = 2001, Message = "District {District} was folded anew into Redis as epoch {Epoch}, {Sites} sites, because {Why}")]
    public static partial void Folded(this ILogger log, LogLevel level, string district, long epoch, int sites, string why);

    [LoggerMessage(2002, LogLevel.Error, "The ledger cannot be written; try {Tries}, counting goes on in Redis and senders wait")]
    public static partial void LedgerAway(this ILogger log, int tries, Exception exception);

    [LoggerMessage(2003, LogLevel.Error, "A turn of district {District} failed; its senders are told to send again")]
    public static partial void TurnFailed(this ILogger log, string district, Exception exception);

    [LoggerMessage(2004, LogLevel.Error, "The sweep of district {District} failed; the next one tries again")]
    public static partial void SweepFailed(this ILogger log, string district, Exception exception);

    [LoggerMessage(2005, LogLevel.Warning, "The sweep committed {Turns} turns of district {District} that a server had left behind")]
    public static partial void SweptPending(this ILogger log, string district, int turns);

    [LoggerMessage(2006, LogLevel.Error, "Ledger and live fold of district {District} differ, and the live fold is made anew: {What}")]
    public static partial void Differs(this ILogger log, string district, string what);
}
