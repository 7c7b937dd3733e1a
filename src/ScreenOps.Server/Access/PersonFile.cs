using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <param name="Identity">A whole identity number, or</param>
/// <param name="Phone">a whole phone number.</param>
internal sealed record PersonQuery(string? Identity, string? Phone);

/// <param name="Name">Masked, as the phone is.</param>
internal sealed record PersonFound(Guid Id, string Name, string? Phone, string Village, string Household, bool WalkIn);

/// <summary>A check-in, a sample or a leaving.</summary>
internal sealed record PersonStep(string Round, string Site, string What, int? Ticket, DateTimeOffset At);

internal sealed record PersonTube(string Round, string Barcode, string Site, DateTimeOffset Swabbed);

internal sealed record PersonPass(Guid Id, DateTimeOffset Issued, DateTimeOffset Expires, DateTimeOffset? Revoked);

/// <summary>Who looked at the person unmasked, exported or erased: when, by which grant, and why.</summary>
internal sealed record PersonLook(DateTimeOffset At, string What, string Grant, string Why);

/// <summary>What was heard of the person while no sample was there, and who said so.</summary>
internal sealed record PersonHeard(string Round, string Heard, string By, DateTimeOffset At);

/// <summary>Everything that is kept of one person, as that person may ask for it.</summary>
internal sealed record PersonFile(
    Guid Id, string Name, string? Identity, string? Phone, int? Born, string Village, string Household, string Grid, string MicroGrid, string Door, string Relation, bool WalkIn,
    IReadOnlyList<PersonStep> Steps, IReadOnlyList<PersonTube> Tubes, IReadOnlyList<PersonPass> Passes, IReadOnlyList<PersonLook> Looks, IReadOnlyList<PersonHeard> Heard);

/// <summary>What is kept of one person: found by a whole number, read together, and erased.</summary>
internal sealed class PersonFiles(NpgsqlDataSource postgres, Vault vault, Audit audit, TimeProvider time)
{
    private const int Most = 50;

