namespace ScreenOps.Server.Staffing;

internal static class StaffingSetup
{
    public static WebApplicationBuilder AddStaffing(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapStaffing(this WebApplication app) => app;
}
