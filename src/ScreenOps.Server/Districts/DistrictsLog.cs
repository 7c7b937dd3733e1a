namespace ScreenOps.Server.Districts;

internal static partial class DistrictsLog
{
    [LoggerMessage(3001, LogLevel.Information, "{Count} round(s) sealed 24 hours after their end")]
    public static partial void Sealed(this ILogger log, int count);

    [LoggerMessage(3002, LogLevel.Warning, "Rounds could not be sealed; the next minute tries again")]
    public static partial void SealingFailed(this ILogger log, Exception e);

    [LoggerMessage(3011, LogLevel.Information, "Import {Import} done (check only: {Check}), {Refused} row(s) refused")]
    public static partial void Imported(this ILogger log, Guid import, bool check, int refused);

    [LoggerMessage(3012, LogLevel.Error, "Import {Import} failed")]
    public static partial void ImportFailed(this ILogger log, Exception e, Guid import);

    [LoggerMessage(3013, LogLevel.Warning, "The uploaded files in {Folder} could not be deleted; they hold people's data, delete them by hand")]
    public static partial void UploadKept(this ILogger log, Exception e, string folder);

    [LoggerMessage(3015, LogLevel.Warning, "Changes of rounds and sites are not heard until PostgreSQL answers; they are read each second meanwhile")]
    public static partial void BookNewsLost(this ILogger log, Exception e);

    [LoggerMessage(3014, LogLevel.Warning, "PostgreSQL does not answer; residents of before wait for their marks, and desks do not find them by digits or name")]
    public static partial void MarkingWaits(this ILogger log, Exception e);
}
