using Dapper;
using Npgsql;

namespace ScreenOps.Server.Access;

internal sealed record DeviceShown(Guid Id, string Site, DateTimeOffset EnrolledAt, bool Revoked);

/// <summary>The tablets of a district.</summary>
internal sealed class Devices(NpgsqlDataSource postgres, TimeProvider time, ILogger<Devices> log)
{
    private const int PageSize = 1000;

    /// <summary>At most 1,000 that were not rehearsed with, those in use and the latest first.</summary>
    public async Task<IReadOnlyList<DeviceShown>> List(string district, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<(Guid Id, string Site, DateTime EnrolledAt, bool Revoked)>(new CommandDefinition("""
            select id, site, enrolled_at, revoked_at is not null from devices
            where district = @district and not rehearsal order by revoked_at is not null, enrolled_at desc, id limit @PageSize
            """, new { district, PageSize }, cancellationToken: cancel));
        return [.. rows.Select(r => new DeviceShown(r.Id, r.Site, r.EnrolledAt, r.Revoked))];
    }

    /// <summary>A lost tablet counts no more; what it counted stays. False: there is no such tablet in the district.</summary>
    public async Task<bool> Revoke(string district, Guid id, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.ExecuteAsync(new CommandDefinition("update devices set revoked_at = coalesce(revoked_at, @now) where district = @district and id = @id",
            new { district, id, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel));
        if (rows == 1) log.Revoked(id, district);
        return rows == 1;
    }
}
