using System.Security.Claims;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <param name="Why">Stands in the audit trail.</param>
/// <param name="Identity">Whether the identity number is asked for too; for the command centre.</param>
internal sealed record UnmaskOrder(string? Why, bool Identity);

/// <param name="Phone">Null: none is known.</param>
/// <param name="Identity">Null: not asked for, or none is known.</param>
/// <param name="ShownSeconds">How long a screen shows it.</param>
internal sealed record Unmasked(string Name, string? Phone, string? Identity, int ShownSeconds);

internal abstract record UnmaskOutcome
{
    public sealed record Shown(Unmasked Person) : UnmaskOutcome;
    public sealed record NotThere : UnmaskOutcome;
    public sealed record TooMany(TimeSpan Wait) : UnmaskOutcome;
}

/// <summary>
/// Shows one person unmasked. Who did so, of whom and why stands in the audit trail before anything is answered, and the trail is what bounds how often one account or
/// tablet may, so that the bound holds over all servers.
/// </summary>
internal sealed class Unmasking(NpgsqlDataSource postgres, Vault vault, Audit audit, IOptions<AccessOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>The command centre sees all of its district; a site those who stood in its line in a round that is not sealed yet; whoever keeps a grid, who lives there.</summary>
    private const string ResidentSql = """
        select name_sealed as Sealed, phone_sealed as Phone, identity_sealed as Identity, null::text as Name from residents p where p.id = @id and p.district = @district and (@all or p.village = @Village and p.grid = @Grid and not p.walk_in or exists (
            select from rounds r join ledger l on l.district = r.district and l.round = r.id and l.person = p.id and l.kind = 1 and l.refusal is null
            where r.district = p.district and r.state in ('Open', 'Closed') and l.site = @site))
        """;

    /// <summary>The command centre sees all of its district; a site lead those who were told a seat at the site.</summary>
    private const string MemberSql = """
        select null::bytea as Sealed, phone_sealed as Phone, null::bytea as Identity, name from members p where p.id = @id and p.district = @district and (@all or exists (
            select from assignments a join rounds r on r.district = a.district and r.id = a.round
            where a.member = p.id and a.site = @site and a.state in ('Published', 'Confirmed', 'Present', 'Absent') and r.state <> 'Sealed'))
        """;

    private sealed record Row(byte[]? Sealed, byte[]? Phone, byte[]? Identity, string? Name);

    public Task<UnmaskOutcome> Resident(Guid id, UnmaskOrder order, ClaimsPrincipal who, CancellationToken cancel) => Show($"resident/{id}", ResidentSql, id, order, who, cancel);

    public Task<UnmaskOutcome> Member(Guid id, UnmaskOrder order, ClaimsPrincipal who, CancellationToken cancel) => Show($"member/{id}", MemberSql, id, order with { Identity = false }, who, cancel);

    private async Task<UnmaskOutcome> Show(string subject, string sql, Guid id, UnmaskOrder order, ClaimsPrincipal who, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var all = who.Grant() is nameof(Grant.Operator) or nameof(Grant.CommandCentre);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { id, district = who.District(), all, site = who.Site() ?? "", who.Kept()?.Village, who.Kept()?.Grid }, cancellationToken: cancel));
        if (row is null) return new UnmaskOutcome.NotThere();
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            await audit.TakeTurn(connection, transaction, cancel);
            if (await Wait(connection, transaction, AuditEntry.ActorOf(who), cancel) is { } wait) return new UnmaskOutcome.TooMany(wait);
            await audit.Write(AuditEntry.By(who, AuditKind.Unmasked, subject, (order.Identity ? "identity number: " : "") + order.Why!.Trim()), connection, transaction, cancel);
            await transaction.CommitAsync(cancel);
        }
        await audit.Committed(connection, cancel);
        return new UnmaskOutcome.Shown(new(row.Name is { } name ? vault.OpenText(name) : vault.Open(row.Sealed!), Opened(row.Phone), order.Identity ? Opened(row.Identity) : null, (int)options.Value.UnmaskedFor.TotalSeconds));
    }

    /// <summary>Until the next may be shown; null: now.</summary>
    private async Task<TimeSpan?> Wait(NpgsqlConnection connection, NpgsqlTransaction transaction, string actor, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var oldest = await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition("""
            select at from audit where actor = @actor and kind = 'Unmasked' and at > @since order by at desc offset @most - 1 limit 1
            """, new { actor, since = (now - Window).ToUnixTimeMilliseconds(), most = options.Value.UnmasksPerHour }, transaction, cancellationToken: cancel));
        return oldest is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) + Window - now : null;
    }

    private string? Opened(byte[]? box) => box is not null && vault.Open(box) is { Length: > 0 } text ? text : null;
}