    public async Task<IReadOnlyList<PersonFound>> Find(string district, PersonQuery query, CancellationToken cancel)
    {
        var identity = query.Identity is { } said ? IdentityNumber.Parse(said)?.Text : null;
        var phone = query.Phone is { } number ? MobileNumber.Parse(number) : null;
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<(Guid Id, byte[] Name, byte[]? Phone, string Village, string Household, bool WalkIn)>(new CommandDefinition("""
            select id, name_sealed, phone_sealed, village, household, walk_in from residents
            where district = @district and erased_at is null and (identity_index = @identity or phone_index = @phone) order by id limit @Most
            """, new { district, identity = identity is null ? null : vault.Index(identity), phone = phone is null ? null : vault.Index(phone), Most }, cancellationToken: cancel)))
            .Select(r => new PersonFound(r.Id, Masks.Name(vault.Open(r.Name)), r.Phone is null ? null : Masks.Phone(vault.Open(r.Phone)), r.Village, r.Household, r.WalkIn))];
    }

    /// <summary>Null: there is no such person in the district. The row of the trail is committed before anything is read.</summary>
    public async Task<PersonFile?> Read(string district, Guid id, AuditEntry entry, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select exists (select from residents where id = @id and district = @district and erased_at is null)", new { id, district }, cancellationToken: cancel))) return null;
        await audit.Write(entry, cancel);
        await using var read = await connection.QueryMultipleAsync(new CommandDefinition("""
            select name_sealed, identity_sealed, phone_sealed, born, village, household, grid, micro_grid, door, relation, walk_in from residents where id = @id;
            select r.name, l.site, case l.kind when 1 then 'Arrived' when 2 then 'Sampled' when 3 then 'Left' else 'TakenBack' end, l.ticket, l.made from ledger l join rounds r on r.district = l.district and r.id = l.round where l.district = @district and l.person = @id and l.refusal is null order by l.made;
            select r.name, p.barcode, t.site, p.made from tube_places p join tubes t on t.district = p.district and t.barcode = p.barcode join rounds r on r.district = p.district and r.id = p.round where p.district = @district and p.person = @id order by p.made;
            select id, issued_at, expires_at, revoked_at from passes where resident = @id order by issued_at;
            select at, kind, grant_name, why from audit where subject = @subject order by number;
            select r.name, f.heard, coalesce(a.name, f.by_name), f.at from follow_ups f join rounds r on r.district = f.district and r.id = f.round left join accounts a on a.id = f.account where f.district = @district and f.resident = @id order by f.at;
            """, new { id, district, subject = Subject(id) }, cancellationToken: cancel));
        var r = await read.ReadSingleAsync<Row>();
        return new(id, vault.Open(r.NameSealed), Opened(r.IdentitySealed), Opened(r.PhoneSealed), r.Born, r.Village, r.Household, r.Grid, r.MicroGrid, r.Door, r.Relation, r.WalkIn,
            [.. (await read.ReadAsync<(string Round, string Site, string What, int? Ticket, long Made)>()).Select(s => new PersonStep(s.Round, s.Site, s.What, s.Ticket, DateTimeOffset.FromUnixTimeMilliseconds(s.Made)))],
            [.. (await read.ReadAsync<(string Round, string Barcode, string Site, long Made)>()).Select(t => new PersonTube(t.Round, t.Barcode, t.Site, DateTimeOffset.FromUnixTimeMilliseconds(t.Made)))],
            [.. (await read.ReadAsync<(Guid Id, DateTime Issued, DateTime Expires, DateTime? Revoked)>()).Select(p => new PersonPass(p.Id, Utc(p.Issued), Utc(p.Expires), p.Revoked is { } at ? Utc(at) : null))],
            [.. (await read.ReadAsync<(long At, string Kind, string Grant, string Why)>()).Select(l => new PersonLook(DateTimeOffset.FromUnixTimeMilliseconds(l.At), l.Kind, l.Grant, l.Why))],
            [.. (await read.ReadAsync<(string Round, string Heard, string By, long At)>()).Select(h => new PersonHeard(h.Round, h.Heard, vault.OpenText(h.By), DateTimeOffset.FromUnixTimeMilliseconds(h.At)))]);
    }

    /// <summary>
    /// Takes everything personal away; what was counted stays as somebody's. A person who stood in the line of a round that is not sealed, or is in a tube that
    /// may have to be called back, is not erased before that is over.
    /// </summary>
    public async Task<EraseOutcome> Erase(string district, Guid id, AuditEntry entry, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            var needed = await connection.QuerySingleOrDefaultAsync<bool?>(new CommandDefinition("""
                select exists (select from rounds r join ledger l on l.district = r.district and l.round = r.id and l.person = p.id and l.refusal is null where r.district = p.district and r.state in ('Open', 'Closed'))
                from residents p where p.id = @id and p.district = @district and p.erased_at is null for update
                """, new { id, district }, transaction, cancellationToken: cancel));
            if (needed is not { } still) return EraseOutcome.NotThere;
            if (still) return EraseOutcome.StillNeeded;
            await Erase(connection, transaction, vault, district, [id], time.GetUtcNow(), cancel);
            await audit.Write(entry, connection, transaction, cancel);
            await transaction.CommitAsync(cancel);
        }
        await audit.Committed(connection, cancel);
        return EraseOutcome.Done;
    }

    /// <summary>The rows stay without anything personal in them, each under a hash that nobody is found by.</summary>
    public static async Task Erase(NpgsqlConnection connection, NpgsqlTransaction transaction, Vault vault, string district, IReadOnlyCollection<Guid> people, DateTimeOffset now, CancellationToken cancel)
    {
        var (ids, nothing, marks) = (people.ToArray(), vault.Seal(""), ResidentMarks.Of(vault, district, "", null, ""));
        await connection.ExecuteAsync(new CommandDefinition("""
            update residents r set identity_index = e.index, identity_sealed = @nothing, name_sealed = @nothing, phone_index = null, phone_sealed = null, household = '', grid = '', micro_grid = '', door = '', relation = '',
                immobile = false, born = null, identity_end = null, phone_end = null, name_mark = @Mark, name_begin = null, erased_at = @now
            from unnest(@ids, @indexes) as e (id, index) where r.id = e.id;
            update passes set revoked_at = coalesce(revoked_at, @now) where resident = any(@ids);
            delete from follow_ups where resident = any(@ids);
            update priority_numbers set reason = 'Other' where person = any(@ids);
            """, new { ids, indexes = ids.Select(i => vault.Index($"erased {i}")).ToArray(), nothing, Mark = marks.Name, now = now.UtcDateTime }, transaction, cancellationToken: cancel));
    }

    public static string Subject(Guid id) => $"resident/{id}";

    private string? Opened(byte[]? box) => box is not null && vault.Open(box) is { Length: > 0 } text ? text : null;

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));

    private sealed class Row
    {
        public byte[] NameSealed { get; init; } = [];
        public byte[]? IdentitySealed { get; init; }
        public byte[]? PhoneSealed { get; init; }
        public short? Born { get; init; }
        public string Village { get; init; } = "";
        public string Household { get; init; } = "";
        public string Grid { get; init; } = "";
        public string MicroGrid { get; init; } = "";
        public string Door { get; init; } = "";
        public string Relation { get; init; } = "";
        public bool WalkIn { get; init; }
    }
}

internal enum EraseOutcome { Done, NotThere, StillNeeded }
