namespace ScreenOps.Server.Platform;

internal static class PlatformSetup
{
    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapPlatform(this WebApplication app) => app;
}
