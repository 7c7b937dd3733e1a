using Npgsql;
using NpgsqlTypes;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Platform;

namespace ScreenOps.LoadTests.Clients;

/// <param name="Pass">The text in the QR.</param>
internal sealed record Resident(Guid Id, string Pass);

/// <summary>A district's people with their passes, as they stand there before a morning: registered, sealed and signed with the server's own keys.</summary>
internal static class Residents
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public static async Task<Resident[]> Register(string postgres, string keyFolder, string district, int count, CancellationToken cancel)
    {
        using var keys = PassKeys.InFolder(keyFolder);
        var vault = new Vault(KeyRing.InFolder(keyFolder, null, TimeProvider.System));
        var ends = DateTimeOffset.FromUnixTimeSeconds((TimeProvider.System.GetUtcNow() + Life).ToUnixTimeSeconds());
        var passes = new PassClaims[count];
        var all = new Resident[count];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancel }, i =>
        {
            passes[i] = new(Guid.NewGuid(), PassKind.Resident, ends);
            all[i] = new(Guid.NewGuid(), SignedPass.Write(passes[i], keys.Signer));
        });
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync(cancel);
        await People(connection, vault, district, all, cancel);
        await Passes(connection, district, all, passes, cancel);
        // As autovacuum leaves a table that did not just grow from nothing.
        await using var analyze = new NpgsqlCommand("analyze residents, passes", connection) { CommandTimeout = 300 };
        await analyze.ExecuteNonQueryAsync(cancel);
        return all;
    }

    private static async Task People(NpgsqlConnection connection, Vault vault, string district, Resident[] all, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy residents (id, district, household, identity_index, identity_sealed, name_sealed, village) from stdin (format binary)", cancel);
        for (var i = 0; i < all.Length; i++)
        {
            await copy.StartRowAsync(cancel);
            copy.Write(all[i].Id);
            copy.Write(district);
            copy.Write($"L{i / 3:000000}");
            copy.Write(vault.Index(all[i].Id.ToString()), NpgsqlDbType.Bytea);
            copy.Write(vault.Seal(all[i].Id.ToString()), NpgsqlDbType.Bytea);
            copy.Write(vault.Seal("王秀英"), NpgsqlDbType.Bytea);
            copy.Write("load");
        }
        await copy.CompleteAsync(cancel);
    }

    private static async Task Passes(NpgsqlConnection connection, string district, Resident[] all, PassClaims[] passes, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy passes (id, district, resident, kind, issued_at, expires_at) from stdin (format binary)", cancel);
        for (var i = 0; i < all.Length; i++)
        {
            await copy.StartRowAsync(cancel);
            copy.Write(passes[i].Id);
            copy.Write(district);
            copy.Write(all[i].Id);
            copy.Write((short)passes[i].Kind);
            copy.Write((passes[i].Expires - Life).UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(passes[i].Expires.UtcDateTime, NpgsqlDbType.TimestampTz);
        }
        await copy.CompleteAsync(cancel);
    }
}
