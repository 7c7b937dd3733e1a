using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Npgsql;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.CheckIn;

internal static class CheckInSetup
{
    private const string TicketLimit = "tickets";
    /// <summary>The longest form is far below this.</summary>
    private const int FormBytes = 4096;
    /// <summary>Twenty people with a pass each are below this.</summary>
    private const int LateBytes = 16_384;

    public static WebApplicationBuilder AddCheckIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CheckInOptions>().BindConfiguration(CheckInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.Configure<RateLimiterOptions>(o => o.AddPolicy(TicketLimit, RateLimits.PerAddress<CheckInOptions>(c => c.TicketsPerMinute)));
        builder.Services.AddSingleton(s => PassKeys.InFolder(s.GetRequiredService<DataFolder>().Keys, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<PassKeys>>().KeysUnreadable));
        builder.Services.AddSingleton<PassHolders>().AddHostedService(s => s.GetRequiredService<PassHolders>()).AddSingleton<Revocations>().AddSingleton<Passes>().AddSingleton<Register>().AddSingleton<Door>();
        builder.Services.AddSingleton<Families>().AddSingleton<PassPrints>().AddSingleton<Presence>();
        builder.Services.AddSingleton<Desk>().AddSingleton<Finding>().AddSingleton<DeskPace>().AddSingleton<PriorityRules>().AddSingleton<Line>().AddSingleton<CallBook>();
        builder.Services.AddSingleton<DeskKeys>().AddSingleton<Rosters>().AddSingleton<Screens>().AddSingleton<Display>().AddSingleton<CallNews>().AddHostedService(s => s.GetRequiredService<CallNews>());
        return builder;
    }

    public static WebApplication MapCheckIn(this WebApplication app)
    {
        // A wrong key file stops the start.
        app.Services.GetRequiredService<PassKeys>();
        var open = app.MapGroup("/api/v1").RequireAuthorization(Policies.Public).WithMetadata(new OpenToAll(), new RequestSizeLimitAttribute(FormBytes)).AddEndpointFilter(Away).WithTags("CheckIn");
        open.MapPost("public/sites/{code}/tickets", TicketEndpoints.Take).RequireRateLimiting(TicketLimit);
        open.MapPost("public/sites/{code}/families", TicketEndpoints.TakeAll).RequireRateLimiting(TicketLimit);
        open.MapPost("public/passes/qr", PassEndpoints.Picture).RequireRateLimiting(AccessSetup.PublicLimit);
        open.MapPost("public/sites/{code}/presence", PresenceEndpoints.Scan).RequireRateLimiting(TicketLimit);
        app.MapGet("/api/v1/sites/{code}/presence", PresenceEndpoints.Screen).RequireAuthorization(Policies.Desk).WithTags("CheckIn");
        app.MapGet("/api/v1/district/presence", PresenceEndpoints.Show).RequireAuthorization(Policies.SignedIn).WithTags("CheckIn");
        app.MapPut("/api/v1/district/presence", PresenceEndpoints.Set).RequireAuthorization(Policies.CommandCentre).WithTags("CheckIn");
        open.MapGet("passes/keys", PassEndpoints.Keys).RequireRateLimiting(AccessSetup.PublicLimit);
        app.MapPost("/api/v1/passes/keys", PassKeyEndpoints.Add).RequireAuthorization(Policies.Operator).WithTags("CheckIn");
        app.MapDelete("/api/v1/passes/keys/{id}", PassKeyEndpoints.Drop).RequireAuthorization(Policies.Operator).WithTags("CheckIn");
        open.MapGet("passes/revoked", PassEndpoints.Revoked).RequireRateLimiting(AccessSetup.PublicLimit);
        app.MapGet("/api/v1/passes/own", PassEndpoints.Own).RequireAuthorization(Policies.Member).WithTags("CheckIn");
        app.MapPost("/api/v1/residents/{resident:guid}/pass", PassEndpoints.Reissue).RequireAuthorization(Policies.Desk).WithTags("CheckIn");
        var centre = app.MapGroup("/api/v1/passes/prints").RequireAuthorization(Policies.CommandCentre).WithTags("CheckIn");
        centre.MapGet("", PrintEndpoints.Last);
        centre.MapPost("", PrintEndpoints.Print);
        centre.MapGet("places", PrintEndpoints.Places);
        centre.MapGet("count", PrintEndpoints.Count);
        app.MapGet("/api/v1/sites/{code}/poster", PosterEndpoints.Poster).RequireAuthorization(Policies.SignedIn).WithTags("CheckIn");
        MapDesk(app);
        open.MapGet("public/sites/{code}/calls", DisplayEndpoints.Read).RequireRateLimiting(AccessSetup.PublicLimit);
        open.MapGet("public/sites/{code}/calls/code", DisplayEndpoints.Code).RequireRateLimiting(AccessSetup.PublicLimit);
        open.MapGet("public/sites/{code}/calls/live", DisplayEndpoints.Follow).RequireRateLimiting(AccessSetup.PublicLimit);
        return app;
    }

    private static void MapDesk(WebApplication app)
    {
        var desk = app.MapGroup("/api/v1/desk/{site}").RequireAuthorization(Policies.Desk).WithMetadata(new RequestSizeLimitAttribute(FormBytes)).AddEndpointFilter(Away).AddEndpointFilter(DeskPlace.Find).WithTags("CheckIn");
        desk.MapPost("find", DeskEndpoints.Find).AddEndpointFilter(DeskPace.Keep);
        desk.MapPost("checkins", DeskEndpoints.CheckIn);
        desk.MapPost("walkins", DeskEndpoints.WalkIn);
        desk.MapGet("line", DeskEndpoints.Line);
        desk.MapGet("roster", DeskEndpoints.Roster);
        desk.MapPost("calls", DeskEndpoints.Call);
        // What was done without network is of its round, whichever is open when it comes.
        var late = app.MapGroup("/api/v1/rounds/{id:int}/desks/{site}").RequireAuthorization(Policies.Desk).WithMetadata(new RequestSizeLimitAttribute(LateBytes)).AddEndpointFilter(Away).AddEndpointFilter(DeskPlace.Find).WithTags("CheckIn");
        late.MapPost("checkins", DeskEndpoints.CheckIn);
        late.MapPost("walkins", DeskEndpoints.WalkIn);
        late.MapGet("key", DeskEndpoints.OutboxKey);
        app.MapGet("/api/v1/district/priority", DeskEndpoints.Rule).RequireAuthorization(Policies.SignedIn).WithTags("CheckIn");
        app.MapPut("/api/v1/district/priority", DeskEndpoints.SetRule).RequireAuthorization(Policies.CommandCentre).WithTags("CheckIn");
    }

    /// <summary>An engine that does not answer is an answer, not a fault: asked again later, the same request gets the same ticket.</summary>
    private static async ValueTask<object?> Away(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is NpgsqlException and not PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] } or RedisException or TimeoutException)
        {
            context.HttpContext.RequestServices.GetRequiredService<ILogger<Door>>().EngineAway(e);
            return TicketEndpoints.Busy(context.HttpContext);
        }
    }
}
