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
}
