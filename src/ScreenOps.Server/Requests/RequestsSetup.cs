using Microsoft.AspNetCore.Mvc;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Requests;

internal static class RequestsSetup
{
    /// <summary>Fifty acts of a tablet are below this.</summary>
    private const int ActsBytes = 32_768;

    public static WebApplicationBuilder AddRequests(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RequestsOptions>().BindConfiguration(RequestsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<AlertStore>().AddSingleton<AlertReading>().AddSingleton<NextReading>();
        builder.Services.AddHostedService<RequestNews>().AddHostedService<AlertWatch>();
        return builder;
    }

    public static WebApplication MapRequests(this WebApplication app)
    {
        var office = app.MapGroup("/api/v1/rounds/{id:int}").RequireAuthorization(Policies.CommandCentre).WithTags("Requests");
        office.MapGet("alerts", AlertEndpoints.List);
        office.MapGet("alerts/{alert:guid}", AlertEndpoints.Show);
        office.MapPost("alerts/{alert:guid}/acts", AlertEndpoints.Act);
        office.MapGet("next", NextEndpoints.Show);
        var site = app.MapGroup("/api/v1/rounds/{id:int}/help").RequireAuthorization(Policies.Desk).WithTags("Requests");
        site.MapGet("", HelpEndpoints.List);
        site.MapPost("acts", HelpEndpoints.Act).WithMetadata(new RequestSizeLimitAttribute(ActsBytes));
        return app;
    }
}
