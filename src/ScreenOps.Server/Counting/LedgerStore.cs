using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Counting;

internal enum Append { Committed, OtherEpoch, Clash }

/// <summary>What an answer of a known person rests on.</summary>
/// <param name="Sample">Their sample with so many taken back before it; null: that they came or were sampled.</param>
internal readonly record struct PersonStands(int Round, Guid Person, long? Sample);

/// <summary>The ledger in PostgreSQL. Rows are appended under the district's lock held shared; a fold holds it alone.</summary>
internal sealed class LedgerStore(NpgsqlDataSource postgres)
{
    /// <summary>So many rows are inserted in one round trip; of more, copying them is cheaper, though it takes four.</summary>
    private const int Few = 32;

    /// <summary>Commits the rows of one or more turns of an epoch per district: all rows of a district, or none of any.</summary>
    public async Task<Append> Append(IReadOnlyList<(string District, LedgerRow Row)> rows, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        if (await (rows.Count <= Few ? AtOnce(connection, rows, cancel) : Copy(connection, rows, cancel))) return Counting.Append.Committed;
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        try
        {
            if (await Insert(connection, rows, cancel) < rows.Count)
            {
                if (await Clashes(connection, rows, cancel) is not (var outcome and not Counting.Append.Committed))
                {
                    await transaction.CommitAsync(cancel);
                    return Counting.Append.Committed;
                }
                await transaction.RollbackAsync(cancel);
                return outcome;
            }
            await transaction.CommitAsync(cancel);
            return Counting.Append.Committed;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            return Counting.Append.Clash;
        }
    }

