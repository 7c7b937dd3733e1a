using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dapper;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace ScreenOps.Server.Platform;

internal static class PlatformSetup
{
    /// <summary>One for all servers of a process: options that are alike share what is worked out for each type.</summary>
    private static readonly JsonStringEnumConverter Enums = new();
    private static readonly DefaultJsonTypeInfoResolver Types = new() { Modifiers = { NoNulls.Hold } };

    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder, DataFolder folder, Engines engines, IReadOnlyList<string> listening)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var services = builder.Services;
        services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<ServerOptions>>().Value);
        services.AddOptions<LeavingOptions>().BindConfiguration(LeavingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>().AddSingleton<Leaving>().AddSingleton<IHostLifetime>(s => s.GetRequiredService<Leaving>());
        services.AddSingleton(TimeProvider.System).AddSingleton(folder);
        services.AddSingleton(s => KeyRing.InFolder(folder.Keys, s.GetRequiredService<ServerOptions>().MasterKeyFile, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<KeyRing>>().RingUnreadable));
        services.AddSingleton<Vault>();
        // Nobody leaves anything behind in a session, so a connection need not be swept between two users of it: five statements less a commit.
        var postgres = new NpgsqlConnectionStringBuilder(engines.Postgres) { MaxAutoPrepare = 64, NoResetOnClose = true, ApplicationName = "screenops" };
        services.AddSingleton(_ => NpgsqlDataSource.Create(postgres));
        services.AddSingleton<IConnectionMultiplexer>(_ => Redis(engines.Redis));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(Enums);
            json.SerializerOptions.TypeInfoResolver = Types;
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddProblemDetails().AddExceptionHandler<Problems>().AddResponseCompression();
        services.AddApiDocument();
        builder.AddTelemetry();
        builder.AddHttps(folder, listening);
        services.AddEnginesHealth();
        return builder;
    }

    /// <summary>A server outlives its Redis: it connects again by itself, and asks nothing of it while it is away.</summary>
    private static ConnectionMultiplexer Redis(string connection)
    {
        var options = ConfigurationOptions.Parse(connection);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(250);
        options.ConnectTimeout = 2000;
        // INFO tells one Redis process from another; to the client it is an administrator's word.
        options.AllowAdmin = true;
        return ConnectionMultiplexer.Connect(options);
    }

    public static WebApplication MapPlatform(this WebApplication app)
    {
        // Keys that do not open stop the start.
        app.Services.GetRequiredService<KeyRing>();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { ResponseWriter = EnginesHealth.Write }).AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        app.MapApiDocument();
        app.MapPages();
        return app;
    }
}
