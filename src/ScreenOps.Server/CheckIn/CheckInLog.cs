namespace ScreenOps.Server.CheckIn;

/// <summary>No person, pass or phone is in any of these.</summary>
internal static partial class CheckInLog
{
    [LoggerMessage(5001, LogLevel.Warning, "An engine does not answer; a ticket could not be given")]
    public static partial void EngineAway(this ILogger log, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "The file of pass keys was changed and cannot be read; those known before go on")]
    public static partial void KeysUnreadable(this ILogger log, Exception exception);

    [LoggerMessage(5010, LogLevel.Warning, "Calls of other servers are not heard; screens look by themselves until they are")]
    public static partial void CallsNotHeard(this ILogger log, Exception exception);
}
