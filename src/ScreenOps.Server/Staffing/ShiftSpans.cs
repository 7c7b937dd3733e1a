using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

internal static class ShiftSpans
{
    public static ShiftSpan Of(DateOnly day, TimeOnly starts, TimeOnly ends, TimeZoneInfo zone) => new(At(day, starts, zone), At(day, ends, zone));

    public static TimeZoneInfo Zone(this DistrictInfo district) => TimeZoneInfo.FindSystemTimeZoneById(district.TimeZone);

    public static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));

    /// <summary>The moment with the district's offset, so that its digits are those of the clock on the wall.</summary>
    public static DateTimeOffset Local(DateTime at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(Utc(at), zone);

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        return new(local, zone.GetUtcOffset(local));
    }
}
