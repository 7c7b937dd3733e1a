using ScreenOps.Server.Access;

namespace ScreenOps.Server.Rehearsal;

internal static class RehearsalSetup
{
    public static WebApplicationBuilder AddRehearsal(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Rehearsals>().AddHostedService(s => s.GetRequiredService<Rehearsals>());
        return builder;
    }

    public static WebApplication MapRehearsal(this WebApplication app)
    {
        var rehearsals = app.MapGroup("/api/v1/rehearsals").RequireAuthorization(Policies.CommandCentre).WithTags("Rehearsal");
        rehearsals.MapPost("", RehearsalEndpoints.Begin);
        rehearsals.MapGet("", RehearsalEndpoints.Show);
        rehearsals.MapDelete("", RehearsalEndpoints.End);
        rehearsals.MapGet("arrivals", RehearsalEndpoints.Arrivals);
        return app;
    }
}
