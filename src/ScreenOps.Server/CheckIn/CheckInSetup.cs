namespace ScreenOps.Server.CheckIn;

internal static class CheckInSetup
{
    public static WebApplicationBuilder AddCheckIn(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapCheckIn(this WebApplication app) => app;
}
