using Microsoft.AspNetCore.Mvc;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Samples;

internal static class SamplesSetup
{
    /// <summary>Fifty acts with a pass each are below this.</summary>
    private const int ActsBytes = 65_536;

    public static WebApplicationBuilder AddSamples(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SamplesOptions>().BindConfiguration(SamplesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TubeReading>().AddSingleton<TubePeople>().AddSingleton<Tubes>().AddSingleton<CallBacks>().AddSingleton<BoxStore>().AddSingleton<Losses>();
        builder.Services.AddSingleton<Settling>().AddHostedService(s => s.GetRequiredService<Settling>());
        return builder;
    }

    public static WebApplication MapSamples(this WebApplication app)
    {
        var tubes = app.MapGroup("/api/v1/rounds/{id:int}/tubes").RequireAuthorization(Policies.Samples).WithTags("Samples");
        tubes.MapPost("acts", TubeEndpoints.Act).WithMetadata(new RequestSizeLimitAttribute(ActsBytes));
        tubes.MapGet("", TubeEndpoints.List);
        tubes.MapGet("{barcode}", TubeEndpoints.Show);
        var boxes = app.MapGroup("/api/v1/rounds/{id:int}/boxes").RequireAuthorization(Policies.Transport).WithTags("Samples");
        boxes.MapGet("", BoxEndpoints.List);
        boxes.MapPost("{code}/acts", BoxEndpoints.Act);
        var office = app.MapGroup("/api/v1").RequireAuthorization(Policies.CommandCentre).WithTags("Samples");
        office.MapGet("rounds/{id:int}/samples", OfficeEndpoints.Overview);
        office.MapGet("rounds/{id:int}/losses", OfficeEndpoints.Losses);
        office.MapGet("rounds/{id:int}/callbacks", OfficeEndpoints.CallBacks);
        office.MapPut("district/transport", BoxEndpoints.Limits);
        return app;
    }
}
