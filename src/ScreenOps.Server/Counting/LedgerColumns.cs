using System.Runtime.CompilerServices;
using Npgsql;
using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Counting;

/// <summary>The ledger's columns, in the one order in which they are written and read.</summary>
internal static class LedgerColumns
{
    public const string Read = """
        l.device, l.number, l.part, l.ord, l.round, l.site, l.epoch, l.version, l.kind, l.n, l.made, l.booked, l.minute, l.arrived, l.implied, l.sampled, l.gone, l.corrected,
        l.sets, l.value, l.value_made, l.value_by, l.before, l.before_made, l.before_by, l.undoes, l.person, l.ticket, l.refusal
        """;

    private const string Written = """
        district, device, number, part, ord, round, site, epoch, version, kind, n, made, booked, minute, arrived, implied, sampled, gone, corrected,
        sets, value, value_made, value_by, before, before_made, before_by, undoes, person, ticket, refusal
        """;

    private const int Columns = 30;

    /// <summary>Writes rows in PostgreSQL's binary form, in the transaction that the connection is in.</summary>
    public static async Task Copy(NpgsqlConnection connection, IReadOnlyList<(string District, LedgerRow Row)> rows, CancellationToken cancel)
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync($"copy ledger ({Written}) from stdin (format binary)", cancel);
        using var to = new CopyForm(stream);
        await to.Begin(cancel);
        foreach (var (district, row) in rows)
        {
            await to.Row(Columns, cancel);
            Write(to, district, row);
        }
        await to.End(cancel);
    }

    private static void Write(CopyForm to, string district, LedgerRow r)
    {
        void Long(long? value) { if (value is { } v) to.Long(v); else to.Null(); }
        void Text(string? value) { if (value is { } v) to.Text(v); else to.Null(); }

        to.Text(district);
        to.Uuid(r.Device); to.Long(r.Number); to.Short((short)r.Part); to.Long(r.Order); to.Whole(r.Round); to.Text(r.Site); to.Long(r.Epoch); Long(r.Version); to.Short((short)r.Kind); to.Long(r.N);
        to.Long(r.Made); to.Long(r.Booked); to.Long(r.Minute); to.Whole((int)r.Arrived); to.Whole((int)r.Implied); to.Whole((int)r.Sampled); to.Whole((int)r.Left); to.Whole((int)r.Corrected);
        if (r.Sets is { } sets) to.Short((short)sets); else to.Null();
        Long(r.Value); Long(r.ValueMade); Text(r.ValueBy); Long(r.Before); Long(r.BeforeMade); Text(r.BeforeBy); Long(r.Undoes);
        if (r.Person is { } person) to.Uuid(person); else to.Null();
        if (r.Ticket is { } ticket) to.Whole(ticket); else to.Null();
        Text(r.Refusal);
    }

    public static void Add(NpgsqlParameterCollection parameters, IReadOnlyList<(string District, LedgerRow Row)> rows)
    {
        void Column<T>(Func<LedgerRow, T> of)
        {
            var values = new T[rows.Count];
            for (var i = 0; i < values.Length; i++) values[i] = of(rows[i].Row);
            parameters.Add(new() { Value = values });
        }

        parameters.Add(new() { Value = rows.Select(r => r.District).ToArray() });
        Column(r => r.Device); Column(r => r.Number); Column(r => (short)r.Part); Column(r => r.Order); Column(r => r.Round); Column(r => r.Site);
        Column(r => r.Epoch); Column(r => r.Version); Column(r => (short)r.Kind); Column(r => r.N); Column(r => r.Made); Column(r => r.Booked); Column(r => r.Minute);
        Column(r => (int)r.Arrived); Column(r => (int)r.Implied); Column(r => (int)r.Sampled); Column(r => (int)r.Left); Column(r => (int)r.Corrected);
        Column(r => (short?)r.Sets); Column(r => r.Value); Column(r => r.ValueMade); Column(r => r.ValueBy);
        Column(r => r.Before); Column(r => r.BeforeMade); Column(r => r.BeforeBy); Column(r => r.Undoes); Column(r => r.Person); Column(r => r.Ticket); Column(r => r.Refusal);
    }

    public static async Task<IReadOnlyList<LedgerRow>> ReadAll(NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<LedgerRow>();
        await foreach (var row in Each(command, cancel)) rows.Add(row);
        return rows;
    }

    /// <summary>One after the other, as they come from PostgreSQL.</summary>
    public static async IAsyncEnumerable<LedgerRow> Each(NpgsqlCommand command, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) yield return ReadOne(reader);
    }

    private static LedgerRow ReadOne(NpgsqlDataReader r)
    {
        long? Long(int i) => r.IsDBNull(i) ? null : r.GetInt64(i);
        string? Text(int i) => r.IsDBNull(i) ? null : r.GetString(i);
        return new(
            r.GetGuid(0), r.GetInt64(1), r.GetInt16(2), r.GetInt64(3), r.GetInt32(4), r.GetString(5), r.GetInt64(6), Long(7), (CountKind)r.GetInt16(8),
            r.GetInt64(9), r.GetInt64(10), r.GetInt64(11), r.GetInt64(12), r.GetInt32(13), r.GetInt32(14), r.GetInt32(15), r.GetInt32(16), r.GetInt32(17),
            r.IsDBNull(18) ? null : (CountKind)r.GetInt16(18), Long(19), Long(20), Text(21), Long(22), Long(23), Text(24),
            Long(25), r.IsDBNull(26) ? null : r.GetGuid(26), r.IsDBNull(27) ? null : r.GetInt32(27), Text(28));
    }
}
