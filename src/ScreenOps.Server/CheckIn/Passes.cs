using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.CheckIn;

namespace ScreenOps.Server.CheckIn;

/// <param name="Name">Masked.</param>
internal sealed record PassShown(Guid Id, string Text, string Name, DateTimeOffset Expires);

/// <summary>The passes that were issued. One of each kind is live for a resident; what is over is replaced when it is asked for again.</summary>
internal sealed class Passes(NpgsqlDataSource postgres, PassKeys keys, PassHolders holders, IOptions<CheckInOptions> options, TimeProvider time)
{
    /// <summary>The live pass of a resident, issued if there is none; asked again it is the same one.</summary>
    public async Task<PassShown> Of(string district, Person person, PassKind kind, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + options.Value.PassLife).ToUnixTimeSeconds());
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var (id, until) = await connection.QuerySingleAsync<(Guid, DateTime)>(new CommandDefinition("""
            update passes set revoked_at = @now where resident = @resident and kind = @kind and revoked_at is null and expires_at <= @now;
            insert into passes (id, district, resident, kind, issued_at, expires_at) values (@id, @district, @resident, @kind, @now, @expires)
            on conflict (resident, kind) where revoked_at is null do update set resident = excluded.resident returning id, expires_at
            """, new { id = Guid.NewGuid(), district, resident = person.Id, kind = (short)kind, now = now.UtcDateTime, expires = expires.UtcDateTime }, cancellationToken: cancel));
        var claims = new PassClaims(id, kind, new(DateTime.SpecifyKind(until, DateTimeKind.Utc)));
        return new(id, SignedPass.Write(claims, keys.Signer), person.Name, claims.Expires);
    }

    /// <summary>Null: no pass of this id was issued in the district.</summary>
    public Task<PassHolder?> Holder(string district, Guid pass, CancellationToken cancel) => holders.Of(district, pass, cancel);

    public PassReading Read(string text) => SignedPass.Read(text, keys.All, time.GetUtcNow());
}
