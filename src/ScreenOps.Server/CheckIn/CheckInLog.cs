namespace ScreenOps.Server.CheckIn;

/// <summary>No person, pass or phone is in any of these.</summary>
internal static partial class CheckInLog
{
    [LoggerMessage(5001, LogLevel.Warning, "An engine does not answer; a ticket could not be given")]
    public static partial void EngineAway(this ILogger log, Exception exception);
}
