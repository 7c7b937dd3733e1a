using Dapper;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace ScreenOps.Server.Access;

/// <summary>
/// What the framework's check of passkeys reads of ours: accounts by id, passkeys by account and by credential. It writes nothing: a passkey, its row in the audit
/// trail and the sign-in are one commit of <see cref="PasskeyBook"/>.
/// </summary>
internal sealed class PasskeyStore(NpgsqlDataSource postgres, Accounts accounts) : IUserPasskeyStore<AccountInfo>
{
    private const string Columns = "p.credential, p.public_key, p.sign_count, p.transports, p.user_verified, p.backup_eligible, p.backed_up, p.made_at";

    public Task<AccountInfo?> FindByIdAsync(string userId, CancellationToken cancel) => Guid.TryParse(userId, out var id) ? accounts.Find(id, cancel) : Task.FromResult<AccountInfo?>(null);

    public Task<string> GetUserIdAsync(AccountInfo user, CancellationToken cancel) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(AccountInfo user, CancellationToken cancel) => Task.FromResult<string?>(user.Name);

    public async Task<AccountInfo?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var owner = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition("select account from passkeys where credential = @credentialId", new { credentialId }, cancellationToken: cancel));
        return owner is { } id ? await accounts.Find(id, cancel) : null;
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(AccountInfo user, byte[] credentialId, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"select {Columns} from passkeys p where p.account = @Id and p.credential = @credentialId", new { user.Id, credentialId }, cancellationToken: cancel)))?.Info();
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(AccountInfo user, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(new CommandDefinition($"select {Columns} from passkeys p where p.account = @Id", new { user.Id }, cancellationToken: cancel))).Select(r => r.Info())];
    }

    public void Dispose() { }

    public Task AddOrUpdatePasskeyAsync(AccountInfo user, UserPasskeyInfo passkey, CancellationToken cancel) => throw NotHere();

    public Task RemovePasskeyAsync(AccountInfo user, byte[] credentialId, CancellationToken cancel) => throw NotHere();

    public Task<IdentityResult> CreateAsync(AccountInfo user, CancellationToken cancel) => throw NotHere();

    public Task<IdentityResult> UpdateAsync(AccountInfo user, CancellationToken cancel) => throw NotHere();

    public Task<IdentityResult> DeleteAsync(AccountInfo user, CancellationToken cancel) => throw NotHere();

    public Task<AccountInfo?> FindByNameAsync(string normalizedUserName, CancellationToken cancel) => throw NotHere();

    public Task<string?> GetNormalizedUserNameAsync(AccountInfo user, CancellationToken cancel) => throw NotHere();

    public Task SetNormalizedUserNameAsync(AccountInfo user, string? normalizedName, CancellationToken cancel) => throw NotHere();

    public Task SetUserNameAsync(AccountInfo user, string? userName, CancellationToken cancel) => throw NotHere();

    private static NotSupportedException NotHere() => new($"{nameof(AccountBook)} keeps accounts and {nameof(PasskeyBook)} their passkeys, each change with its row in the audit trail.");

    private sealed class Row
    {
        public byte[] Credential { get; init; } = [];
        public byte[] PublicKey { get; init; } = [];
        public long SignCount { get; init; }
        public string[] Transports { get; init; } = [];
        public bool UserVerified { get; init; }
        public bool BackupEligible { get; init; }
        public bool BackedUp { get; init; }
        public DateTime MadeAt { get; init; }

        /// <summary>How it was made is not kept: nothing is asked of the authenticator's maker.</summary>
        public UserPasskeyInfo Info() => new(Credential, PublicKey, new(DateTime.SpecifyKind(MadeAt, DateTimeKind.Utc)), (uint)SignCount, Transports, UserVerified, BackupEligible, BackedUp, [], []);
    }
}
