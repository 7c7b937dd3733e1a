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
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) rows.Add(ReadOne(reader));
        return rows;
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
