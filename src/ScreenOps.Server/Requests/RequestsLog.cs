namespace ScreenOps.Server.Requests;

internal static partial class RequestsLog
{
    [LoggerMessage(11001, LogLevel.Warning, "Signs of district {District} could not be watched; it is tried again")]
    public static partial void NotWatched(this ILogger log, string district, Exception exception);

    [LoggerMessage(11002, LogLevel.Warning, "News of alerts is not heard; screens are told to read again once it is")]
    public static partial void NewsLost(this ILogger log, Exception exception);

    [LoggerMessage(11003, LogLevel.Information, "Round {Round} of {District}: {Cause} of site {Site} was escalated, nobody had answered it")]
    public static partial void Escalated(this ILogger log, string district, int round, string site, string cause);
}
