using Dapper;
using Npgsql;

namespace ScreenOps.Server.Districts;

/// <summary>What a district says of itself, as its command centre writes it.</summary>
internal sealed class DistrictStore(NpgsqlDataSource postgres, RoundBook book)
{
    /// <summary>Boards judge by them from their next look on, at most a second later on other servers.</summary>
    public async Task Levels(string district, int watchMinutes, int actMinutes, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition(
            "update districts set watch_minutes = @watchMinutes, act_minutes = @actMinutes where code = @district", new { district, watchMinutes, actMinutes }, cancellationToken: cancel));
        book.Forget(district);
    }

    /// <summary>GeoJSON; null where no outlines were imported.</summary>
    public async Task<string?> Ground(string district, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition("select ground::text from districts where code = @district", new { district }, cancellationToken: cancel));
    }
}
