using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Staffing;

/// <summary>Who changed a plan, which says whether and how it is come back to.</summary>
internal enum ChangedBy
{
    /// <summary>The solver: the plan before it is set aside.</summary>
    Solver,

    /// <summary>A person: it can be taken back.</summary>
    Hand,

    /// <summary>A person who took the last change back.</summary>
    Undo,

    /// <summary>The morning: an offer that was accepted, a repair, a lane that went elsewhere. People were told of it, so it is not taken back here.</summary>
    Morning,
}

/// <summary>Plans as they are kept. A change names the version that it was made from, and one transaction takes it or leaves it.</summary>
internal sealed class PlanStore(NpgsqlDataSource postgres, SiteBook sites, RoundStore rounds, PlanCopies copies, Vault vault)
{
    public async Task<RoundPlan> Read(RoundInfo round, CancellationToken cancel)
    {
        var all = await sites.Sites(round.District, 0);
        var own = (await sites.Sites(round.District, round.Id)).Where(s => !s.Retired).ToList();
        var (shifts, posts) = await rounds.Plan(round.District, round.Id, cancel);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        // The version is read first: what is newer than it is refused when it is written, never overwritten.
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition("""
            select version, published, exists (select from hand_changes h where (h.district, h.round, h.version) = (plans.district, plans.round, plans.version)) as undoable
                from plans where district = @District and round = @Id;
            select member, shift, site, role, seat, state, locked from assignments where district = @District and round = @Id order by site, shift, role, seat;
            select id, name, kind, roles, village, shifts, retired_at is not null as retired, coalesce(past, 0) as past from members
            left join (select a.member, count(*)::int as past from assignments a join rounds r on r.district = a.district and r.id = a.round
                where a.district = @District and a.round <> @Id and r.state in ('Closed', 'Sealed') and (@Rehearsal or not r.rehearsal) and a.state in ('Published', 'Confirmed', 'Present')
                group by a.member) served on served.member = members.id
            where district = @District and (retired_at is null or id in (select member from assignments where district = @District and round = @Id))
            """, new { round.District, round.Id, round.Rehearsal }, cancellationToken: cancel));
        var plan = await rows.ReadSingleOrDefaultAsync<(long Version, long? Published, bool Undoable)>();
        var seats = (await rows.ReadAsync<SeatRow>()).Select(r => r.ToAssignment()).ToList();
        var members = (await rows.ReadAsync<MemberRow>()).ToList();
        var codes = own.Select(s => s.Code).ToHashSet();
        var input = new PlanInput(
            shifts.Select(s => new PlanShift(s.Code, s.Starts, s.Ends)), all.Select(s => new PlanSite(s.Code, s.Village, s.Latitude, s.Longitude)),
            posts.Where(p => codes.Contains(p.Site)).Select(p => new PlanPost(p.Site, p.Shift, Enum.Parse<Role>(p.Role), p.Seats)),
            members.Where(m => !m.Retired).Select(m => m.ToCandidate()));
        return new(round, plan.Version, plan.Published, own, shifts, members.ToDictionary(m => m.Id, m => new Person(m.ToCandidate(), vault.OpenText(m.Name), m.Kind)), input, seats, plan.Undoable);
    }

    /// <summary>Stores what differs from the plan as it was read. False: somebody else changed it since.</summary>
    /// <param name="also">What stands or falls with it; it comes before the new assignments, whose posts it may make. False: nothing is stored.</param>
    public async Task<bool> Write(RoundPlan read, IReadOnlyCollection<Assignment> plan, ChangedBy by, CancellationToken cancel, Func<NpgsqlConnection, NpgsqlTransaction, Task<bool>>? also = null)
    {
        var change = HandChange.Between(read.Seats, plan);
        var (gone, come) = (change.Gone, change.Come);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Raise(connection, transaction, read, cancel)) return false;
        if (by == ChangedBy.Hand) await HandChanges.Remember(connection, transaction, read, change, cancel);
        if (by == ChangedBy.Undo) await HandChanges.Forget(connection, transaction, read, cancel);
        if (by == ChangedBy.Solver && read.State is (PlanState.Proposed or PlanState.Changed)) await copies.SetAside(connection, transaction, read, CopyKind.Replaced, cancel);
        // A member may move to a seat that another leaves: first all leave, then all come.
        // Who answered or came since the plan was read is not written over.
        var left = await connection.ExecuteAsync(new CommandDefinition("""
            delete from assignments a using unnest(@shifts, @members, @states) as gone (shift, member, state)
            where a.district = @District and a.round = @Id and a.shift = gone.shift and a.member = gone.member and a.state = gone.state
            """, new
        {
            read.Round.District, read.Round.Id, shifts = gone.Select(a => a.Seat.Shift).ToArray(), members = gone.Select(a => a.Member).ToArray(), states = gone.Select(a => a.State.ToString()).ToArray(),
        }, transaction, cancellationToken: cancel));
        if (left < gone.Count) return false;
        if (also is not null && !await also(connection, transaction)) return false;
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into assignments (district, round, member, shift, site, role, seat, state, locked)
            select @District, @Id, * from unnest(@members, @shifts, @sites, @roles, @numbers, @states, @locks)
            """, new
        {
            read.Round.District, read.Round.Id, members = come.Select(a => a.Member).ToArray(), shifts = come.Select(a => a.Seat.Shift).ToArray(), sites = come.Select(a => a.Seat.Site).ToArray(),
            roles = come.Select(a => a.Seat.Role.ToString()).ToArray(), numbers = come.Select(a => a.Seat.Number).ToArray(), states = come.Select(a => a.State.ToString()).ToArray(), locks = come.Select(a => a.Locked).ToArray(),
        }, transaction, cancellationToken: cancel));
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>The last change by hand, while nothing else changed the plan since; null: there is none.</summary>
    public async Task<HandChange?> LastByHand(RoundPlan read, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await HandChanges.Last(connection, read, cancel);
    }

    /// <summary>Everybody proposed is told. False: somebody else changed the plan since it was read.</summary>
    public async Task<bool> Publish(RoundPlan read, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Raise(connection, transaction, read, cancel)) return false;
        await connection.ExecuteAsync(new CommandDefinition("""
            with told as (update assignments set state = 'Published' where district = @District and round = @Id and state = 'Proposed' returning member, shift, site, role, seat)
            insert into duty_steps (id, district, round, member, shift, site, role, seat, step, actor, at) select gen_random_uuid(), @District, @Id, told.*, 'Told', 'Office', @at from told;
            update plans set published = version where district = @District and round = @Id;
            update duties d set state = 'Cancelled', sequence = sequence + 1, changed_at = now()
            where d.district = @District and d.round = @Id and d.state <> 'Cancelled' and not exists (
                select from assignments a where (a.district, a.round, a.shift, a.member) = (d.district, d.round, d.shift, d.member) and a.state not in ('Declined', 'Released'))
            """, new { read.Round.District, read.Round.Id, at = read.Round.Clock.GetUtcNow().UtcDateTime }, transaction, cancellationToken: cancel));
        await copies.SetAside(connection, transaction, read with { Seats = [.. read.Seats.Select(a => a.State == AssignmentState.Proposed ? a with { State = AssignmentState.Published } : a)] }, CopyKind.Published, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>The row's lock lets makers take turns; the one that comes second finds another version.</summary>
    private static async Task<bool> Raise(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundPlan read, CancellationToken cancel) =>
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into plans (district, round, version) values (@District, @Id, 1)
            on conflict (district, round) do update set version = plans.version + 1 where plans.version = @Version
            """, new { read.Round.District, read.Round.Id, read.Version }, transaction, cancellationToken: cancel)) == 1;

    private sealed class SeatRow
    {
        public Guid Member { get; init; }
        public string Shift { get; init; } = "";
        public string Site { get; init; } = "";
        public string Role { get; init; } = "";
        public int Seat { get; init; }
        public string State { get; init; } = "";
        public bool Locked { get; init; }

        public Assignment ToAssignment() => new(new(Site, Shift, Enum.Parse<Role>(Role), Seat), Member, Enum.Parse<AssignmentState>(State), Locked);
    }

    private sealed class MemberRow
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public string Kind { get; init; } = "";
        public string[] Roles { get; init; } = [];
        public string Village { get; init; } = "";
        public string[]? Shifts { get; init; }
        public bool Retired { get; init; }
        public int Past { get; init; }

        public Candidate ToCandidate() => new(Id, Village, [.. Roles.Select(Enum.Parse<Role>)], Shifts, Past);
    }
}