    /// <summary>
    /// The common way of a quiet morning: rows that nobody wrote before, in the epoch that stands. The statements go to PostgreSQL together and are one transaction;
    /// a district in another epoch divides by zero, and so undoes it. False: nothing was written.
    /// </summary>
    private static async Task<bool> AtOnce(NpgsqlConnection connection, IReadOnlyList<(string District, LedgerRow Row)> rows, CancellationToken cancel)
    {
        var epochs = Epochs(rows);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Lock(epochs.Select(e => e.District)), Standing("select 1 / (count(*) = $3)::int", epochs) } };
        batch.BatchCommands[1].Parameters.Add(new() { Value = (long)epochs.Count });
        batch.BatchCommands.Add(Insert(rows, ""));
        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DivisionByZero)
        {
            return false;
        }
    }

    /// <summary>The common way of a busy one, at half the price of an insert. False: nothing was written.</summary>
    private static async Task<bool> Copy(NpgsqlConnection connection, IReadOnlyList<(string District, LedgerRow Row)> rows, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        try
        {
            if (!await EpochsStand(connection, rows, cancel)) return false;
            await LedgerColumns.Copy(connection, rows, cancel);
            await transaction.CommitAsync(cancel);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            // The transaction is undone; the insert finds out whether they stand there as they should.
            return false;
        }
    }

    /// <summary>Takes the districts' locks, shared, and looks whether each is still in the epoch of its rows.</summary>
    private static async Task<bool> EpochsStand(NpgsqlConnection connection, IReadOnlyList<(string District, LedgerRow Row)> rows, CancellationToken cancel)
    {
        var epochs = Epochs(rows);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Lock(epochs.Select(e => e.District)), Standing("select count(*)", epochs) } };
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        return await reader.ReadAsync(cancel) && reader.GetInt64(0) == epochs.Count;
    }

    private static List<(string District, long Epoch)> Epochs(IReadOnlyList<(string District, LedgerRow Row)> rows) => [.. rows.Select(r => (r.District, r.Row.Epoch)).Distinct()];

    /// <summary>Of the districts that stand in these epochs. A statement of its own behind the lock: its snapshot is taken after the lock was, so it sees the epoch of a fold that it waited for.</summary>
    private static NpgsqlBatchCommand Standing(string select, List<(string District, long Epoch)> epochs) =>
        new($"{select} from unnest($1::text[], $2::bigint[]) as r (district, epoch) join districts d on d.code = r.district and d.epoch = r.epoch")
        {
            Parameters = { new() { Value = epochs.Select(e => e.District).ToArray() }, new() { Value = epochs.Select(e => e.Epoch).ToArray() } },
        };

    private static NpgsqlBatchCommand Lock(IEnumerable<string> districts) =>
        new("select pg_advisory_xact_lock_shared(hashtextextended('ledger:' || d, 0)) from unnest($1::text[]) d")
        {
            Parameters = { new() { Value = districts.Distinct().Order(StringComparer.Ordinal).ToArray() } },
        };

    private static async Task<int> Insert(NpgsqlConnection connection, IReadOnlyList<(string District, LedgerRow Row)> rows, CancellationToken cancel)
    {
        var insert = Insert(rows, "join districts d on d.code = r.district and d.epoch = r.epoch on conflict on constraint ledger_once do nothing");
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Lock(rows.Select(r => r.District)), insert } };
        await batch.ExecuteNonQueryAsync(cancel);
        return (int)insert.Rows;
    }

    private static NpgsqlBatchCommand Insert(IReadOnlyList<(string District, LedgerRow Row)> rows, string how)
    {
        var insert = new NpgsqlBatchCommand($"""
            insert into ledger (district, device, number, part, ord, round, site, epoch, version, kind, n, made, booked, minute,
                arrived, implied, sampled, gone, corrected, sets, value, value_made, value_by, before, before_made, before_by, undoes, person, ticket, refusal)
            select r.* from unnest($1::text[], $2::uuid[], $3::bigint[], $4::smallint[], $5::bigint[], $6::int[], $7::text[], $8::bigint[], $9::bigint[], $10::smallint[],
                $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::int[], $16::int[], $17::int[], $18::int[], $19::int[],
                $20::smallint[], $21::bigint[], $22::bigint[], $23::text[], $24::bigint[], $25::bigint[], $26::text[], $27::bigint[], $28::uuid[], $29::int[], $30::text[])
                as r (district, device, number, part, ord, round, site, epoch)
            {how}
            """);
        LedgerColumns.Add(insert.Parameters, rows);
        return insert;
    }

    /// <summary>A row that stands there already with the same place is as good as inserted.</summary>
    private static async Task<Append> Clashes(NpgsqlConnection connection, IReadOnlyList<(string District, LedgerRow Row)> rows, CancellationToken cancel)
    {
        var missing = await connection.ExecuteScalarAsync<long>(new CommandDefinition("""
            select count(*) from unnest(@devices, @numbers, @parts, @epochs, @orders) as r (device, number, part, epoch, ord)
            left join ledger l on l.device = r.device and l.number = r.number and l.part = r.part
            where l.epoch is distinct from r.epoch or l.ord is distinct from r.ord
            """, new
        {
            devices = rows.Select(r => r.Row.Device).ToArray(),
            numbers = rows.Select(r => r.Row.Number).ToArray(),
            parts = rows.Select(r => (short)r.Row.Part).ToArray(),
            epochs = rows.Select(r => r.Row.Epoch).ToArray(),
            orders = rows.Select(r => r.Row.Order).ToArray(),
        }, cancellationToken: cancel));
        if (missing == 0) return Counting.Append.Committed;
        var others = await connection.ExecuteScalarAsync<bool>(new CommandDefinition("""
            select exists (select from unnest(@districts, @epochs) as r (district, epoch) join districts d on d.code = r.district where d.epoch <> r.epoch)
            """, new { districts = rows.Select(r => r.District).ToArray(), epochs = rows.Select(r => r.Row.Epoch).ToArray() }, cancellationToken: cancel));
        return others ? Counting.Append.OtherEpoch : Counting.Append.Clash;
    }

    /// <summary>The first rows of these commands, as far as they are committed.</summary>
    public async Task<IReadOnlyList<LedgerRow>> Rows(IReadOnlyList<(Guid Device, long Number)> commands, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand($"""
            select {LedgerColumns.Read} from ledger l
            join unnest($1::uuid[], $2::bigint[]) as asked (device, number) on l.device = asked.device and l.number = asked.number
            order by l.epoch, l.ord
            """, connection)
        {
            Parameters = { new() { Value = commands.Select(c => c.Device).ToArray() }, new() { Value = commands.Select(c => c.Number).ToArray() } },
        };
        return await LedgerColumns.ReadAll(command, cancel);
    }

    /// <summary>Which of these people stand in the ledger as they are said to.</summary>
    public async Task<IReadOnlySet<PersonStands>> People(string district, IReadOnlyList<PersonStands> people, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var known = await connection.QueryAsync<(int Round, Guid Person, long? Sample)>(new CommandDefinition("""
            select p.round, p.person, p.sample from unnest(@rounds, @people, @samples) as p (round, person, sample)
            where p.sample is null and exists (select from ledger l where l.district = @district and l.round = p.round and l.person = p.person and l.refusal is null and l.kind in (1, 2) and l.part = 0)
                or exists (select from ledger l where l.district = @district and l.round = p.round and l.person = p.person and l.refusal is null and l.kind = 2 and l.part = 0 and coalesce(l.undoes, 0) = p.sample)
            """, new { district, rounds = people.Select(p => p.Round).ToArray(), people = people.Select(p => p.Person).ToArray(), samples = people.Select(p => p.Sample).ToArray() }, cancellationToken: cancel));
        return known.Select(k => new PersonStands(k.Round, k.Person, k.Sample)).ToHashSet();
    }

    /// <summary>A person's last sample of a round that was not taken back: which it is (1, 2 …) and when it was made; null: none is committed.</summary>
    public async Task<(int Sample, string Site, long Made)?> Sample(string district, int round, Guid person, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<(int, string, long)?>(new CommandDefinition("""
            select coalesce(undoes, 0)::int + 1, site, made from ledger s where district = @district and round = @round and person = @person and kind = 2 and part = 0 and refusal is null
                and not exists (select from ledger u where u.district = @district and u.round = @round and u.person = @person and u.kind = 9 and u.part = 0 and u.refusal is null and u.undoes = coalesce(s.undoes, 0) + 1)
            """, new { district, round, person }, cancellationToken: cancel));
    }

    /// <summary>Whether this very standing is committed: an arrival or a sample, or an arrival by a move. Each part has an index of its own.</summary>
    public async Task<bool> Stands(string district, int round, Guid person, Standing standing, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition("""
            select exists (select from ledger where district = @district and round = @round and person = @person and kind = @kind and refusal is null and part = 0 and kind in (1, 2)
                    and site = @site and coalesce(ticket, 0) = @ticket)
                or exists (select from ledger where district = @district and round = @round and person = @person and part = 1 and kind = 1 and kind = @kind and site = @site and ticket = @ticket)
            """, new { district, round, person, kind = (short)standing.Last, site = standing.Site, ticket = standing.Ticket }, cancellationToken: cancel));
    }

    /// <summary>The highest committed number of each of these devices. A device's rows have no hole, so it tells the whole story.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> Numbers(IReadOnlyList<Guid> devices, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<(Guid Device, long Number)>(new CommandDefinition(
            "select device, max(number) from ledger where device = any(@devices) group by device", new { devices }, cancellationToken: cancel));
        return rows.ToDictionary(r => r.Device, r => r.Number);
    }
}
