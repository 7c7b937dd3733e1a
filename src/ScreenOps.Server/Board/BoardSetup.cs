using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using Npgsql;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Board;

internal static class BoardSetup
{
    /// <summary>A Send of the longest allowed batch in JSON fits in half of it.</summary>
    private const int MessageBytes = 64 * 1024;
    private const int SendsInFlight = 16;

    public static WebApplicationBuilder AddBoard(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR(hub => (hub.MaximumReceiveMessageSize, hub.MaximumParallelInvocationsPerClient) = (MessageBytes, SendsInFlight))
            .AddMessagePackProtocol()
            .AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        builder.Services.AddOptions<BoardOptions>().BindConfiguration(BoardOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<LiveLines>().AddSingleton<HubLifetimeManager<LiveHub>>(s => s.GetRequiredService<LiveLines>());
        builder.Services.AddSingleton<Cadence>().AddHostedService(s => s.GetRequiredService<Cadence>());
        builder.Services.AddSingleton<RulesReader>().AddSingleton<CityBoard>().AddSingleton<Viewers>().AddSingleton<PublicDocuments>().AddSingleton<Verification>().AddSingleton<BoardSeries>().AddSingleton<Replays>().AddSingleton<ReportRows>().AddSingleton<Reports>();
        builder.Services.AddSingleton<DistrictBoards>().AddHostedService(s => s.GetRequiredService<DistrictBoards>());
        return builder;
    }

    public static WebApplication MapBoard(this WebApplication app)
    {
        app.MapHub<LiveHub>("/hubs/live").RequireAuthorization(Policies.SignedIn);
        var board = app.MapGroup("/api/v1/board").RequireAuthorization(Policies.SignedIn).AddEndpointFilter(Ready).WithTags("Board");
        board.MapGet("", BoardEndpoints.Board);
        board.MapGet("minutes", SeriesEndpoints.Minutes);
        board.MapGet("totals", SeriesEndpoints.Totals);
        board.MapGet("report", ReportEndpoints.Show);
        board.MapGet("replay", ReplayEndpoints.Show);
        board.MapGet("replay/{hour:long}", ReplayEndpoints.Hour).Produces<ReplayPage>();
        var city = app.MapGroup("/api/v1/city").RequireAuthorization(Policies.City).AddEndpointFilter(Ready).WithTags("Board");
        city.MapGet("totals", SeriesEndpoints.CityTotals);
        city.MapGet("minutes", SeriesEndpoints.CityMinutes);
        app.MapPost("/api/v1/board/verify", VerificationEndpoints.Verify).RequireAuthorization(Policies.CommandCentre).AddEndpointFilter(Ready).WithTags("Board");
        var open = app.MapGroup("/api/v1/public/sites").RequireAuthorization(Policies.Public).RequireRateLimiting(AccessSetup.PublicLimit).WithMetadata(new OpenToAll(), new OpenRead()).AddEndpointFilter(Ready).WithTags("Public");
        open.MapGet("", PublicEndpoints.Sites);
        open.MapGet("{code}", PublicEndpoints.Site);
        return app;
    }

    /// <summary>A board that its engines leave waiting is an answer, not a fault.</summary>
    private static async ValueTask<object?> Ready(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is TimeoutException or NpgsqlException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "2";
            return TypedResults.Problem("The engines of this server do not answer yet; ask again in two seconds.", statusCode: 503, title: "The board is not ready");
        }
    }
}
