namespace ScreenOps.Server.Districts;

internal static partial class DistrictsLog
{
    [LoggerMessage(3001, LogLevel.Information, "{Count} round(s) sealed 24 hours after their end")]
    public static partial void Sealed(this ILogger log, int count);

    [LoggerMessage(3002, LogLevel.Warning, "Rounds could not be sealed; the next minute tries again")]
    public static partial void SealingFailed(this ILogger log, Exception e);
}
