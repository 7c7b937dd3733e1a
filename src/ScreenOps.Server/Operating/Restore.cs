using System.Data;
using System.IO.Compression;
using Dapper;
using Npgsql;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Operating;

/// <summary>
/// Puts a backup into a database: all of it or nothing, in one transaction. The schema is made by the changes that the backed-up database had had, so that a newer version reads
/// what an older one wrote; the changes since then follow as at a start.
/// </summary>
internal sealed class Restore(NpgsqlConnection connection, ZipArchive zip, BackupManifest manifest)
{
    /// <param name="replace">Whether what the database holds may go.</param>
    public async Task Run(bool replace, string? redis, CancellationToken cancel)
    {
        if (manifest.Scripts.Except(Migrations.All).FirstOrDefault() is { } unknown) throw new StartException($"The backup was taken by a newer version, which knows {unknown}. Restore it with that version or a later one.");
        await using var whole = await connection.BeginTransactionAsync(cancel);
        await RefuseWhileServersRun(cancel);
        if (!replace && await Filled(cancel) is { } district)
            throw new StartException($"This database holds the district {district}{(await Counted(cancel) is var rows and > 0 ? $" and {rows:N0} ledger rows" : "")}. Restore into an empty one, or say --replace, and it goes. (A first start loads the sample district; ScreenOps__Sample=false keeps it away.)");
        var forgotten = await Districts(cancel);
        await DropAll(cancel);
        foreach (var script in manifest.Scripts) await Do(Migrations.Text(script), cancel);
        await Remember(cancel);
        foreach (var table in await InOrder(cancel)) await Fill(table, cancel);
        foreach (var sequence in manifest.Sequences.Where(s => s.Last is not null)) await connection.ExecuteAsync(new CommandDefinition("select setval(to_regclass(@Name), @Last)", sequence, cancellationToken: cancel));
        if (redis is { Length: > 0 }) await Forget(redis, [.. forgotten.Union(await Districts(cancel))]);
        await whole.CommitAsync(cancel);
        await Do("analyze", cancel);
    }

    private async Task RefuseWhileServersRun(CancellationToken cancel)
    {
        var lines = await connection.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from pg_stat_activity where datname = current_database() and application_name = 'screenops'", cancellationToken: cancel));
        if (lines > 0) throw new StartException($"Servers use this database ({lines} connections). Stop them first: what they count now would be lost.");
    }

    private async Task<string?> Filled(CancellationToken cancel) => (await Districts(cancel)).FirstOrDefault();

    private async Task<long> Counted(CancellationToken cancel) => await Has("ledger", cancel) ? await connection.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from ledger", cancellationToken: cancel)) : 0;

    private async Task<IReadOnlyList<string>> Districts(CancellationToken cancel) => await Has("districts", cancel) ? [.. await connection.QueryAsync<string>(new CommandDefinition("select code from districts", cancellationToken: cancel))] : [];

    private Task<bool> Has(string table, CancellationToken cancel) => connection.ExecuteScalarAsync<bool>(new CommandDefinition("select to_regclass(@table) is not null", new { table }, cancellationToken: cancel));

    /// <summary>Tables, and the functions of their triggers.</summary>
    private async Task DropAll(CancellationToken cancel)
    {
        var drops = await connection.QueryAsync<string>(new CommandDefinition("""
            select format('drop table %s cascade', string_agg(oid::regclass::text, ', ')) from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition having count(*) > 0
            union all
            select format('drop routine %s cascade', p.oid::regprocedure) from pg_proc p where pronamespace = current_schema()::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
            """, cancellationToken: cancel));
        foreach (var drop in drops) await Do(drop, cancel);
    }

    /// <summary>That these changes were made, where the next start looks for it.</summary>
    private async Task Remember(CancellationToken cancel)
    {
        await Do("""create table "schemaversions" ("schemaversionsid" serial not null, "scriptname" character varying(255) not null, "applied" timestamp without time zone not null, constraint "PK_schemaversions_Id" primary key ("schemaversionsid"))""", cancel);
        await connection.ExecuteAsync(new CommandDefinition("insert into schemaversions (scriptname, applied) select s, now() at time zone 'UTC' from unnest(@scripts) with ordinality as t (s, n) order by n", new { scripts = manifest.Scripts.ToArray() }, cancellationToken: cancel));
    }

    /// <summary>What others point at before who points at it.</summary>
    private async Task<IReadOnlyList<BackupTable>> InOrder(CancellationToken cancel)
    {
        var arrows = (await connection.QueryAsync<(string From, string To)>(new CommandDefinition("""
            select f.relname::text, t.relname::text from pg_constraint c join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
            where c.contype = 'f' and f.relnamespace = current_schema()::regnamespace and f.oid <> t.oid
            """, cancellationToken: cancel))).ToLookup(a => a.From, a => a.To);
        var (ordered, left) = (new List<BackupTable>(), manifest.Tables.ToList());
        while (left.Count > 0)
        {
            var next = left.Where(t => arrows[t.Name].All(to => left.All(l => l.Name != to))).ToList();
            if (next.Count == 0) throw new InvalidOperationException($"The tables {string.Join(", ", left.Select(l => l.Name))} point at each other in a ring; none can be filled first.");
            ordered.AddRange(next);
            left.RemoveAll(next.Contains);
        }
        return ordered;
    }

    /// <summary>Triggers would do a second time what they did when the rows were first written.</summary>
    private async Task Fill(BackupTable table, CancellationToken cancel)
    {
        var name = await connection.ExecuteScalarAsync<string>(new CommandDefinition("select quote_ident(@Name)", table, cancellationToken: cancel));
        await Do($"alter table {name} disable trigger user", cancel);
        // A change may have put rows in that stand in the backup too.
        await Do($"delete from {name}", cancel);
        using (var rows = zip.GetEntry(BackupFile.Entry(table.Name))!.Open())
        await using (var into = await connection.BeginRawBinaryCopyAsync($"copy {name} ({table.Columns}) from stdin (format binary)", cancel))
            await BackupFile.Pass(rows, into, cancel);
        await Do($"alter table {name} enable trigger user", cancel);
        var came = await connection.ExecuteScalarAsync<long>(new CommandDefinition($"select count(*) from {name}", cancellationToken: cancel));
        if (came != table.Rows) throw new StartException($"Of {table.Name}, {came:N0} rows came instead of {table.Rows:N0}; nothing was changed. Take another backup.");
    }

    /// <summary>A Redis that outlived the database holds what this ledger does not know; without its epoch it is folded anew.</summary>
    private static async Task Forget(string redis, IReadOnlyList<string> districts)
    {
        try
        {
            await using var line = await ConnectionMultiplexer.ConnectAsync(redis);
            foreach (var district in districts) await line.GetDatabase().KeyDeleteAsync(new CountingKeys(district).Epoch);
        }
        catch (RedisException e)
        {
            throw new StartException($"Redis cannot be reached ({e.Message}), and what it holds must be forgotten before this ledger stands. Nothing was changed; start Redis and say it again.", e);
        }
    }

    // A statement of one word would be taken for the name of a procedure.
    private async Task Do(string sql, CancellationToken cancel) => await connection.ExecuteAsync(new CommandDefinition(sql, commandType: CommandType.Text, cancellationToken: cancel));
}
