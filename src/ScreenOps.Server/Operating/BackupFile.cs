using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <param name="Columns">As they are written in SQL, in the order of the copy.</param>
/// <param name="Sha256">Of the rows as they lie in the file, not packed.</param>
internal sealed record BackupTable(string Name, string Columns, long Rows, string Sha256);

/// <param name="Last">The last value it gave; null: none yet.</param>
internal sealed record BackupSequence(string Name, long? Last);

/// <param name="At">Everything that was acknowledged before this instant of PostgreSQL's clock is inside.</param>
/// <param name="Scripts">The schema changes that the database had had.</param>
/// <param name="Keys">SHA-256 of each file of the key folder, by its path there.</param>
/// <param name="KeysInside">Whether those files are in the backup too, sealed with a passphrase.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset At, IReadOnlyList<string> Scripts, IReadOnlyList<BackupTable> Tables, IReadOnlyList<BackupSequence> Sequences, IReadOnlyDictionary<string, string> Keys, bool KeysInside)
{
    public long Rows => Tables.Sum(t => t.Rows);

    public long LedgerRows => Tables.FirstOrDefault(t => t.Name == "ledger")?.Rows ?? 0;
}

/// <summary>A backup is one zip file: each table as PostgreSQL copies it in binary, the sealed keys, and a manifest.</summary>
internal static class BackupFile
{
    public const int Format = 1;
    public const string Manifest = "manifest.json", Keys = "keys.sealed";
    private const int Chunk = 128 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Entry(string table) => $"tables/{table}";

    public static void Write(ZipArchive zip, BackupManifest manifest)
    {
        using var entry = zip.CreateEntry(Manifest).Open();
        JsonSerializer.Serialize(entry, manifest, Json);
    }

    /// <summary>Reads it and all that it names, so that a file that was cut short or changed is known before anything is touched.</summary>
    public static async Task<BackupManifest> Check(ZipArchive zip, string file, CancellationToken cancel)
    {
        if (zip.GetEntry(Manifest) is not { } entry) throw new StartException($"{file} is no backup of ScreenOps: it has no {Manifest}.");
        BackupManifest manifest;
        using (var text = entry.Open())
            manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(text, Json, cancel) ?? throw new StartException($"{file} has an empty {Manifest}.");
        if (manifest.Format != Format) throw new StartException($"{file} has format {manifest.Format}, and this version reads {Format}; restore it with the version that wrote it.");
        foreach (var table in manifest.Tables)
        {
            using var rows = (zip.GetEntry(Entry(table.Name)) ?? throw new StartException($"{file} lacks the table {table.Name}: it was cut short. Take another backup.")).Open();
            if (await Pass(rows, Stream.Null, cancel) != table.Sha256) throw new StartException($"{file}: the table {table.Name} is not as it was written. Take another backup.");
        }
        return manifest;
    }

    /// <summary>Copies all of it; the SHA-256 of what went through.</summary>
    public static async Task<string> Pass(Stream from, Stream to, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (int read; (read = await from.ReadAsync(chunk, cancel)) > 0;)
            {
                hash.AppendData(chunk, 0, read);
                await to.WriteAsync(chunk.AsMemory(0, read), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public static ZipArchive Open(string file)
    {
        try
        {
            return ZipFile.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StartException($"{file} cannot be read as a backup: {e.Message}", e);
        }
    }
}
