using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

internal abstract record SignIn
{
    public sealed record Good(AccountInfo Account) : SignIn;
    /// <param name="Account">Whose password it is not; null: nobody has that phone.</param>
    public sealed record Wrong(AccountInfo? Account = null, bool LockedNow = false) : SignIn;
    /// <summary>The password, right or wrong, counts for nothing. Whoever asks is told what a wrong one is told: else the lock would tell which phones have accounts, and a guesser which guess was right.</summary>
    public sealed record Locked : SignIn;
}

internal enum AccountOutcome { Made, IdTaken, PhoneTaken }

/// <summary>People who may sign in. Passwords by the framework's hasher; who guesses is locked out for a while.</summary>
internal sealed class Accounts(NpgsqlDataSource postgres, Vault vault, IPasswordHasher<AccountInfo> hasher, IOptions<AccessOptions> options, TimeProvider time, ILogger<Accounts> log)
{
    private const string Columns = "id, district, name, grant_name, site, stamp, must_change, password_hash, locked_until, member, disabled_at is not null as disabled, village, grid";
    private static readonly AccountInfo Nobody = new(Guid.Empty, null, "", Grant.Member, null, Guid.Empty, false);

    /// <summary>What a password is checked against where there is no account, so that the answer takes as long. Made once by a hasher as everybody's is: it takes as long as a sign-in.</summary>
    private static readonly string Decoy = new PasswordHasher<AccountInfo>().HashPassword(Nobody, Guid.NewGuid().ToString());

