namespace ScreenOps.Server.Counting;

internal static class CountingSetup
{
    public static WebApplicationBuilder AddCounting(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapCounting(this WebApplication app) => app;
}
