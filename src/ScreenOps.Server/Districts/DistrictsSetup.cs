namespace ScreenOps.Server.Districts;

internal static class DistrictsSetup
{
    public static WebApplicationBuilder AddDistricts(this WebApplicationBuilder builder) {
        builder.Services.AddSingleton<RoundBook>();
        return builder;
    }

    public static WebApplication MapDistricts(this WebApplication app) => app;
}
