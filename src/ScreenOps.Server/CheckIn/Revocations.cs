using System.Text.Json;
using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.CheckIn;

/// <param name="IdBytes">Of the beginning of each id.</param>
/// <param name="Ids">One after the other, sorted, in base64.</param>
/// <param name="Complete">False: there are more than the list bears, and those that end first are left out.</param>
internal sealed record RevokedList(int IdBytes, int Count, string Ids, bool Complete);

/// <summary>What a tablet needs to refuse a revoked pass without a network; from memory, at most a second old.</summary>
internal sealed class Revocations(NpgsqlDataSource postgres, TimeProvider time)
{
    /// <summary>600 kB; more than the passes of most districts.</summary>
    private const int Most = 100_000;
    private readonly Held<string, byte[]> lists = new((district, limit) => Read(postgres, district, time.GetUtcNow(), limit), time);

    /// <summary>As JSON.</summary>
    public ValueTask<byte[]> Of(string district) => lists.Get(district);

    /// <summary>This server revoked one: the next asker hears of it.</summary>
    public void Forget(string district) => lists.Forget(d => d == district);

    private static async Task<byte[]> Read(NpgsqlDataSource postgres, string district, DateTimeOffset now, CancellationToken limit)
    {
        await using var connection = await postgres.OpenConnectionAsync(limit);
        var ids = (await connection.QueryAsync<Guid>(new CommandDefinition("""
            select id from passes where district = @district and revoked_at is not null and expires_at > @now order by expires_at desc limit @most
            """, new { district, now = now.UtcDateTime, most = Most + 1 }, cancellationToken: limit))).ToList();
        var revoked = RevokedPasses.Of(ids.Take(Most));
        return JsonSerializer.SerializeToUtf8Bytes(new RevokedList(RevokedPasses.IdBytes, revoked.Count, Convert.ToBase64String(revoked.Bytes), ids.Count <= Most), JsonSerializerOptions.Web);
    }
}
