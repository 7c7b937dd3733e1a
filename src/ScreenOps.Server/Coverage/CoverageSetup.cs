using Microsoft.AspNetCore.Mvc;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Coverage;

internal static class CoverageSetup
{
    /// <summary>One word.</summary>
    private const int HeardBytes = 1024;

    public static WebApplicationBuilder AddCoverage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CoverageReading>().AddSingleton<Homes>();
        return builder;
    }

    public static WebApplication MapCoverage(this WebApplication app)
    {
        app.MapGet("/api/v1/rounds/{id:int}/coverage", CoverageEndpoints.Show).RequireAuthorization(Policies.CommandCentre).WithTags("Coverage");
        var homes = app.MapGroup("/api/v1/rounds/{id:int}/homes").RequireAuthorization(Policies.Homes).WithTags("Coverage");
        homes.MapGet("", CoverageEndpoints.Homes);
        homes.MapPut("{resident:guid}", CoverageEndpoints.Hear).WithMetadata(new RequestSizeLimitAttribute(HeardBytes));
        return app;
    }
}
