using Dapper;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <param name="Name">What its owner calls it.</param>
/// <param name="Host">The name of the server that it was made for; it works under no other.</param>
/// <param name="Synced">The owner's other devices have it too.</param>
internal sealed record PasskeyShown(Guid Id, string Name, string Host, DateTimeOffset Made, DateTimeOffset? Used, bool Synced);

internal enum PasskeyOutcome { Added, Known, Full, NoAccount }

/// <summary>Passkeys of accounts. Each change, and each sign-in by one, is one commit with its row in the audit trail.</summary>
internal sealed class PasskeyBook(NpgsqlDataSource postgres, Vault vault, Audit audit, TimeProvider time)
{
    /// <summary>Of one account.</summary>
    public const int Most = 10;

    public async Task<IReadOnlyList<PasskeyShown>> List(Guid account, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<(Guid Id, string Name, string Host, DateTime Made, DateTime? Used, bool Synced)>(new CommandDefinition(
            "select id, name, host, made_at, used_at, backed_up from passkeys where account = @account order by made_at, id limit @Most", new { account, Most }, cancellationToken: cancel)))
            .Select(r => new PasskeyShown(r.Id, vault.OpenText(r.Name), r.Host, Utc(r.Made), r.Used is { } at ? Utc(at) : null, r.Synced))];
    }

    /// <param name="stamp">Of the sign-in that adds it: one that was ended meanwhile, such as by a link to a new password, leaves nothing behind.</param>
    public async Task<PasskeyOutcome> Add(Guid account, Guid stamp, UserPasskeyInfo passkey, string name, string host, AuditEntry entry, CancellationToken cancel)
    {
        var outcome = PasskeyOutcome.Added;
        await Commit(entry, async (connection, transaction) =>
        {
            // Those of one account come one by one, so that the bound holds.
            var there = await connection.ExecuteScalarAsync<bool?>(new CommandDefinition("select true from accounts where id = @account and stamp = @stamp and disabled_at is null for update", new { account, stamp }, transaction, cancellationToken: cancel));
            var held = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(*)::int from passkeys where account = @account", new { account }, transaction, cancellationToken: cancel));
            if (there is null || held >= Most) outcome = there is null ? PasskeyOutcome.NoAccount : PasskeyOutcome.Full;
            else if (await Insert(connection, transaction, account, passkey, name, host, cancel) == 0) outcome = PasskeyOutcome.Known;
            return outcome == PasskeyOutcome.Added;
        }, cancel);
        return outcome;
    }

    private Task<int> Insert(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid account, UserPasskeyInfo passkey, string name, string host, CancellationToken cancel) => connection.ExecuteAsync(new CommandDefinition("""
        insert into passkeys (id, account, credential, public_key, sign_count, transports, user_verified, backup_eligible, backed_up, name, host, made_at)
        values (gen_random_uuid(), @account, @CredentialId, @PublicKey, @count, @transports, @IsUserVerified, @IsBackupEligible, @IsBackedUp, @name, @host, @now) on conflict (credential) do nothing
        """, new { account, passkey.CredentialId, passkey.PublicKey, count = (long)passkey.SignCount, transports = passkey.Transports ?? [], passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp, name = vault.SealText(name), host, now = Now() }, transaction, cancellationToken: cancel));

    /// <summary>Whether it was there.</summary>
    public Task<bool> Remove(Guid account, Guid id, AuditEntry entry, CancellationToken cancel) =>
        Commit(entry, async (connection, transaction) => await connection.ExecuteAsync(new CommandDefinition("delete from passkeys where account = @account and id = @id", new { account, id }, transaction, cancellationToken: cancel)) > 0, cancel);

    /// <summary>Whether whoever proved this passkey is in. Not so where the account is disabled or locked, where the passkey was removed meanwhile, or where another answer of it came first with this count or a higher one.</summary>
    public Task<bool> Used(Guid account, UserPasskeyInfo passkey, AuditEntry entry, CancellationToken cancel) => Commit(entry, async (connection, transaction) =>
        await connection.ExecuteAsync(new CommandDefinition("""
            with open as (update accounts set last_in = @now where id = @account and disabled_at is null and (locked_until is null or locked_until <= @now) returning id)
            update passkeys p set sign_count = @count, backed_up = @IsBackedUp, used_at = @now from open where p.account = open.id and p.credential = @CredentialId and (p.sign_count < @count or p.sign_count = 0 and @count = 0)
            """, new { account, passkey.CredentialId, count = (long)passkey.SignCount, passkey.IsBackedUp, now = Now() }, transaction, cancellationToken: cancel)) > 0, cancel);

    /// <param name="act">Whether something was done; else nothing is committed.</param>
    private async Task<bool> Commit(AuditEntry entry, Func<NpgsqlConnection, NpgsqlTransaction, Task<bool>> act, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            if (!await act(connection, transaction)) return false;
            await audit.Write(entry, connection, transaction, cancel);
            await transaction.CommitAsync(cancel);
        }
        await audit.Committed(connection, cancel);
        return true;
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
