using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using StackExchange.Redis;

namespace ScreenOps.Server.Platform;

/// <summary>Ready means that both engines answer within <see cref="Patience"/> and that this server stays; the answer names what is not so.</summary>
internal static class EnginesHealth
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void AddEnginesHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<PostgresHealth>("postgresql", timeout: Patience).AddCheck<RedisHealth>("redis", timeout: Patience).AddCheck<LeavingHealth>("leaving");

    public static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var wrong = report.Entries.Values.Where(e => e.Status != HealthStatus.Healthy).Select(e => e.Description);
        return context.Response.WriteAsync(report.Status == HealthStatus.Healthy ? "ready\n" : $"not ready: {string.Join(' ', wrong)}\n");
    }
}

internal sealed class PostgresHealth(NpgsqlDataSource postgres) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        try
        {
            await using var command = postgres.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancel);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer.");
        }
    }
}

internal sealed class RedisHealth(IConnectionMultiplexer redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(cancel);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is RedisException or TimeoutException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("Redis does not answer.");
        }
    }
}
