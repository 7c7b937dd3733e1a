using Dapper;
using Npgsql;

namespace ScreenOps.Server.Districts;

/// <summary>Brings many rows into a table of the transaction's own, from which one statement takes them over.</summary>
internal static class ImportCopy
{
    private const int Step = 2000;

    /// <param name="columns">As in create table; the rows are written in this order.</param>
    public static async Task Incoming<T>(this NpgsqlConnection connection, string columns, IReadOnlyList<T> rows, Action<NpgsqlBinaryImporter, T> write, Action<int> done, CancellationToken cancel)
    {
        await connection.ExecuteAsync(new CommandDefinition($"create temp table incoming ({columns}) on commit drop", cancellationToken: cancel));
        await using var copy = await connection.BeginBinaryImportAsync("copy incoming from stdin (format binary)", cancel);
        for (var i = 0; i < rows.Count; i++)
        {
            await copy.StartRowAsync(cancel);
            write(copy, rows[i]);
            if ((i + 1) % Step == 0) done(i + 1);
        }
        await copy.CompleteAsync(cancel);
    }
}
