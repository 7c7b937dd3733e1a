using System.Data.Common;
using System.Security.Claims;
using Dapper;
using Npgsql;
using ScreenOps.Core.Access;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

internal enum AuditKind
{
    Unmasked, AccountMade, AccountChanged, AccountDisabled, AccountEnabled, LinkMade, SignedOutEverywhere, PasswordSet, TabletRevoked,
    SignInFailed, Locked, Exported, Printed, Imported, KeyAdded, KeyDropped, Resealed, Erased, Retained, Anchored, PasskeyAdded, PasskeyRemoved, PasskeyUsed, PasskeyRefused,
}

/// <param name="Actor">The account's or device's id; "data-folder" for a verb; empty: nobody who is known.</param>
/// <param name="Subject">What it was done with, such as resident/ID; never what is personal.</param>
internal sealed record AuditEntry(AuditKind Kind, string? District, string Actor, string Grant, string Subject, string Why)
{
    public static AuditEntry By(ClaimsPrincipal who, AuditKind kind, string subject, string why = "") =>
        new(kind, who.FindFirstValue(Who.DistrictClaim), ActorOf(who), who.Grant() ?? "", subject, why);

    /// <summary>By the server itself.</summary>
    public static AuditEntry Own(AuditKind kind, string? district, string subject, string why = "") => new(kind, district, "", "", subject, why);

    public static string ActorOf(ClaimsPrincipal who) => (who.Account() ?? who.Device())?.ToString() ?? who.FindFirstValue(Who.StampClaim) ?? "";
}

/// <summary>
/// Writes the audit trail. A row is committed before what it tells of is done, or together with it, so that nothing is done without its row. Rows of all servers take turns.
/// </summary>
internal sealed class Audit(NpgsqlDataSource postgres, Vault vault, AuditAnchor anchor, TimeProvider time)
{
    /// <summary>Of the advisory lock that a row is added under.</summary>
    private const long Turn = 0x5343_4155_4449_5401;
    private const string Columns = "number, at, district, kind, actor, grant_name as Grant, subject, why, hash";

    /// <summary>Stays as long as the trail: the index key is never replaced.</summary>
    private readonly byte[] key = vault.Index("audit chain");

    public async Task Write(AuditEntry entry, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Write(entry, connection, transaction, cancel);
        await transaction.CommitAsync(cancel);
        await anchor.Advance(connection, cancel);
    }

    /// <summary>After a commit of the caller's that held a row.</summary>
    public Task Committed(NpgsqlConnection connection, CancellationToken cancel) => anchor.Advance(connection, cancel);

    /// <summary>Within a transaction of the caller's, which holds the trail's turn until it ends: make it the last thing before the commit.</summary>
    public async Task Write(AuditEntry entry, DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        await TakeTurn(connection, transaction, cancel);
        var (number, before) = await connection.QuerySingleOrDefaultAsync<(long, byte[]?)>(new CommandDefinition("select number, hash from audit order by number desc limit 1", transaction: transaction, cancellationToken: cancel));
        var row = new AuditRow(number + 1, time.GetUtcNow().ToUnixTimeMilliseconds(), entry.District, entry.Kind.ToString(), entry.Actor, entry.Grant, entry.Subject, entry.Why, []);
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into audit (number, at, district, kind, actor, grant_name, subject, why, hash) values (@Number, @At, @District, @Kind, @Actor, @Grant, @Subject, @Why, @Hash)
            """, row with { Hash = AuditChain.Hash(key, before ?? AuditHead.None.Hash, row) }, transaction, cancellationToken: cancel));
    }

    /// <summary>Nobody else adds a row until the transaction ends; for who decides by the rows that there are.</summary>
    public Task TakeTurn(DbConnection connection, DbTransaction transaction, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@Turn)", new { Turn }, transaction, cancellationToken: cancel));

    /// <summary>The latest first.</summary>
    /// <param name="below">Only rows before this number; null: from the last on.</param>
    public async Task<IReadOnlyList<AuditRow>> Read(long? below, string? kind, string? subject, int most, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. await connection.QueryAsync<AuditRow>(new CommandDefinition($"""
            select {Columns} from audit where (@below::bigint is null or number < @below) and (@kind::text is null or kind = @kind) and (@subject::text is null or subject = @subject)
            order by number desc limit @most
            """, new { below, kind, subject, most }, cancellationToken: cancel))];
    }

    /// <summary>Reads the whole trail and compares it with this server's anchor.</summary>
    public async Task<AuditVerified> Verify(CancellationToken cancel)
    {
        var known = anchor.Known;
        var check = new AuditCheck(key, known);
        var faults = new List<AuditFault>();
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await foreach (var row in connection.QueryUnbufferedAsync<AuditRow>($"select {Columns} from audit order by number").WithCancellation(cancel))
            foreach (var fault in check.Next(row))
                if (faults.Count < AuditVerified.Most) faults.Add(fault);
        faults.AddRange(check.End());
        return new(check.Rows, check.Head.Number, Convert.ToHexStringLower(check.Head.Hash), known.Number, faults);
    }
}

/// <param name="Anchor">The last row that this server's anchor knows; 0: none.</param>
/// <param name="Faults">At most <see cref="Most"/>, and what is missing at the end; none: the trail is as it was written.</param>
internal sealed record AuditVerified(long Rows, long Last, string Hash, long Anchor, IReadOnlyList<AuditFault> Faults)
{
    public const int Most = 20;
}
