namespace ScreenOps.Server.Sites;

internal static class SitesSetup
{
    public static WebApplicationBuilder AddSites(this WebApplicationBuilder builder) {
        builder.Services.AddSingleton<SiteBook>();
        return builder;
    }

    public static WebApplication MapSites(this WebApplication app) => app;
}
