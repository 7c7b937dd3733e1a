using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using StackExchange.Redis;

namespace ScreenOps.Server.Platform;

/// <summary>Ready means that both engines answer.</summary>
internal sealed class EnginesHealth(NpgsqlDataSource postgres, IConnectionMultiplexer redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        try
        {
            await using var command = postgres.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancel);
            await redis.GetDatabase().PingAsync();
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is NpgsqlException or RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(e is NpgsqlException ? "PostgreSQL does not answer." : "Redis does not answer.");
        }
    }
}
