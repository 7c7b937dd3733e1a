namespace ScreenOps.Server.Access;

/// <summary>Accounts and tablets by their ids only; who that is stands in the database.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(6001, LogLevel.Warning, "Account {Account} is locked until {Until:u} after {Tries} wrong passwords")]
    public static partial void Locked(this ILogger log, Guid account, DateTime until, int tries);

    [LoggerMessage(6002, LogLevel.Information, "Tablet {Device} was enrolled for site {Site} of district {District}")]
    public static partial void Enrolled(this ILogger log, Guid device, string site, string district);

    [LoggerMessage(6003, LogLevel.Information, "Account {Account} signed in by a one-time code")]
    public static partial void SignedInByCode(this ILogger log, Guid account);

    [LoggerMessage(6004, LogLevel.Information, "Closed {Lines} live lines whose sign-in no longer stands")]
    public static partial void LinesClosed(this ILogger log, int lines);

    [LoggerMessage(6005, LogLevel.Warning, "PostgreSQL does not answer; open lines stay open until their sign-ins can be looked up")]
    public static partial void LinesNotChecked(this ILogger log, Exception exception);

    [LoggerMessage(6006, LogLevel.Warning, "PostgreSQL does not answer; a sign-in could not be looked up")]
    public static partial void NotLookedUp(this ILogger log, Exception exception);

    [LoggerMessage(6007, LogLevel.Information, "Tablet {Device} of district {District} was revoked")]
    public static partial void Revoked(this ILogger log, Guid device, string district);

    [LoggerMessage(6008, LogLevel.Information, "The audit trail stands at row {Number}, hash {Hash}")]
    public static partial void AuditStands(this ILogger log, long number, string hash);

    [LoggerMessage(6009, LogLevel.Critical, "The audit trail no longer holds row {Number} as this server knows it: it was changed or cut off, or an older backup was restored. Run: dotnet run --project src/ScreenOps.Server -- audit verify")]
    public static partial void AuditBroken(this ILogger log, long number);

    [LoggerMessage(6010, LogLevel.Warning, "PostgreSQL does not answer; the audit trail's end could not be read")]
    public static partial void AuditNotRead(this ILogger log, Exception exception);

    [LoggerMessage(6011, LogLevel.Information, "Everything is sealed with key {Key}: {Rows} rows were looked at")]
    public static partial void Resealed(this ILogger log, string key, long rows);

    [LoggerMessage(6012, LogLevel.Warning, "PostgreSQL does not answer; sealing anew goes on when it does")]
    public static partial void ResealingWaits(this ILogger log, Exception exception);

    [LoggerMessage(6013, LogLevel.Error, "{Values} sealed values in {Table} open with no key of the ring and stay as they are; the key folder may not belong to this database")]
    public static partial void NotOpened(this ILogger log, int values, string table);

    [LoggerMessage(6014, LogLevel.Warning, "PostgreSQL does not answer; a sign-in that failed is not in the audit trail")]
    public static partial void FailureNotWritten(this ILogger log, Exception exception);

    [LoggerMessage(6015, LogLevel.Warning, "PostgreSQL does not answer; what has been kept long enough is removed when it does")]
    public static partial void RetentionWaits(this ILogger log, Exception exception);

    [LoggerMessage(6016, LogLevel.Information, "A passkey of account {Account} was not taken: {Why}")]
    public static partial void PasskeyRefused(this ILogger log, Guid account, string why);
}
