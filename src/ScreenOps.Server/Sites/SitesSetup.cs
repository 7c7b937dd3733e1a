using ScreenOps.Server.Access;

namespace ScreenOps.Server.Sites;

internal static class SitesSetup
{
    public static WebApplicationBuilder AddSites(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SiteBook>().AddSingleton<SiteStore>();
        return builder;
    }

    public static WebApplication MapSites(this WebApplication app)
    {
        app.MapGet("/api/v1/sites", SiteEndpoints.List).RequireAuthorization(Policies.SignedIn).WithTags("Sites");
        var sites = app.MapGroup("/api/v1/sites").RequireAuthorization(Policies.CommandCentre).WithTags("Sites");
        sites.MapPost("", SiteEndpoints.Add);
        sites.MapPut("{code}", SiteEndpoints.Edit);
        sites.MapDelete("{code}", SiteEndpoints.Retire);
        return app;
    }
}
