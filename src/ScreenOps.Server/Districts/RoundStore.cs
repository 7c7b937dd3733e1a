using Dapper;
using Npgsql;

namespace ScreenOps.Server.Districts;

/// <param name="From">The round that sites, shifts, posts and tube rule are taken from; null: the last real one, the imported pattern before there is any.</param>
/// <param name="ClockFrom">A rehearsal's time at its start; it then runs ClockSpeed times as fast as real time.</param>
internal sealed record RoundOrder(DateOnly? Day, string? Name, int? From, int? TubeSize, bool Rehearsal, DateTimeOffset? ClockFrom, double? ClockSpeed);

internal sealed record Shift(string Code, string Name, TimeOnly Starts, TimeOnly Ends);

internal sealed record Post(string Site, string Shift, string Role, int Seats);

internal enum EditOutcome { Done, Ended, ShiftInUse }

/// <summary>Rounds as they are written. What may not be is refused by the database's constraints, and said in words by the endpoints.</summary>
internal sealed class RoundStore(NpgsqlDataSource postgres, RoundBook book, TimeProvider time)
{
    /// <summary>The new draft's id. Asked again with the same day and name it gives the same draft.</summary>
    public async Task<int> Make(string district, RoundOrder order, DateOnly day, string name, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var ask = new
        {
            district, day, name, order.From, order.TubeSize, order.Rehearsal, ClockFrom = order.ClockFrom?.UtcDateTime,
            ClockAt = order.ClockFrom is null ? (DateTime?)null : time.GetUtcNow().UtcDateTime, ClockSpeed = order.ClockFrom is null ? (double?)null : order.ClockSpeed ?? 1,
        };
        await connection.ExecuteAsync("select pg_advisory_xact_lock(hashtext('rounds:' || @district))", ask, transaction);
        var id = await connection.ExecuteScalarAsync<int?>(
            "select id from rounds where district = @district and day = @day and name = @name and rehearsal = @Rehearsal and state = 'Draft'", ask, transaction)
            ?? await Draft(connection, transaction, district, ask);
        await connection.ExecuteAsync("""
            update rounds set clock_from = @ClockFrom, clock_at = @ClockAt, clock_speed = @ClockSpeed where district = @district and id = @id
            """, new { district, id, ask.ClockFrom, ask.ClockAt, ask.ClockSpeed }, transaction);
        await transaction.CommitAsync(cancel);
        book.Forget(district);
        return id;
    }

    /// <summary>
    /// A new draft with every site that is not retired, whether the source has it or it came since. Shifts are those of the source; posts too,
    /// and of a site that has none there those of the pattern.
    /// </summary>
    private static async Task<int> Draft(NpgsqlConnection connection, NpgsqlTransaction transaction, string district, object ask)
    {
        var (id, source) = await connection.QuerySingleAsync<(int Id, int Source)>("""
            with source as (select id, tube_size from rounds
                where district = @district and case when @From is null then not rehearsal and state <> 'Draft' else id = @From end order by id desc limit 1)
            insert into rounds (district, id, name, state, day, tube_size, rehearsal)
            select @district, (select max(id) + 1 from rounds where district = @district), @name, 'Draft', @day, coalesce(@TubeSize, tube_size), @Rehearsal from source
            returning id, (select id from source) as source
            """, ask, transaction);
        await connection.ExecuteAsync("""
            insert into round_sites select s.district, @id, s.code, coalesce(r.lanes, s.lanes) from sites s
                left join round_sites r on r.district = s.district and r.round = @source and r.site = s.code where s.district = @district and s.retired_at is null;
            insert into shifts select district, @id, code, name, starts, ends from shifts where district = @district and round = @source;
            insert into posts select p.district, @id, p.site, p.shift, p.role, p.seats from posts p
                join round_sites r on r.district = p.district and r.round = @id and r.site = p.site
                join shifts s on s.district = p.district and s.round = @id and s.code = p.shift
                where p.district = @district and p.round = case when exists (select from posts o where o.district = p.district and o.round = @source and o.site = p.site) then @source else 0 end
            """, new { district, id, source }, transaction);
        return id;
    }

    /// <summary>Opens a draft, or a closed round anew; false where the round is sealed or not there. A second open round breaks one_real_round_open.</summary>
    public Task<bool> Open(RoundInfo round, CancellationToken cancel) => Change(round, """
        update rounds set state = 'Open', closed_at = null, opened_at = coalesce(opened_at, clock_from, @now), clock_at = case when opened_at is null and clock_from is not null then @now else clock_at end
        where district = @District and id = @Id and state in ('Draft', 'Open', 'Closed')
        """, time.GetUtcNow(), cancel);

    public Task<bool> Close(RoundInfo round, CancellationToken cancel) => Change(round, """
        update rounds set state = 'Closed', closed_at = coalesce(closed_at, @now) where district = @District and id = @Id and state in ('Open', 'Closed')
        """, round.Clock.GetUtcNow(), cancel);

