using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

internal enum CopyKind { Kept, Published, Replaced }

/// <param name="Version">Of the plan that it is a copy of.</param>
/// <param name="Name">As it was called when it was kept by hand; empty: it was set aside by itself.</param>
internal sealed record PlanCopy(Guid Id, long Version, CopyKind Kind, string Name, DateTimeOffset At);

/// <summary>A member of an earlier plan, who may have retired since.</summary>
internal sealed record MemberName(Guid Id, string Name, string Kind, string Village);

/// <summary>Earlier plans of a round, and what its people were told, to lay beside the plan there is.</summary>
internal sealed class PlanCopies(NpgsqlDataSource postgres, Vault vault, TimeProvider time)
{
    /// <summary>A round's copies beyond these go, the oldest first, and those that nobody named before those that somebody did.</summary>
    private const int Most = 20;

    public async Task<IReadOnlyList<PlanCopy>> List(string district, int round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<(Guid Id, long Version, string Kind, string Name, DateTime At)>(new CommandDefinition(
            "select id, version, kind, name, at from plan_copies where district = @district and round = @round order by at desc, version desc", new { district, round }, cancellationToken: cancel));
        return [.. rows.Select(r => new PlanCopy(r.Id, r.Version, Enum.Parse<CopyKind>(r.Kind), r.Name, new(DateTime.SpecifyKind(r.At, DateTimeKind.Utc))))];
    }

    /// <summary>Null: there is no such copy of this round.</summary>
    public async Task<IReadOnlyList<Assignment>?> Seats(string district, int round, Guid id, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select seats::text from plan_copies where district = @district and round = @round and id = @id", new { district, round, id }, cancellationToken: cancel)) is { } seats ? HandChanges.FromJson(seats) : null;
    }

    /// <summary>The duties that people were told last and did not answer with a no.</summary>
    public async Task<IReadOnlyList<Assignment>> Told(string district, int round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<(Guid Member, string Shift, string Site, string Role, int Seat, string State)>(new CommandDefinition("""
            select d.member, d.shift, d.site, d.role, d.seat, case d.state when 'Told' then 'Published' else 'Confirmed' end from duties d
            where d.district = @district and d.round = @round and d.state <> 'Cancelled' and not exists (
                select from assignments a where (a.district, a.round, a.shift, a.member) = (d.district, d.round, d.shift, d.member) and a.state in ('Declined', 'Absent'))
            """, new { district, round }, cancellationToken: cancel));
        return [.. rows.Select(r => new Assignment(new(r.Site, r.Shift, Enum.Parse<Role>(r.Role), r.Seat), r.Member, Enum.Parse<AssignmentState>(r.State), false))];
    }

    public async Task<IReadOnlyDictionary<Guid, MemberName>> People(string district, IEnumerable<Guid> members, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<MemberName>(new CommandDefinition(
            "select id, name, kind, village from members where district = @district and id = any(@ids)", new { district, ids = members.Distinct().ToArray() }, cancellationToken: cancel));
        return rows.ToDictionary(m => m.Id, m => m with { Name = vault.OpenText(m.Name) });
    }

    /// <summary>The client makes the id, so that one kept twice is there once.</summary>
    public async Task Keep(RoundPlan plan, Guid id, string name, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Set(connection, transaction, plan, plan.Version, CopyKind.Kept, id, name, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>In the transaction that replaces or publishes the plan.</summary>
    public Task SetAside(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundPlan plan, CopyKind kind, CancellationToken cancel) =>
        Set(connection, transaction, plan, kind == CopyKind.Published ? plan.Version + 1 : plan.Version, kind, Guid.NewGuid(), "", cancel);

    private Task Set(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundPlan plan, long version, CopyKind kind, Guid id, string name, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition("""
            insert into plan_copies (id, district, round, version, kind, name, at, seats) values (@id, @District, @Round, @version, @kind, @name, @now, @seats::jsonb) on conflict (id) do nothing;
            delete from plan_copies where id in (select id from plan_copies where district = @District and round = @Round order by kind = 'Kept' desc, at desc offset @Most)
            """, new { id, plan.Round.District, Round = plan.Round.Id, version, kind = kind.ToString(), name, now = time.GetUtcNow().UtcDateTime, seats = HandChanges.ToJson(plan.Seats), Most }, transaction, cancellationToken: cancel));
}
