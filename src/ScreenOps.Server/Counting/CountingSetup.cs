using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Counting;

internal static class CountingSetup
{
    public static WebApplicationBuilder AddCounting(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CountingOptions>().BindConfiguration(CountingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<CountingMeters>().AddSingleton<Judging>().AddSingleton<TurnScript>().AddSingleton<LedgerStore>().AddSingleton<Pending>().AddSingleton<TakenBack>().AddSingleton<Filling>().AddSingleton<Folding>().AddSingleton<LiveFold>().AddSingleton<Comparison>().AddSingleton<LedgerSums>().AddSingleton<LedgerTape>();
        builder.Services.AddSingleton<LedgerWriter>().AddHostedService(s => s.GetRequiredService<LedgerWriter>());
        builder.Services.AddSingleton<Counter>().AddHostedService(s => s.GetRequiredService<Counter>());
        builder.Services.AddHostedService<Sweep>();
        return builder;
    }

    public static WebApplication MapCounting(this WebApplication app)
    {
        app.MapPost("/api/v1/counts", CountEndpoints.Count).RequireAuthorization(Policies.Device).WithTags("Counting");
        return app;
    }
}
