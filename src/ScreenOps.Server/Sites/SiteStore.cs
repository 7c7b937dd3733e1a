using Dapper;
using Npgsql;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Sites;

internal sealed record SiteOrder(string Code, string Name, string Village, double Latitude, double Longitude, int Population, int Lanes, string? Address, bool? Retired);

/// <summary>Sites as they are written by hand. A change reaches the pattern and every round that has not ended.</summary>
internal sealed class SiteStore(NpgsqlDataSource postgres, RoundBook book, TimeProvider time)
{
    /// <summary>False: a site of this code exists with other data.</summary>
    public async Task<bool> Add(string district, SiteOrder site, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = await connection.ExecuteScalarAsync<int>("""
            insert into villages values (@district, @Village) on conflict do nothing;
            with same as (insert into sites (district, code, name, village, latitude, longitude, population, lanes, address)
                values (@district, @Code, @Name, @Village, @Latitude, @Longitude, @Population, @Lanes, @Address)
                on conflict (district, code) do update set name = excluded.name where sites.name = excluded.name and sites.village = excluded.village returning 1)
            select count(*)::int from same
            """, Row(district, site), transaction);
        if (rows == 0) return false;
        await InRounds(connection, district, site, transaction);
        await transaction.CommitAsync(cancel);
        book.Forget(district);
        return true;
    }

    /// <summary>False: there is no such site.</summary>
    public async Task<bool> Edit(string district, SiteOrder site, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = await connection.ExecuteScalarAsync<int>("""
            insert into villages values (@district, @Village) on conflict do nothing;
            with edited as (update sites set name = @Name, village = @Village, latitude = @Latitude, longitude = @Longitude, population = @Population, lanes = @Lanes, address = @Address,
                retired_at = case when @Retired then coalesce(retired_at, @now) end
                where district = @district and code = @Code returning 1)
            select count(*)::int from edited
            """, Row(district, site), transaction);
        if (rows == 0) return false;
        await InRounds(connection, district, site, transaction);
        await transaction.CommitAsync(cancel);
        book.Forget(district);
        return true;
    }

    public async Task<bool> Retire(string district, string code, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.ExecuteAsync(new CommandDefinition(
            "update sites set retired_at = coalesce(retired_at, @now) where district = @district and code = @code", new { district, code, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel));
        book.Forget(district);
        return rows == 1;
    }

    private static Task InRounds(NpgsqlConnection connection, string district, SiteOrder site, NpgsqlTransaction transaction) => connection.ExecuteAsync("""
        insert into round_sites select district, id, @Code, @Lanes from rounds where district = @district and state in ('Pattern', 'Draft', 'Open')
        on conflict (district, round, site) do update set lanes = excluded.lanes
        """, new { district, site.Code, site.Lanes }, transaction);

    private object Row(string district, SiteOrder s) => new
    {
        district, s.Code, Name = s.Name.Trim(), Village = s.Village.Trim(), s.Latitude, s.Longitude, s.Population, s.Lanes,
        Address = s.Address?.Trim() ?? "", Retired = s.Retired ?? false, now = time.GetUtcNow().UtcDateTime,
    };
}
