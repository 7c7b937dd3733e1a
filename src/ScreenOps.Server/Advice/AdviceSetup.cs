using ScreenOps.Server.Access;

namespace ScreenOps.Server.Advice;

internal static class AdviceSetup
{
    public static WebApplicationBuilder AddAdvice(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AdviceOptions>().BindConfiguration(AdviceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<MoveStore>().AddSingleton<Advisor>().AddHostedService<LaneWatch>();
        return builder;
    }

    public static WebApplication MapAdvice(this WebApplication app)
    {
        var advice = app.MapGroup("/api/v1/rounds/{id:int}/advice").RequireAuthorization(Policies.CommandCentre).WithTags("Advice");
        advice.MapGet("", AdviceEndpoints.Show);
        advice.MapPost("moves", AdviceEndpoints.Accept);
        advice.MapDelete("moves/{move:guid}", AdviceEndpoints.Undo);
        return app;
    }
}
