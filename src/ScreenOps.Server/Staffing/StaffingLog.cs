namespace ScreenOps.Server.Staffing;

internal static partial class StaffingLog
{
    [LoggerMessage(9001, LogLevel.Information, "Round {Round} of {District} planned in {Milliseconds} ms: {Filled} of {Seats} seats, unfilled weight {Weight}, {Km:F1} km")]
    public static partial void Planned(this ILogger log, string district, int round, long milliseconds, int filled, int seats, int weight, double km);
}