    public Task<bool> Seal(RoundInfo round, CancellationToken cancel) => Change(round, """
        update rounds set state = 'Sealed', sealed_at = coalesce(sealed_at, @now) where district = @District and id = @Id and state in ('Closed', 'Sealed')
        """, round.Clock.GetUtcNow(), cancel);

    /// <summary>All of the edit or nothing of it. A shift that is left out goes with its posts, unless people are assigned to it.</summary>
    public async Task<EditOutcome> Edit(RoundInfo round, DateOnly day, string name, int tubeSize, IReadOnlyList<Shift>? shifts, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = await connection.ExecuteAsync(
            "update rounds set day = @day, name = @name, tube_size = @tubeSize where district = @District and id = @Id and state in ('Draft', 'Open')", new { round.District, round.Id, day, name, tubeSize }, transaction);
        if (rows == 0) return EditOutcome.Ended;
        if (shifts is not null && !await SetShifts(connection, transaction, round, shifts)) return EditOutcome.ShiftInUse;
        await transaction.CommitAsync(cancel);
        book.Forget(round.District);
        return EditOutcome.Done;
    }

    /// <summary>Seals what closed so long ago; gives how many rounds.</summary>
    public async Task<int> SealOld(TimeSpan after, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var districts = (await connection.QueryAsync<string>(new CommandDefinition("""
            update rounds set state = 'Sealed', sealed_at = closed_at + @after
            where state = 'Closed' and coalesce(clock_at, closed_at) + @after < @now returning district
            """, new { after, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel))).ToList();
        foreach (var district in districts.Distinct()) book.Forget(district);
        return districts.Count;
    }

    public async Task<(IReadOnlyList<Shift> Shifts, IReadOnlyList<Post> Posts)> Plan(string district, int round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition("""
            select code, name, starts::interval as starts, ends::interval as ends from shifts where district = @district and round = @round order by starts, code;
            select site, shift, role, seats from posts where district = @district and round = @round order by site, shift, role
            """, new { district, round }, cancellationToken: cancel));
        var shifts = (await rows.ReadAsync<(string Code, string Name, TimeSpan Starts, TimeSpan Ends)>())
            .Select(s => new Shift(s.Code, s.Name, TimeOnly.FromTimeSpan(s.Starts), TimeOnly.FromTimeSpan(s.Ends))).ToList();
        return (shifts, [.. await rows.ReadAsync<Post>()]);
    }

    private static async Task<bool> SetShifts(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundInfo round, IReadOnlyList<Shift> shifts)
    {
        var codes = shifts.Select(s => s.Code).ToArray();
        if (await connection.ExecuteScalarAsync<bool>("""
            select exists (select from assignments where district = @District and round = @Id and shift <> all(@codes) and state not in ('Declined', 'Absent', 'Released'))
            """, new { round.District, round.Id, codes }, transaction))
            return false;
        await connection.ExecuteAsync("""
            delete from assignments where district = @District and round = @Id and shift <> all(@codes);
            delete from posts where district = @District and round = @Id and shift <> all(@codes);
            delete from shifts where district = @District and round = @Id and code <> all(@codes);
            insert into shifts select @District, @Id, * from unnest(@codes, @names, @starts::time[], @ends::time[])
            on conflict (district, round, code) do update set name = excluded.name, starts = excluded.starts, ends = excluded.ends
            """, new
        {
            round.District, round.Id, codes, names = shifts.Select(s => s.Name).ToArray(),
            starts = shifts.Select(s => s.Starts.ToTimeSpan()).ToArray(), ends = shifts.Select(s => s.Ends.ToTimeSpan()).ToArray(),
        }, transaction);
        return true;
    }

    /// <summary>Sets the seats of these posts, and frees who sat on a seat that is no more; gives how many were freed.</summary>
    public async Task<int> SetPosts(RoundInfo round, IReadOnlyList<Post> posts, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var freed = await connection.ExecuteScalarAsync<int>("""
            insert into posts select @District, @Id, * from unnest(@sites, @shifts, @roles, @seats)
            on conflict (district, round, site, shift, role) do update set seats = excluded.seats;
            with freed as (delete from assignments a using posts p
                where a.district = @District and a.round = @Id and (p.district, p.round, p.site, p.shift, p.role) = (a.district, a.round, a.site, a.shift, a.role) and a.seat >= p.seats returning 1)
            select count(*)::int from freed
            """, new
        {
            round.District, round.Id, sites = posts.Select(p => p.Site).ToArray(), shifts = posts.Select(p => p.Shift).ToArray(),
            roles = posts.Select(p => p.Role).ToArray(), seats = posts.Select(p => p.Seats).ToArray(),
        }, transaction);
        await transaction.CommitAsync(cancel);
        book.Forget(round.District);
        return freed;
    }

    private async Task<bool> Change(RoundInfo round, string sql, DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.ExecuteAsync(new CommandDefinition(sql, new { round.District, round.Id, now = now.UtcDateTime }, cancellationToken: cancel));
        book.Forget(round.District);
        return rows == 1;
    }
}
