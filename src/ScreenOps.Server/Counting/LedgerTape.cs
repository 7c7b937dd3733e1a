using System.Runtime.CompilerServices;
using Npgsql;
using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Counting;

/// <summary>A round's rows as they were booked, one after the other: never all of them in memory.</summary>
internal sealed class LedgerTape(NpgsqlDataSource postgres)
{
    /// <summary>The committed rows after a place in the ledger; (0, 0) for all.</summary>
    public async IAsyncEnumerable<LedgerRow> After(string district, int round, long epoch, long order, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand($"""
            select {LedgerColumns.Read} from ledger l where l.district = $1 and l.round = $2 and (l.epoch, l.ord) > ($3, $4) order by l.epoch, l.ord
            """, connection) { Parameters = { new() { Value = district }, new() { Value = round }, new() { Value = epoch }, new() { Value = order } } };
        await foreach (var row in LedgerColumns.Each(command, cancel)) yield return row;
    }
}
