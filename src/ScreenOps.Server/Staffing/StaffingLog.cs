namespace ScreenOps.Server.Staffing;

internal static partial class StaffingLog
{
    [LoggerMessage(9001, LogLevel.Information, "Round {Round} of {District} planned in {Milliseconds} ms: {Filled} of {Seats} seats, unfilled weight {Weight} (at least {WeightBound}), {Km:F1} km (at least {KmBound:F1})")]
    public static partial void Planned(this ILogger log, string district, int round, long milliseconds, int filled, int seats, int weight, int weightBound, double km, double kmBound);
}
