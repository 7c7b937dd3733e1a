using System.Globalization;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <param name="Seals">It seals what comes next; the others only open what they sealed.</param>
/// <param name="Reseal">How far everything is sealed anew with it; null: not begun.</param>
internal sealed record VaultKeyShown(string Id, DateTimeOffset Made, bool Seals, ResealShown? Reseal);

/// <summary>The keys of personal data. They themselves are told to nobody.</summary>
internal static class VaultEndpoints
{
    /// <summary>Of the advisory lock under which the ring's file is read and written: a key that another server's write took away would open nothing that it had sealed.</summary>
    private const long Turn = 0x5343_5256_4155_4c01;

    public static async Task<Ok<IReadOnlyList<VaultKeyShown>>> List(KeyRing ring, Resealing resealing, CancellationToken cancel)
    {
        var shown = new List<VaultKeyShown>();
        foreach (var key in ring.Now.All) shown.Add(new(key.IdText, key.Made, key.Id == ring.Now.Sealing.Id, key.Id == ring.Now.Sealing.Id ? await resealing.Shown(key.IdText, cancel) : null));
        return TypedResults.Ok<IReadOnlyList<VaultKeyShown>>(shown);
    }

    /// <summary>A new key seals from now on, and what is there is sealed anew with it in the background.</summary>
    public static async Task<Ok<VaultKeyShown>> Add(ClaimsPrincipal who, KeyRing ring, NpgsqlDataSource postgres, Audit audit, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var alone = await Alone(connection, cancel);
        await audit.Write(AuditEntry.By(who, AuditKind.KeyAdded, $"key/{ring.Now.Sealing.IdText}", "the key before it"), cancel);
        var key = ring.Add();
        return TypedResults.Ok(new VaultKeyShown(key.IdText, key.Made, true, null));
    }

    /// <summary>Forgets an old key, once nothing is sealed with it any more.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Drop(string id, ClaimsPrincipal who, KeyRing ring, Resealing resealing, NpgsqlDataSource postgres, Audit audit, CancellationToken cancel)
    {
        if (!uint.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) || ring.Find(number) is not { } key)
            return TypedResults.Problem("There is no such key; GET /api/v1/vault/keys lists them.", statusCode: 404, title: "No such key");
        if (ring.Now.Sealing.Id == number) return TypedResults.Problem("This key seals; add a new one first (vault-keys new).", statusCode: 409, title: "The key seals");
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var alone = await Alone(connection, cancel);
        if (await SealedParts.SealedWith(connection, key, ring.Now is { Bare: var bare, Sealing: var newest } && bare == number ? newest : null, cancel) is > 0 and var left)
        {
            resealing.Again();
            return TypedResults.Problem($"{left} values are still sealed with it; they are sealed anew in the background, and GET /api/v1/vault/keys tells how far that is.", statusCode: 409, title: "Still needed");
        }
        await audit.Write(AuditEntry.By(who, AuditKind.KeyDropped, $"key/{key.IdText}"), cancel);
        ring.Drop(number);
        return TypedResults.NoContent();
    }

    /// <summary>Whose end lets the next server change the ring.</summary>
    private static async Task<NpgsqlTransaction> Alone(NpgsqlConnection connection, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@Turn)", new { Turn }, transaction, cancellationToken: cancel));
        return transaction;
    }
}
