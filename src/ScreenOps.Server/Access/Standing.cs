using System.Security.Claims;
using Dapper;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ScreenOps.Server.Access;

/// <summary>
/// Whether a sign-in still holds: an account whose stamp was replaced, and a tablet that was revoked or moved, are nobody. Looked up once in
/// <see cref="AccessOptions.Recheck"/> for each, and remembered between.
/// </summary>
internal sealed class Standing(NpgsqlDataSource postgres, IOptions<AccessOptions> options) : IDisposable
{
    /// <summary>More sign-ins than this in one Recheck are looked up each time.</summary>
    private const int Remembered = 100_000;
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <exception cref="NpgsqlException">PostgreSQL does not answer, and what is remembered is too old.</exception>
    public async ValueTask<bool> Holds(ClaimsPrincipal who)
    {
        if (who.Device() is { } device) return await Tablet(device, who.District(), who.Site() ?? "", who.HasClaim(Who.RehearsalClaim, "true"));
        var stamp = who.FindFirstValue(Who.StampClaim) ?? "";
        return who.Account() is { } account ? await Person(account, stamp) : stamp == ServerToken.Stamp;
    }

    private ValueTask<bool> Tablet(Guid id, string district, string site, bool rehearsal) => Ask((id, $"{district}/{site}/{rehearsal}"), """
        select exists (select from devices where id = @id and district = @district and site = @site and rehearsal = @rehearsal and revoked_at is null)
        """, new { id, district, site, rehearsal });

    private ValueTask<bool> Person(Guid id, string stamp) => Ask((id, stamp), "select exists (select from accounts where id = @id and stamp::text = @stamp and disabled_at is null)", new { id, stamp });

    private async ValueTask<bool> Ask((Guid, string) key, string sql, object values)
    {
        if (known.TryGetValue(key, out bool holds)) return holds;
        await using var connection = await postgres.OpenConnectionAsync();
        holds = await connection.ExecuteScalarAsync<bool>(sql, values);
        return known.Set(key, holds, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = options.Value.Recheck, Size = 1 });
    }

    public void Dispose() => known.Dispose();
}
