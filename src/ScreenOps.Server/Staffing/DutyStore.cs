using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

internal enum Actor { Member, Office, Clock }

/// <param name="Id">Made by who takes the step and kept: asked again it is the same step.</param>
/// <param name="Site">Where the member thinks the seat is; null: wherever it is.</param>
/// <param name="At">On the round's clock.</param>
internal sealed record DutyStepOrder(Guid Id, Guid Member, string Shift, string? Site, DutyAct Act, Actor By, DateTimeOffset At, string Reason);

internal abstract record DutyResult
{
    public sealed record Told(DutyOutcome Outcome) : DutyResult;
    /// <summary>The member has no duty in that shift.</summary>
    public sealed record NoDuty : DutyResult;
    /// <summary>It is at another site now.</summary>
    public sealed record Moved(string Site) : DutyResult;
    /// <summary>Somebody else took the seat meanwhile.</summary>
    public sealed record SeatTaken : DutyResult;
    public sealed record NoRound : DutyResult;
    public sealed record Ended : DutyResult;
}

/// <summary>Takes the steps of duties: loads the row, lets Core decide, stores; one at a time beside every change of the round's plan.</summary>
internal sealed class DutyStore(NpgsqlDataSource postgres)
{
    public async Task<DutyResult> Take(RoundInfo round, TimeZoneInfo zone, DutyStepOrder order, DutyRules rules, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Turn(connection, transaction, round, cancel);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition("""
            select a.site, a.role, a.seat, a.state, s.starts::interval as starts, s.ends::interval as ends, exists (select from duty_steps where id = @step) as taken
            from assignments a join shifts s on s.district = a.district and s.round = a.round and s.code = a.shift
            where a.district = @District and a.round = @Id and a.member = @Member and a.shift = @Shift for update of a
            """, new { round.District, round.Id, order.Member, order.Shift, step = order.Id }, transaction, cancellationToken: cancel));
        if (row is null) return new DutyResult.NoDuty();
        var state = Enum.Parse<AssignmentState>(row.State);
        if (row.Taken) return new DutyResult.Told(new DutyOutcome.Already(state));
        if (order.Site is { } site && site != row.Site) return new DutyResult.Moved(row.Site);
        var outcome = DutyStep.Decide(state, order.Act, ShiftSpans.Of(round.Day, TimeOnly.FromTimeSpan(row.Starts), TimeOnly.FromTimeSpan(row.Ends), zone), order.At, rules);
        if (outcome is not DutyOutcome.Done done) return new DutyResult.Told(outcome);
        try
        {
            await Store(connection, transaction, round, order, row, state, done.State, cancel);
        }
        catch (PostgresException e) when (e.ConstraintName == "seat_once")
        {
            return new DutyResult.SeatTaken();
        }
        await transaction.CommitAsync(cancel);
        return new DutyResult.Told(outcome);
    }

    /// <summary>The order of locks is the plan, then its seats, as whoever changes the plan takes them.</summary>
    internal static Task Turn(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundInfo round, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition("select version from plans where district = @District and round = @Id for update", new { round.District, round.Id }, transaction, cancellationToken: cancel));

    /// <summary>A seat that is freed or taken is another plan, as told as it was before.</summary>
    private static Task Store(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundInfo round, DutyStepOrder order, Row row, AssignmentState before, AssignmentState state, CancellationToken cancel)
    {
        var seat = new Seat(row.Site, order.Shift, Enum.Parse<Role>(row.Role), row.Seat);
        var changes = new Assignment(seat, order.Member, before, false).Holds != new Assignment(seat, order.Member, state, false).Holds;
        return connection.ExecuteAsync(new CommandDefinition("""
            update assignments set state = @state, locked = locked and not @changes where district = @District and round = @Id and member = @Member and shift = @Shift;
            update plans set version = version + 1, published = case when published = version then version + 1 else published end where @changes and district = @District and round = @Id;
            insert into duty_steps (id, district, round, member, shift, site, role, seat, step, actor, at, reason) values (@step, @District, @Id, @Member, @Shift, @Site, @Role, @Seat, @act, @by, @at, @Reason)
            """, new
        {
            state = state.ToString(), changes, round.District, round.Id, order.Member, order.Shift, step = order.Id, row.Site, row.Role, row.Seat,
            act = order.Act.ToString(), by = order.By.ToString(), at = order.At.UtcDateTime, order.Reason,
        }, transaction, cancellationToken: cancel));
    }

    /// <summary>Whether the member would stay for the shift after this one; said twice it is as said once. False: the member has no seat there.</summary>
    public async Task<bool> Stay(RoundInfo round, Guid id, Guid member, string shift, bool stays, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition("""
            with seat as (select site, role, seat from assignments where district = @District and round = @Id and member = @member and shift = @shift and state in ('Published', 'Confirmed', 'Present')),
            step as (insert into duty_steps (id, district, round, member, shift, site, role, seat, step, actor, at)
                select @step, @District, @Id, @member, @shift, site, role, seat, case when @stays then 'Stay' else 'Leave' end, 'Member', @at from seat on conflict (id) do nothing returning site),
            gone as (delete from stays using step where not @stays and district = @District and round = @Id and member = @member and shift = @shift),
            come as (insert into stays select @District, @Id, @member, @shift, site, @at from step where @stays on conflict (district, round, member, shift) do update set site = excluded.site)
            select exists (select from seat)
            """, new { round.District, round.Id, step = id, member, shift, stays, at = round.Clock.GetUtcNow().UtcDateTime }, cancellationToken: cancel));
    }

    private sealed class Row
    {
        public string Site { get; init; } = "";
        public string Role { get; init; } = "";
        public int Seat { get; init; }
        public string State { get; init; } = "";
        public TimeSpan Starts { get; init; }
        public TimeSpan Ends { get; init; }
        public bool Taken { get; init; }
    }
}