    public async Task<SignIn> Check(string phone, string password, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await Check(connection, await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"select {Columns} from accounts where phone_index = @index", new { index = vault.Index(phone) }, cancellationToken: cancel)), password, cancel);
    }

    /// <summary>The same of an account that is signed in.</summary>
    public async Task<SignIn> Check(Guid id, string password, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await Check(connection, await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"select {Columns} from accounts where id = @id", new { id }, cancellationToken: cancel)), password, cancel);
    }

    private async Task<SignIn> Check(NpgsqlConnection connection, Row? row, string password, CancellationToken cancel)
    {
        var good = hasher.VerifyHashedPassword(Nobody, row?.PasswordHash ?? Decoy, password) != PasswordVerificationResult.Failed && row is { PasswordHash: not null, Disabled: false };
        // Of a phone that nobody has too, a row is looked for and not found: the same words to PostgreSQL as for a locked account.
        var counted = await Count(connection, row ?? new Row(), good, cancel);
        return row is null ? new SignIn.Wrong() : counted;
    }

    // A right answer counts under the same lock as a wrong one: of many guesses at once, none after the last that is allowed tells anything.
    private async Task<SignIn> Count(NpgsqlConnection connection, Row row, bool good, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var counted = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"""
            update accounts set
                failed = case when @good or failed + 1 >= @Tries then 0 else failed + 1 end,
                locked_until = case when not @good and failed + 1 >= @Tries then @until end,
                last_in = case when @good then @now else last_in end
            where id = @Id and (locked_until is null or locked_until <= @now) returning {Columns}
            """, new { row.Id, good, now, options.Value.Tries, until = now + options.Value.Locked }, cancellationToken: cancel));
        if (counted is null) return new SignIn.Locked();
        if (counted.LockedUntil is { } until) log.Locked(row.Id, until, options.Value.Tries);
        return good ? new SignIn.Good(row.Info(vault)) : new SignIn.Wrong(row.Info(vault), counted.LockedUntil is not null);
    }

    public async Task<AccountInfo?> Find(Guid id, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"select {Columns} from accounts where id = @id", new { id }, cancellationToken: cancel)))?.Info(vault);
    }

    /// <summary>The client makes the id, so that an order sent twice is one account; the id of an account that is another's is refused, not answered.</summary>
    public Task<AccountOutcome> Add(AccountInfo account, string? phone, CancellationToken cancel) => Add(account, phone, (_, _) => Task.CompletedTask, cancel);

    /// <param name="also">Done in the same commit.</param>
    public async Task<AccountOutcome> Add(AccountInfo account, string? phone, Func<NpgsqlConnection, NpgsqlTransaction, Task> also, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        try
        {
            var (grant, index) = (account.Grant.ToString(), phone is null ? null : vault.Index(phone));
            var rows = await connection.ExecuteAsync(new CommandDefinition("""
                insert into accounts (id, district, name, grant_name, site, village, grid, phone_index, phone_sealed) values (@Id, @District, @name, @grant, @Site, @Village, @Grid, @index, @box) on conflict (id) do nothing
                """, new { account.Id, account.District, name = vault.SealText(account.Name), grant, account.Site, account.Keeps?.Village, account.Keeps?.Grid, index, box = phone is null ? null : vault.Seal(phone) }, transaction, cancellationToken: cancel));
            if (rows != 1 && !await IsAs(connection, transaction, account, index, cancel)) return AccountOutcome.IdTaken;
            await also(connection, transaction);
            await transaction.CommitAsync(cancel);
            return AccountOutcome.Made;
        }
        catch (PostgresException e) when (e.ConstraintName == "account_phone_once")
        {
            return AccountOutcome.PhoneTaken;
        }
    }

    /// <summary>Whether the account of this id is this one; its name is opened for it, since the same name is sealed otherwise each time.</summary>
    private async Task<bool> IsAs(NpgsqlConnection connection, NpgsqlTransaction transaction, AccountInfo account, byte[]? index, CancellationToken cancel) =>
        await connection.ExecuteScalarAsync<string?>(new CommandDefinition("""
            select name from accounts where id = @Id and (district, grant_name, site, village, grid, phone_index) is not distinct from (@District, @grant, @Site, @Village, @Grid, @index)
            """, new { account.Id, account.District, grant = account.Grant.ToString(), account.Site, account.Keeps?.Village, account.Keeps?.Grid, index }, transaction, cancellationToken: cancel)) is { } name && vault.OpenText(name) == account.Name;

    /// <summary>The command centre that the first start gives its link to.</summary>
    public async Task<Guid> FirstCentre(string district, string name, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<Guid>(new CommandDefinition("""
            with known as (select id from accounts where district = @district and grant_name = 'CommandCentre' order by created_at limit 1),
            made as (insert into accounts (district, name, grant_name) select @district, @name, 'CommandCentre' where not exists (select from known) returning id)
            select id from known union all select id from made
            """, new { district, name = vault.SealText(name) }, cancellationToken: cancel));
    }

    /// <summary>
    /// The account of a member, made when it is first asked for; null: there is no such member on duty. Its phone is the member's, so that a password may
    /// follow, unless another account of the same person has that phone.
    /// </summary>
    public async Task<Guid?> ForMember(string district, Guid member, CancellationToken cancel) => (await ForMembers(district, [member], cancel)).TryGetValue(member, out var account) ? account : null;

    /// <summary>By member; who is not on duty is not among them.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> ForMembers(string district, IReadOnlyCollection<Guid> members, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await connection.QueryAsync<(Guid Member, Guid Account)>(new CommandDefinition("""
            insert into accounts (district, name, grant_name, member, phone_index)
            select district, name, 'Member', id, case when not exists (select from accounts a where a.phone_index = m.phone_index) then phone_index end
            from members m where district = @district and id = any(@members) and retired_at is null
            on conflict (member) where member is not null do update set name = excluded.name returning member, id
            """, new { district, members = members.ToArray() }, cancellationToken: cancel))).ToDictionary(r => r.Member, r => r.Account);
    }

    /// <summary>Somebody came in by a link. One that leads to a new password ends the old one, all passkeys and every other sign-in of the account, once.</summary>
    public async Task<AccountInfo?> CameIn(Guid id, bool newPassword, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition($"""
            update accounts set last_in = @now{(newPassword ? ", password_hash = null, must_change = true, failed = 0, locked_until = null, stamp = gen_random_uuid()" : "")} where id = @id;
            {(newPassword ? "delete from passkeys where account = @id" : "")}
            """, new { id, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel));
        return await Find(id, cancel);
    }

    /// <summary>Null: the old password is not it. Everything else that is signed in as this account is signed out.</summary>
    public async Task<AccountInfo?> ChangePassword(Guid id, string? old, string password, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var row = await connection.QuerySingleAsync<Row>(new CommandDefinition($"select {Columns} from accounts where id = @id", new { id }, cancellationToken: cancel));
        if (row.PasswordHash is { } hash && hasher.VerifyHashedPassword(Nobody, hash, old ?? "") == PasswordVerificationResult.Failed) return null;
        await connection.ExecuteAsync(new CommandDefinition("update accounts set password_hash = @hash, must_change = false, stamp = gen_random_uuid() where id = @id",
            new { id, hash = hasher.HashPassword(Nobody, password) }, cancellationToken: cancel));
        return await Find(id, cancel);
    }

    private sealed class Row
    {
        public Guid Id { get; init; }
        public string? District { get; init; }
        public string Name { get; init; } = "";
        public string GrantName { get; init; } = "";
        public string? Site { get; init; }
        public Guid Stamp { get; init; }
        public bool MustChange { get; init; }
        public string? PasswordHash { get; init; }
        public DateTime? LockedUntil { get; init; }
        public Guid? Member { get; init; }
        public bool Disabled { get; init; }
        public string? Village { get; init; }
        public string? Grid { get; init; }

        public AccountInfo Info(Vault vault) => new(Id, District, vault.OpenText(Name), Enum.Parse<Grant>(GrantName), Site, Stamp, MustChange, Member, Grid is null ? null : new(Village ?? "", Grid));
    }
}
