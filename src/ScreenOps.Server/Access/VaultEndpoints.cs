using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <param name="Seals">It seals what comes next; the others only open what they sealed.</param>
/// <param name="Reseal">How far everything is sealed anew with it; null: not begun.</param>
internal sealed record VaultKeyShown(string Id, DateTimeOffset Made, bool Seals, ResealShown? Reseal);

/// <param name="Next">The file of the new master key, which has to be put where the servers find theirs; null: it lies there already, and the change is done.</param>
internal sealed record MasterShown(string? Next);

/// <summary>The keys of personal data. They themselves are told to nobody.</summary>
internal static class VaultEndpoints
{
    private const string MasterSubject = "key/master";

    public static async Task<Ok<IReadOnlyList<VaultKeyShown>>> List(KeyRing ring, Resealing resealing, CancellationToken cancel)
    {
        var shown = new List<VaultKeyShown>();
        foreach (var key in ring.Now.All) shown.Add(new(key.IdText, key.Made, key.Id == ring.Now.Sealing.Id, key.Id == ring.Now.Sealing.Id ? await resealing.Shown(key.IdText, cancel) : null));
        return TypedResults.Ok<IReadOnlyList<VaultKeyShown>>(shown);
    }

    /// <summary>
    /// A new master key for the ring. Where the old one lies beside it, that is all; else the new one is left in the key folder, to be put where the servers find theirs, and the change is ended when it is there.
    /// </summary>
    public static async Task<Ok<MasterShown>> ChangeMaster(ClaimsPrincipal who, KeyRing ring, NpgsqlDataSource postgres, Audit audit, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var alone = await KeyTurn.Take(connection, cancel);
        await audit.Write(AuditEntry.By(who, AuditKind.KeyAdded, MasterSubject), cancel);
        if (ring.ChangeMaster() is { } next) return TypedResults.Ok(new MasterShown(next));
        await audit.Write(AuditEntry.By(who, AuditKind.KeyDropped, MasterSubject, "the one before it"), cancel);
        return TypedResults.Ok(new MasterShown(null));
    }

    /// <summary>The old master key opens nothing any more.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> EndMaster(ClaimsPrincipal who, KeyRing ring, NpgsqlDataSource postgres, Audit audit, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var alone = await KeyTurn.Take(connection, cancel);
        if (!ring.MasterChanges) return TypedResults.Problem("No change of the master key is under way; vault-keys master begins one.", statusCode: 409, title: "Nothing to end");
        await audit.Write(AuditEntry.By(who, AuditKind.KeyDropped, MasterSubject, "the one before it"), cancel);
        return ring.EndMaster() ? TypedResults.NoContent()
            : TypedResults.Problem("This server still finds the old master key. Put the new one where ScreenOps__MasterKeyFile names it, on every server, start them anew one after the other, and end the change then.", statusCode: 409, title: "The old one is in use");
    }

    /// <summary>A new key seals from now on, and what is there is sealed anew with it in the background.</summary>
    public static async Task<Results<Ok<VaultKeyShown>, ProblemHttpResult>> Add(ClaimsPrincipal who, KeyRing ring, NpgsqlDataSource postgres, Audit audit, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var alone = await KeyTurn.Take(connection, cancel);
        if (ring.MasterChanges) return Changing();
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
        await using var alone = await KeyTurn.Take(connection, cancel);
        if (ring.MasterChanges) return Changing();
        if (await SealedParts.SealedWith(connection, key, ring.Now is { Bare: var bare, Sealing: var newest } && bare == number ? newest : null, cancel) is > 0 and var left)
        {
            resealing.Again();
            return TypedResults.Problem($"{left} values are still sealed with it; they are sealed anew in the background, and GET /api/v1/vault/keys tells how far that is.", statusCode: 409, title: "Still needed");
        }
        await audit.Write(AuditEntry.By(who, AuditKind.KeyDropped, $"key/{key.IdText}"), cancel);
        ring.Drop(number);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Changing() => TypedResults.Problem("The master key is being changed; end that first (vault-keys master end).", statusCode: 409, title: "Not now");
}
