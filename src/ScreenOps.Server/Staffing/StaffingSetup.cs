using ScreenOps.Server.Access;

namespace ScreenOps.Server.Staffing;

internal static class StaffingSetup
{
    public static WebApplicationBuilder AddStaffing(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<StaffingOptions>().BindConfiguration(StaffingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PlanSolver>().AddSingleton<PlanStore>().AddSingleton<Planner>();
        return builder;
    }

    public static WebApplication MapStaffing(this WebApplication app)
    {
        app.MapGet("/api/v1/rounds/{id:int}/plan", PlanEndpoints.Show).RequireAuthorization(Policies.SignedIn).WithTags("Staffing");
        var plan = app.MapGroup("/api/v1/rounds/{id:int}/plan").RequireAuthorization(Policies.CommandCentre).WithTags("Staffing");
        plan.MapPost("", PlanEndpoints.Make);
        plan.MapGet("making", PlanEndpoints.Watch);
        plan.MapPost("making/stop", PlanEndpoints.Stop);
        plan.MapPost("publish", PlanEndpoints.Publish);
        plan.MapPut("seats", PlanEndpoints.Put);
        plan.MapGet("seats/candidates", PlanEndpoints.Candidates);
        return app;
    }
}
