using System.Data;
using System.IO.Compression;
using Dapper;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>
/// Copies every table as one snapshot of PostgreSQL sees it, while servers go on counting: what was committed before the snapshot is inside, and nothing of what came after. See decisions/0028.
/// </summary>
internal static class Backup
{
    private sealed record Table(string Name, string Quoted, string Columns);

    /// <param name="passphrase">Null: the keys stay out.</param>
    public static async Task<BackupManifest> Write(NpgsqlConnection connection, string keyFolder, string? passphrase, string file, CancellationToken cancel)
    {
        var partial = $"{file}.partial";
        try
        {
            BackupManifest manifest;
            await using (var written = Own(partial))
            using (var zip = new ZipArchive(written, ZipArchiveMode.Create))
                manifest = await Fill(zip, connection, keyFolder, passphrase, cancel);
            // What was never read back is a hope and no backup.
            using (var zip = BackupFile.Open(partial)) await BackupFile.Check(zip, partial, cancel);
            File.Move(partial, file);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The backup cannot be written to {file}: {e.Message} Name a file that is not there yet, on a disk with room.", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static FileStream Own(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(file, options);
    }

    private static async Task<BackupManifest> Fill(ZipArchive zip, NpgsqlConnection connection, string keyFolder, string? passphrase, CancellationToken cancel)
    {
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        // The transaction's own time: its snapshot is taken after it, with this first question.
        var at = await connection.ExecuteScalarAsync<DateTime>(new CommandDefinition("select transaction_timestamp()", cancellationToken: cancel));
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select to_regclass('schemaversions') is not null", cancellationToken: cancel)))
            throw new StartException("This database has no tables of ScreenOps; there is nothing to back up. Look at ConnectionStrings:Postgres and ScreenOps:DataFolder.");
        var scripts = await connection.QueryAsync<string>(new CommandDefinition("select scriptname from schemaversions order by scriptname", cancellationToken: cancel));
        var tables = new List<BackupTable>();
        foreach (var table in await Tables(connection, cancel)) tables.Add(await Copy(zip, connection, table, cancel));
        var sequences = await connection.QueryAsync<BackupSequence>(new CommandDefinition("select quote_ident(sequencename) as name, last_value as last from pg_sequences where schemaname = current_schema() and sequencename <> 'schemaversions_schemaversionsid_seq'", cancellationToken: cancel));
        var keys = KeyFiles.Read(keyFolder);
        if (passphrase is not null)
        {
            using var entry = zip.CreateEntry(BackupFile.Keys).Open();
            entry.Write(KeyFiles.Seal(keys, passphrase));
        }
        var manifest = new BackupManifest(BackupFile.Format, new(at, TimeSpan.Zero), [.. scripts], tables, [.. sequences], KeyFiles.Hashes(keys), passphrase is not null);
        BackupFile.Write(zip, manifest);
        return manifest;
    }

    /// <summary>A partitioned table is one; what PostgreSQL works out by itself is left out.</summary>
    private static Task<IEnumerable<Table>> Tables(NpgsqlConnection connection, CancellationToken cancel) => connection.QueryAsync<Table>(new CommandDefinition("""
        select c.relname::text as name, quote_ident(c.relname) as quoted, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'schemaversions'
        group by 1, 2 order by 1
        """, cancellationToken: cancel));

    private static async Task<BackupTable> Copy(ZipArchive zip, NpgsqlConnection connection, Table table, CancellationToken cancel)
    {
        string hash;
        using (var entry = zip.CreateEntry(BackupFile.Entry(table.Name), CompressionLevel.Fastest).Open())
        await using (var rows = await connection.BeginRawBinaryCopyAsync($"copy (select {table.Columns} from {table.Quoted}) to stdout (format binary)", cancel))
            hash = await BackupFile.Pass(rows, entry, cancel);
        return new(table.Name, table.Columns, await connection.ExecuteScalarAsync<long>(new CommandDefinition($"select count(*) from {table.Quoted}", cancellationToken: cancel)), hash);
    }
}
