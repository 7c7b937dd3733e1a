using System.Diagnostics;
using System.Security.Cryptography;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary><c>backup FILE</c>, beside running servers or without, and <c>restore FILE</c>, without.</summary>
internal static class BackupVerb
{
    public static async Task<int> Backup(string file, string? passphraseFile, IConfiguration configuration, ServerOptions options, TextWriter print, CancellationToken cancel)
    {
        var path = Path.GetFullPath(file);
        if (File.Exists(path)) throw new StartException($"{path} is there already; name another file, such as one with the date.");
        var (passphrase, keys, began) = (KeyFiles.Passphrase(passphraseFile, configuration), FolderCheck.Keys(options), Stopwatch.GetTimestamp());
        await using var database = await DatabaseAtHand.Open(configuration, options, alone: false, cancel);
        await using var connection = await database.Connect(cancel);
        var made = await Operating.Backup.Write(connection, keys, passphrase, path, cancel);
        await print.WriteLineAsync($"{path}: {made.Tables.Count} tables, {made.Rows:N0} rows, {made.LedgerRows:N0} of them in the ledger, {new FileInfo(path).Length / 1e6:N1} MB, in {Stopwatch.GetElapsedTime(began).TotalSeconds:N1} s. Everything acknowledged before {made.At:yyyy-MM-dd HH:mm:ss.fff} UTC is inside.");
        await print.WriteLineAsync(made.KeysInside ? $"The {made.Keys.Count} files of the key folder are inside, sealed with the passphrase. Keep it where this file is not."
            : $"The keys in {keys} are NOT inside. Keep a copy of that folder apart from this file: without it no name, phone or identity number in here can be read by anybody. With {KeyFiles.Option} FILE or {KeyFiles.Variable} they go in, sealed.");
        return 0;
    }

    public static async Task<int> Restore(string file, string? passphraseFile, bool replace, IConfiguration configuration, ServerOptions options, TextWriter print, CancellationToken cancel)
    {
        var (keys, began) = (FolderCheck.Keys(options), Stopwatch.GetTimestamp());
        using var zip = BackupFile.Open(file);
        var manifest = await BackupFile.Check(zip, file, cancel);
        IReadOnlyDictionary<string, byte[]>? inside = null;
        if (zip.GetEntry(BackupFile.Keys) is { } box)
        {
            using var read = new MemoryStream();
            using (var from = box.Open()) await from.CopyToAsync(read, cancel);
            inside = KeyFiles.Open(read.ToArray(), KeyFiles.Passphrase(passphraseFile, configuration)
                ?? throw new StartException($"The keys of this backup are sealed: name the file that holds the passphrase with {KeyFiles.Option}, or set {KeyFiles.Variable}."));
        }
        RefuseOtherKeys(manifest, inside, keys, replace);
        await using (var database = await DatabaseAtHand.Open(configuration, options, alone: true, cancel))
        {
            await using (var connection = await database.Connect(cancel)) await new Restore(connection, zip, manifest).Run(replace, configuration.GetConnectionString("Redis"), cancel);
            if (inside is not null) KeyFiles.Write(keys, inside, $"before-{manifest.At:yyyyMMddHHmmss}");
            Migrations.Run(database.Connection);
        }
        await print.WriteLineAsync($"Restored as of {manifest.At:yyyy-MM-dd HH:mm:ss.fff} UTC in {Stopwatch.GetElapsedTime(began).TotalSeconds:N1} s: {manifest.Rows:N0} rows, {manifest.LedgerRows:N0} of them in the ledger. Start the server; it folds Redis anew. Then: verify. Tablets that counted since then send again what they still keep.");
        return 0;
    }

    /// <summary>Rows and keys go together: with other keys nobody could read the rows.</summary>
    private static void RefuseOtherKeys(BackupManifest manifest, IReadOnlyDictionary<string, byte[]>? inside, string folder, bool replace)
    {
        var there = KeyFiles.Hashes(KeyFiles.Read(folder));
        var needed = manifest.Keys.Where(k => KeyFiles.IsNeeded(k.Key)).ToList();
        if (inside is not null)
        {
            if (needed.FirstOrDefault(k => inside.GetValueOrDefault(k.Key) is not { } file || Convert.ToHexString(SHA256.HashData(file)) != k.Value).Key is { } lost) throw new StartException($"The key file {lost} is not in the backup as it was; take another backup.");
            if (!replace && needed.FirstOrDefault(k => there.TryGetValue(k.Key, out var held) && held != k.Value).Key is { } other)
                throw new StartException($"The key folder {folder} holds another {other} than the backup. Restore with an empty key folder, or say --replace; the files there are then put aside.");
            return;
        }
        if (needed.FirstOrDefault(k => there.GetValueOrDefault(k.Key) != k.Value).Key is { } missing)
            throw new StartException($"The backup was taken without its keys, and {Path.Combine(folder, missing)} is {(there.ContainsKey(missing) ? "another" : "not there")}. Put your copy of the key folder there first; without it no name, phone or identity number in the backup can be read.");
    }
}
