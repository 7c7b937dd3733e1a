using ScreenOps.Server.Access;

namespace ScreenOps.Server.Operating;

/// <summary>What whoever runs a server needs, over all rooms: the verbs of this folder, and what it tells of itself.</summary>
internal static class OperatingSetup
{
    public static WebApplicationBuilder AddOperating(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EnginesSeen>().AddHostedService(s => s.GetRequiredService<EnginesSeen>());
        builder.Services.AddHostedService<TapFollower>();
        // After the telemetry's own start, which is the first of all: what is counted before it is seen by nobody.
        builder.Services.AddHostedService<OperatingMeters>();
        return builder;
    }

    public static WebApplication MapOperating(this WebApplication app)
    {
        app.MapPost("/api/v1/rebuild", Rebuild.All).RequireAuthorization(Policies.Operator).WithTags("Operating");
        return app;
    }
}
