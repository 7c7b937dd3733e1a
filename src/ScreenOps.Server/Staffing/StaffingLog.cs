namespace ScreenOps.Server.Staffing;

internal static partial class StaffingLog
{
    [LoggerMessage(9001, LogLevel.Information, "Round {Round} of {District} planned in {Milliseconds} ms: {Filled} of {Seats} seats, unfilled weight {Weight} (at least {WeightBound}), {Km:F1} km (at least {KmBound:F1})")]
    public static partial void Planned(this ILogger log, string district, int round, long milliseconds, int filled, int seats, int weight, int weightBound, double km, double kmBound);

    [LoggerMessage(9010, LogLevel.Information, "Round {Round} of {District}: stage {Stage} of an asking went to {People} people")]
    public static partial void Asked(this ILogger log, string district, int round, int stage, int people);

    [LoggerMessage(9011, LogLevel.Information, "Round {Round} of {District}: an offer of stage {Stage} was accepted")]
    public static partial void SeatFilled(this ILogger log, string district, int round, int stage);

    [LoggerMessage(9012, LogLevel.Information, "Round {Round} of {District} repaired in {Milliseconds} ms: {Before} seats empty before, {After} after, {Moves} moves, {Lost} of them of people who were told")]
    public static partial void Repaired(this ILogger log, string district, int round, long milliseconds, int before, int after, int moves, int lost);

    [LoggerMessage(9013, LogLevel.Information, "Round {Round} of {District}: {People} people did not come in time and are absent")]
    public static partial void NoShows(this ILogger log, string district, int round, int people);

    [LoggerMessage(9014, LogLevel.Warning, "PostgreSQL does not answer; nobody is marked absent and no offer expires meanwhile")]
    public static partial void ClockAway(this ILogger log, Exception exception);

    [LoggerMessage(9015, LogLevel.Warning, "News of staffing is not heard; screens are told to read again once it is")]
    public static partial void NewsLost(this ILogger log, Exception exception);
}
