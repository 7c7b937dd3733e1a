namespace ScreenOps.Server.Samples;

/// <summary>No person and no barcode is in any of these.</summary>
internal static partial class SamplesLog
{
    [LoggerMessage(7001, LogLevel.Warning, "An engine does not answer; a tube could not be changed")]
    public static partial void EngineAway(this ILogger log, Exception exception);

    [LoggerMessage(7002, LogLevel.Information, "Ended {Places} people's places in tubes that were left half done")]
    public static partial void Settled(this ILogger log, int places);

    [LoggerMessage(7003, LogLevel.Error, "People's places in tubes that were left half done could not be ended; the next look tries again")]
    public static partial void SettlingFailed(this ILogger log, Exception exception);
}
