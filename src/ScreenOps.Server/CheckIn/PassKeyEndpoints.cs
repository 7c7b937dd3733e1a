using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>Changes of the keys that passes are signed with. Their private halves are told to nobody; GET tells everybody the public ones, in their order.</summary>
internal static class PassKeyEndpoints
{
    /// <summary>A new key signs from now on; what the others signed still holds.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Add(ClaimsPrincipal who, PassKeys keys, NpgsqlDataSource postgres, Audit audit, CancellationToken cancel)
    {
        using var made = PassKey.Make();
        return await Change(AuditEntry.By(who, AuditKind.KeyAdded, Subject(made.IdText)), () => keys.Add(made), postgres, audit, cancel);
    }

    /// <summary>No longer accepts what an old key signed.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Drop(string id, ClaimsPrincipal who, PassKeys keys, NpgsqlDataSource postgres, Audit audit, CancellationToken cancel)
    {
        if (keys.All.All(k => k.IdText != id)) return TypedResults.Problem($"There is no key {id}; pass-keys lists them.", statusCode: 404, title: "No such key");
        if (keys.Signer.IdText == id) return TypedResults.Problem($"The key {id} signs; make a new one first (pass-keys new).", statusCode: 409, title: "The key signs");
        return await Change(AuditEntry.By(who, AuditKind.KeyDropped, Subject(id)), () => keys.Drop(id), postgres, audit, cancel);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(AuditEntry entry, Action change, NpgsqlDataSource postgres, Audit audit, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var alone = await KeyTurn.Take(connection, cancel);
        await audit.Write(entry, cancel);
        try
        {
            change();
        }
        catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException)
        {
            return TypedResults.Problem(e.Message, statusCode: 409, title: "The key file cannot be changed");
        }
        return TypedResults.NoContent();
    }

    private static string Subject(string id) => $"pass-key/{id}";
}
