namespace ScreenOps.Server.Board;

internal static partial class BoardLog
{
    [LoggerMessage(3001, LogLevel.Warning, "The board of district {District} lost its feed; it is read again when Redis answers")]
    public static partial void FeedLost(this ILogger log, string district, Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "The rounds of district {District} cannot be read; its board goes on by those it knows")]
    public static partial void RulesAway(this ILogger log, string district, Exception exception);

    [LoggerMessage(3003, LogLevel.Debug, "A viewer's connection ended while it was being sent to")]
    public static partial void ViewerGone(this ILogger log, Exception exception);

    [LoggerMessage(3004, LogLevel.Warning, "The board of district {District} was not told of a change that Redis published seconds ago; it follows anew")]
    public static partial void FeedMissed(this ILogger log, string district);
}
