namespace ScreenOps.Server.Advice;

internal static partial class AdviceLog
{
    [LoggerMessage(10001, LogLevel.Warning, "The effect of moved lanes could not be taken down; it is tried again")]
    public static partial void NotMeasured(this ILogger log, Exception exception);
}
