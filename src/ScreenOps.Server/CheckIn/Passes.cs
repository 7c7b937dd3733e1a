using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <param name="Name">Masked.</param>
internal sealed record PassShown(Guid Id, string Text, string Name, DateTimeOffset Expires);

/// <param name="Name">In full, as on the rota: who reads the pass compares it with whom they see.</param>
/// <param name="Kind">Such as 志愿者.</param>
internal sealed record StaffShown(string Name, string Kind, string Unit);

/// <summary>The passes that were issued. One of each kind is live for a person; what is over is replaced when it is asked for again.</summary>
internal sealed class Passes(NpgsqlDataSource postgres, PassKeys keys, PassHolders holders, Revocations revocations, Vault vault, IOptions<CheckInOptions> options, TimeProvider time)
{
    private sealed record Issued(Guid Id, DateTime ExpiresAt);

    /// <summary>The live pass of a resident, issued if there is none; asked again it is the same one.</summary>
    public async Task<PassShown> Of(string district, Person person, PassKind kind, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var issued = await connection.QuerySingleAsync<Issued>(new CommandDefinition("""
            update passes set revoked_at = @now where resident = @resident and kind = @kind and revoked_at is null and expires_at <= @now;
            insert into passes (id, district, resident, kind, issued_at, expires_at) values (@id, @district, @resident, @kind, @now, @expires)
            on conflict (resident, kind) where revoked_at is null do update set resident = excluded.resident returning id, expires_at as ExpiresAt
            """, Values(Guid.NewGuid(), district, kind, person.Id), cancellationToken: cancel));
        return Signed(issued, kind, person.Name);
    }

    /// <summary>The live staff pass of a member; null: there is no such member on duty in the district.</summary>
    public async Task<PassShown?> OfMember(string district, Guid member, string name, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var issued = await connection.QuerySingleOrDefaultAsync<Issued>(new CommandDefinition("""
            update passes set revoked_at = @now where member = @member and revoked_at is null and expires_at <= @now;
            insert into passes (id, district, member, kind, issued_at, expires_at)
            select @id, @district, m.id, @kind, @now, @expires from members m where m.id = @member and m.district = @district and m.retired_at is null
            on conflict (member) where revoked_at is null and member is not null do update set member = excluded.member returning id, expires_at as ExpiresAt
            """, Values(Guid.NewGuid(), district, PassKind.Staff, null, member), cancellationToken: cancel));
        return issued is null ? null : Signed(issued, PassKind.Staff, name);
    }

    /// <summary>
    /// A new pass for whoever lost the old one, which is over from now on. Its id is the asker's, so that asking twice is one pass; null: the resident is none of the
    /// district's, or the id is another's.
    /// </summary>
    public async Task<PassShown?> Reissue(string district, Guid id, Person person, PassKind kind, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var values = Values(id, district, kind, person.Id);
        await connection.ExecuteAsync(new CommandDefinition("select from residents where id = @resident and district = @district for update", values, transaction, cancellationToken: cancel));
        var issued = await connection.QuerySingleOrDefaultAsync<Issued>(new CommandDefinition("""
            update passes set revoked_at = @now where resident = @resident and kind = @kind and revoked_at is null and not exists (select from passes where id = @id);
            insert into passes (id, district, resident, kind, issued_at, expires_at)
            select @id, @district, r.id, @kind, @now, @expires from residents r where r.id = @resident and r.district = @district on conflict (id) do nothing;
            select id, expires_at as ExpiresAt from passes where id = @id and resident = @resident and kind = @kind and revoked_at is null
            """, values, transaction, cancellationToken: cancel));
        await transaction.CommitAsync(cancel);
        revocations.Forget(district);
        return issued is null ? null : Signed(issued, kind, person.Name);
    }

    /// <summary>Null: no pass of this id was issued in the district to a resident.</summary>
    public Task<PassHolder?> Holder(string district, Guid pass, CancellationToken cancel) => holders.Of(district, pass, cancel);

    /// <summary>Who of the staff has this pass, and whether it is over or they are; null: the district issued no such pass to its staff.</summary>
    public async Task<(StaffShown Who, bool Revoked)?> Staff(string district, Guid pass, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<(string Name, string Kind, string Unit, bool Revoked)?>(new CommandDefinition("""
            select m.name, m.kind, m.unit, p.revoked_at is not null or m.retired_at is not null from passes p join members m on m.id = p.member where p.id = @pass and p.district = @district
            """, new { pass, district }, cancellationToken: cancel)) is var (name, kind, unit, revoked) ? (new(vault.OpenText(name), kind, unit), revoked) : null;
    }

    public PassReading Read(string text) => SignedPass.Read(text, keys.All, time.GetUtcNow());

    private object Values(Guid id, string district, PassKind kind, Guid? resident, Guid? member = null)
    {
        var now = time.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + options.Value.PassLife).ToUnixTimeSeconds());
        return new { id, district, resident, member, kind = (short)kind, now = now.UtcDateTime, expires = expires.UtcDateTime };
    }

    private PassShown Signed(Issued issued, PassKind kind, string name)
    {
        var claims = new PassClaims(issued.Id, kind, new(DateTime.SpecifyKind(issued.ExpiresAt, DateTimeKind.Utc)));
        return new(issued.Id, SignedPass.Write(claims, keys.Signer), name, claims.Expires);
    }
}
