using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Core.Access;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <param name="By">The account's name, or the tablet's site, as they are now; empty: a verb, the server itself, or nobody who is known.</param>
/// <param name="About">The account's or member's name, a resident's masked, as they are now; else what stands in the row.</param>
internal sealed record AuditShown(long Number, DateTimeOffset At, string? District, string Kind, string By, string Grant, string Subject, string About, string Why);

/// <param name="Before">Ask again with this for what came before; null: that was all.</param>
internal sealed record AuditPage(IReadOnlyList<AuditShown> Rows, long? Before);

internal static class AuditEndpoints
{
    private const int PageSize = 100;

    /// <summary>What was done with people's data, grants and keys, the latest first.</summary>
    /// <param name="before">Rows before this number.</param>
    /// <param name="kind">Of this kind only.</param>
    /// <param name="subject">About this only, such as resident/ID.</param>
    public static async Task<Results<Ok<AuditPage>, ProblemHttpResult>> List(long? before, string? kind, string? subject, Audit audit, AuditNames names, CancellationToken cancel)
    {
        if (kind is not null && !Enum.TryParse<AuditKind>(kind, out _))
            return TypedResults.Problem($"There is no such kind; there are {string.Join(", ", Enum.GetNames<AuditKind>())}.", statusCode: 400, title: "No such kind");
        var rows = await audit.Read(before, kind, subject, PageSize, cancel);
        return TypedResults.Ok(new AuditPage(await names.Of(rows, cancel), rows.Count < PageSize ? null : rows[^1].Number));
    }

    /// <summary>Reads the whole trail: whether a row was changed, taken out, put in or cut off at the end.</summary>
    public static async Task<Ok<AuditVerified>> Verify(Audit audit, CancellationToken cancel) => TypedResults.Ok(await audit.Verify(cancel));

    /// <summary>Begins this server's anchor anew, as after a restore of an older backup; the trail holds who did so.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Anchor(Reasoned order, ClaimsPrincipal who, Audit audit, AuditAnchor anchor, CancellationToken cancel)
    {
        if (order.Fault() is { } fault) return fault;
        var known = anchor.Known;
        await anchor.Reset(cancel);
        await audit.Write(AuditEntry.By(who, AuditKind.Anchored, $"row/{known.Number}", order.Why!.Trim()), cancel);
        return TypedResults.NoContent();
    }
}

/// <summary>An act that asks why it is done.</summary>
internal sealed record Reasoned(string? Why)
{
    public const int Least = 2, Most = 200;

    public ProblemHttpResult? Fault() => Fits(Why) ? null : TypedResults.Problem($"Say why, in {Least} to {Most} characters; it stands in the audit trail.", statusCode: 400, title: "Why?");

    public static bool Fits(string? why) => why?.Trim() is { Length: >= Least and <= Most };
}

/// <summary>Puts names to the ids of the trail, as whoever reads it needs them; the trail itself holds none.</summary>
internal sealed class AuditNames(NpgsqlDataSource postgres, Vault vault)
{
    public async Task<IReadOnlyList<AuditShown>> Of(IReadOnlyList<AuditRow> rows, CancellationToken cancel)
    {
        var ids = rows.SelectMany(r => new[] { r.Actor, Id(r.Subject) }).Select(t => Guid.TryParse(t, out var id) ? id : (Guid?)null).OfType<Guid>().Distinct().ToArray();
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var names = (await connection.QueryAsync<(Guid Id, string? Name, byte[]? Sealed)>(new CommandDefinition("""
            select id, name, null::bytea from accounts where id = any(@ids) union all select id, site, null from devices where id = any(@ids)
            union all select id, name, null from members where id = any(@ids) union all select id, null, name_sealed from residents where id = any(@ids)
            """, new { ids }, cancellationToken: cancel))).DistinctBy(n => n.Id).ToDictionary(n => n.Id.ToString(), n => n.Sealed is { } name ? Masks.Name(vault.Open(name)) : vault.OpenText(n.Name ?? ""));
        return [.. rows.Select(r => new AuditShown(r.Number, DateTimeOffset.FromUnixTimeMilliseconds(r.At), r.District, r.Kind, names.GetValueOrDefault(r.Actor, ""), r.Grant, r.Subject,
            names.GetValueOrDefault(Id(r.Subject)) is { Length: > 0 } name ? name : r.Subject, r.Why))];
    }

    private static string Id(string subject) => subject[(subject.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
