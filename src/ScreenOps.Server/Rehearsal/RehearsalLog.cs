namespace ScreenOps.Server.Rehearsal;

internal static partial class RehearsalLog
{
    [LoggerMessage(8001, LogLevel.Warning, "Rehearsal round {Round} broke off and was not closed; close it in the list of rounds")]
    public static partial void NotClosed(this ILogger log, int round, Exception exception);
}
