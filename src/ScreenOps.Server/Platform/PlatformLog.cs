namespace ScreenOps.Server.Platform;

internal static partial class PlatformLog
{
    [LoggerMessage(1001, LogLevel.Warning, "The server's own https certificate was made anew, valid until {NotAfter:yyyy-MM-dd}, SHA-256 {Fingerprint}; devices that trusted the last one must trust this one")]
    public static partial void CertificateRenewed(this ILogger log, DateTime notAfter, string fingerprint);

    [LoggerMessage(1002, LogLevel.Error, "The server's own https certificate ends on {NotAfter:yyyy-MM-dd} and a new one could not be written; check the key folder and its disk")]
    public static partial void CertificateNotRenewed(this ILogger log, DateTime notAfter, Exception exception);

    [LoggerMessage(1003, LogLevel.Critical, "A loop of this server failed in a way that nobody foresaw and begins anew in {Seconds} s; report this with the lines below")]
    public static partial void LoopFailed(this ILogger log, double seconds, Exception exception);

    [LoggerMessage(1004, LogLevel.Warning, "This server is leaving: it says so for {Seconds} s, then its {Lines} live lines move to others")]
    public static partial void Leaving(this ILogger log, int lines, double seconds);

    [LoggerMessage(1005, LogLevel.Warning, "{Lines} live lines have not moved and are cut; they come back by themselves")]
    public static partial void LinesLeft(this ILogger log, int lines);

    [LoggerMessage(1010, LogLevel.Error, "The changed key ring of personal data cannot be read; the keys that are known go on being used. Restore the file or its master key before the next start")]
    public static partial void RingUnreadable(this ILogger log, Exception exception);
}
