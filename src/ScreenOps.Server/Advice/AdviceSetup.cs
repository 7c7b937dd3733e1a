using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Advice;

internal static class AdviceSetup
{
    private const string WayLimit = "ways";
    private const int OrderBytes = 1024;

    public static WebApplicationBuilder AddAdvice(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AdviceOptions>().BindConfiguration(AdviceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.Configure<RateLimiterOptions>(o => o.AddPolicy(WayLimit, RateLimits.PerAddress<AdviceOptions>(a => a.WaysPerMinute)));
        builder.Services.AddSingleton<SentAway>().AddSingleton<Ways>();
        builder.Services.AddSingleton<MoveStore>().AddSingleton<Advisor>().AddHostedService<LaneWatch>();
        return builder;
    }

    public static WebApplication MapAdvice(this WebApplication app)
    {
        var advice = app.MapGroup("/api/v1/rounds/{id:int}/advice").RequireAuthorization(Policies.CommandCentre).WithTags("Advice");
        advice.MapGet("", AdviceEndpoints.Show);
        advice.MapPost("moves", AdviceEndpoints.Accept);
        advice.MapDelete("moves/{move:guid}", AdviceEndpoints.Undo);
        app.MapPost("/api/v1/public/sites/{code}/way", WayEndpoints.Ask).RequireAuthorization(Policies.Public).WithMetadata(new OpenToAll(), new RequestSizeLimitAttribute(OrderBytes)).RequireRateLimiting(WayLimit).WithTags("Advice");
        return app;
    }
}
