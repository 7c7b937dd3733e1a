using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <param name="Phone">Masked; null: the person signs in by links only, or the phone is from before it was kept.</param>
/// <param name="Member">Of the roster; its name and phone are kept there.</param>
/// <param name="MustChange">The next sign-in leads to a new password before anything else.</param>
internal sealed record AccountShown(
    Guid Id, string Name, Grant Grant, string? Site, string? Phone = null, Guid? Member = null, bool HasPassword = false, bool MustChange = false, bool Disabled = false,
    DateTimeOffset? LockedUntil = null, DateTimeOffset? LastIn = null, bool Own = false, string? Village = null, string? Grid = null, int Passkeys = 0);

internal enum ChangeOutcome { Done, NotThere, PhoneTaken }

/// <summary>Accounts as the office keeps them. Each change and its row in the audit trail are one commit.</summary>
internal sealed class AccountBook(NpgsqlDataSource postgres, Vault vault, Audit audit, TimeProvider time)
{
    private const int Most = 5000;

    /// <param name="all">Whether those who serve all districts are among them.</param>
    public async Task<IReadOnlyList<AccountShown>> List(string district, bool all, Guid? own, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(new CommandDefinition("""
            select a.id, a.name, a.grant_name, a.site, coalesce(m.phone_sealed, a.phone_sealed) as phone_sealed, a.member, a.password_hash is not null as has_password, a.must_change, a.disabled_at is not null as disabled,
                case when a.locked_until > @now then a.locked_until end as locked_until, a.last_in, a.village, a.grid, (select count(*)::int from passkeys p where p.account = a.id) as passkeys
            from accounts a left join members m on m.id = a.member where a.district = @district or @all and a.district is null
            order by a.disabled_at is not null, a.member is not null, a.id limit @Most
            """, new { district, all, now = time.GetUtcNow().UtcDateTime, Most }, cancellationToken: cancel))).Select(r => r.Shown(vault, own))
            .OrderBy(a => a.Disabled).ThenBy(a => a.Member is not null).ThenBy(a => a.Name, StringComparer.Ordinal).ThenBy(a => a.Id)];
    }

    /// <param name="phone">Null: it stays.</param>
    public Task<ChangeOutcome> Change(AccountInfo account, string? phone, AuditEntry entry, CancellationToken cancel) => Act("""
        update accounts set name = @name, grant_name = @grant, site = @Site, village = @Village, grid = @Grid, district = @District, phone_index = coalesce(@index, phone_index), phone_sealed = coalesce(@box, phone_sealed),
            stamp = case when (grant_name, site, village, grid, district) is distinct from (@grant, @Site, @Village, @Grid, @District) then gen_random_uuid() else stamp end
        where id = @Id
        """, new { account.Id, name = vault.SealText(account.Name), grant = account.Grant.ToString(), account.Site, account.Keeps?.Village, account.Keeps?.Grid, account.District, index = phone is null ? null : vault.Index(phone), box = phone is null ? null : vault.Seal(phone) }, entry, cancel);

    /// <summary>Whoever is disabled is signed out on every screen within Access:Recheck, and no password and no link signs in.</summary>
    public Task<ChangeOutcome> Disable(Guid id, bool disabled, AuditEntry entry, CancellationToken cancel) =>
        Act("update accounts set disabled_at = case when @disabled then coalesce(disabled_at, @now) end, stamp = gen_random_uuid() where id = @id", new { id, disabled, now = time.GetUtcNow().UtcDateTime }, entry, cancel);

    public Task<ChangeOutcome> SignOutEverywhere(Guid id, AuditEntry entry, CancellationToken cancel) => Act("update accounts set stamp = gen_random_uuid() where id = @id", new { id }, entry, cancel);

    private async Task<ChangeOutcome> Act(string sql, object values, AuditEntry entry, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
            try
            {
                if (await connection.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancel)) == 0) return ChangeOutcome.NotThere;
                await audit.Write(entry, connection, transaction, cancel);
                await transaction.CommitAsync(cancel);
            }
            catch (PostgresException e) when (e.ConstraintName == "account_phone_once")
            {
                return ChangeOutcome.PhoneTaken;
            }
        await audit.Committed(connection, cancel);
        return ChangeOutcome.Done;
    }

    private sealed class Row
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public string GrantName { get; init; } = "";
        public string? Site { get; init; }
        public byte[]? PhoneSealed { get; init; }
        public Guid? Member { get; init; }
        public bool HasPassword { get; init; }
        public bool MustChange { get; init; }
        public bool Disabled { get; init; }
        public DateTime? LockedUntil { get; init; }
        public DateTime? LastIn { get; init; }
        public string? Village { get; init; }
        public string? Grid { get; init; }
        public int Passkeys { get; init; }

        public AccountShown Shown(Vault vault, Guid? own) => new(Id, vault.OpenText(Name), Enum.Parse<Grant>(GrantName), Site, PhoneSealed is null ? null : Masks.Phone(vault.Open(PhoneSealed)), Member, HasPassword, MustChange, Disabled,
            Utc(LockedUntil), Utc(LastIn), Id == own, Village, Grid, Passkeys);

        private static DateTimeOffset? Utc(DateTime? at) => at is { } moment ? new(DateTime.SpecifyKind(moment, DateTimeKind.Utc)) : null;
    }
}
