using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;

namespace ScreenOps.Server.CheckIn;

internal enum CallAct { Next, Recall, Hold, Resume, NoShow }

internal enum CallState { Called, Held, NoShow }

/// <summary>An act of a desk. It makes the id, and sends it again when it heard no answer.</summary>
/// <param name="Lane">Where the called one is to go.</param>
/// <param name="Ticket">Of whom; null for Next.</param>
/// <param name="Made">Unix milliseconds on the round's clock.</param>
/// <param name="From">With Next: calling goes on from this ticket, and lower ones are taken for served; null: it goes on where it was.</param>
internal sealed record CallOrder(Guid Id, CallAct Act, int Lane, int? Ticket, long Made, int? From = null);

/// <summary>A number that was called. Nobody's name is with it.</summary>
/// <param name="Priority">The number of its own; null: the ticket is what is called.</param>
/// <param name="At">Unix milliseconds on the round's clock of its last act.</param>
/// <param name="Times">How often it was called out.</param>
internal sealed record Call(int Ticket, int? Priority, CallState State, int Lane, long At, int Times, long Version);

internal abstract record CallOutcome
{
    /// <param name="Called">Null: nobody waits.</param>
    public sealed record Done(Call? Called) : CallOutcome;

    /// <summary>No such number was called here.</summary>
    public sealed record NotCalled : CallOutcome;

    /// <summary>It was booked as not come: who came after all checks in again.</summary>
    public sealed record Over : CallOutcome;

    /// <summary>They came and were sampled, so they are not booked as not come.</summary>
    public sealed record Sampled : CallOutcome;

    public sealed record Busy : CallOutcome;
}

/// <summary>
/// Calls the numbers of a site's line. Acts of one site follow each other under the lock of its row, so two desks never call the same number and leave none out;
/// what was called stands in PostgreSQL alone. Who may be called is read from the ledger: known people who stand at the site and were not called.
/// </summary>
internal sealed class Line(NpgsqlDataSource postgres, Counter counter)
{
    /// <summary>
    /// Tickets are looked for from so many below the highest called on: what two servers commit out of turn lies within it. Where nobody is found there, the whole line is looked through.
    /// </summary>
    private const int Slack = 200;
    /// <summary>Of the numbers called last, those that may still be on their way to the tube.</summary>
    private const int Lately = 12;

    private sealed record State(long Version, int Since, int Called, int Starts);

    private sealed record Waiting(int Ticket, Guid Person, int? Priority);

    private sealed record Acted(string Act, int? Ticket);

    /// <summary>The number of its own for a ticket; the same one when asked again.</summary>
    public async Task<int> Prioritise(DeskPlace place, Guid person, int ticket, PriorityReason reason, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Lock(connection, transaction, place, cancel);
        var number = await connection.ExecuteScalarAsync<int>(new CommandDefinition("""
            insert into priority_numbers (district, round, site, number, ticket, person, reason)
            select @District, @round, @site, coalesce(max(number), 0) + 1, @ticket, @person, @reason from priority_numbers where district = @District and round = @round and site = @site
            on conflict on constraint priority_once do nothing;
            select number from priority_numbers where district = @District and round = @round and site = @site and ticket = @ticket
            """, new { place.District, round = place.Round.Id, site = place.Site.Code, ticket, person, reason = reason.ToString() }, transaction, cancellationToken: cancel));
        await transaction.CommitAsync(cancel);
        return number;
    }

    public async Task<CallOutcome> Act(DeskPlace place, CallOrder order, Guid? actor, CancellationToken cancel)
    {
        // Left is booked before it stands here: sent again after a loss between, it is refused there and done here.
        if (order.Act == CallAct.NoShow && await Leave(place, order, cancel) is { } stopped) return stopped;
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var line = await Lock(connection, transaction, place, cancel);
        if (await Before(connection, transaction, place, order, cancel) is { } same) return same;
        var outcome = order.Act == CallAct.Next ? await Next(connection, transaction, place, line, order, cancel) : await Change(connection, transaction, place, line, order, cancel);
        if (outcome is not CallOutcome.Done { Called: var called }) return outcome;
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into call_acts (id, district, round, site, version, act, ticket, lane, made, booked, actor) values (@Id, @District, @round, @site, @version, @act, @ticket, @Lane, @made, @Now, @actor)
            """, new
        {
            order.Id, place.District, round = place.Round.Id, site = place.Site.Code, version = line.Version + 1, act = order.Act.ToString(), ticket = called?.Ticket, order.Lane,
            made = Math.Clamp(order.Made, 0, place.Now), place.Now, actor,
        }, transaction, cancellationToken: cancel));
        await transaction.CommitAsync(cancel);
        return outcome;
    }

    /// <summary>Null: it goes on.</summary>
    private async Task<CallOutcome?> Leave(DeskPlace place, CallOrder order, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var person = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition("select person from calls where district = @District and round = @round and site = @site and ticket = @Ticket",
            new { place.District, round = place.Round.Id, site = place.Site.Code, order.Ticket }, cancellationToken: cancel));
        if (person is not { } called) return new CallOutcome.NotCalled();
        var left = await counter.Leave(place.District, new(place.Round.Id, place.Site.Code, called, order.Made), cancel);
        return left switch
        {
            { Outcome: PersonOutcome.Busy } => new CallOutcome.Busy(),
            { Reason: Refusal.AlreadySampled } => new CallOutcome.Sampled(),
            _ => null,
        };
    }

    private static Task<State> Lock(NpgsqlConnection connection, NpgsqlTransaction transaction, DeskPlace place, CancellationToken cancel) =>
        connection.QuerySingleAsync<State>(new CommandDefinition("""
            insert into lines (district, round, site) values (@District, @round, @site) on conflict do nothing;
            select version, since, called, starts from lines where district = @District and round = @round and site = @site for update
            """, new { place.District, round = place.Round.Id, site = place.Site.Code }, transaction, cancellationToken: cancel));

    /// <summary>The answer to an act that was made before under the same id; null: it is new.</summary>
    private static async Task<CallOutcome?> Before(NpgsqlConnection connection, NpgsqlTransaction transaction, DeskPlace place, CallOrder order, CancellationToken cancel)
    {
        var acted = await connection.QuerySingleOrDefaultAsync<Acted>(new CommandDefinition("select act, ticket from call_acts where id = @Id and district = @District and site = @site",
            new { order.Id, place.District, site = place.Site.Code }, transaction, cancellationToken: cancel));
        if (acted is null) return null;
        return new CallOutcome.Done(acted.Ticket is { } ticket ? await Read(connection, transaction, place, ticket, cancel) : null);
    }

    private static async Task<CallOutcome> Next(NpgsqlConnection connection, NpgsqlTransaction transaction, DeskPlace place, State line, CallOrder order, CancellationToken cancel)
    {
        var starts = order.From is { } from ? Math.Max(0, from - 1) : line.Starts;
        var (ordinary, own) = await First(connection, transaction, place, line with { Starts = starts }, cancel);
        var first = place.Rule.NextIsPriority(line.Since, ordinary is not null, own is not null) switch { true => own, false => ordinary, null => null };
        await connection.ExecuteAsync(new CommandDefinition("""
            update lines set version = version + 1, called_at = case when @ticket is null then called_at else @Now end, called = greatest(called, @ordinary), starts = @starts,
                since = case when @ticket is null then since when @priority is null then since + 1 else 0 end, priorities = priorities + case when @priority is null then 0 else 1 end, called_priority = greatest(called_priority, coalesce(@priority, 0))
            where district = @District and round = @round and site = @site;
            insert into calls (district, round, site, ticket, priority, person, state, lane, at, version)
            select @District, @round, @site, @ticket, @priority, @person, 'Called', @Lane, @Now, @version where @ticket is not null
            """, new
        {
            place.District, round = place.Round.Id, site = place.Site.Code, ticket = first?.Ticket, priority = first?.Priority, person = first?.Person, place.Now, order.Lane, starts,
            ordinary = first is { Priority: null } ? first.Ticket : 0, version = line.Version + 1,
        }, transaction, cancellationToken: cancel));
        return new CallOutcome.Done(first is null ? null : new(first.Ticket, first.Priority, CallState.Called, order.Lane, place.Now, 1, line.Version + 1));
    }

    private static async Task<CallOutcome> Change(NpgsqlConnection connection, NpgsqlTransaction transaction, DeskPlace place, State line, CallOrder order, CancellationToken cancel)
    {
        if (order.Ticket is not { } ticket || await Read(connection, transaction, place, ticket, cancel) is not { } call) return new CallOutcome.NotCalled();
        if (call.State == CallState.NoShow && order.Act != CallAct.NoShow) return new CallOutcome.Over();
        var aloud = order.Act is CallAct.Recall or CallAct.Resume;
        var now = new Call(ticket, call.Priority, order.Act switch { CallAct.Hold => CallState.Held, CallAct.NoShow => CallState.NoShow, _ => CallState.Called },
            order.Lane, place.Now, call.Times + (aloud ? 1 : 0), line.Version + 1);
        await connection.ExecuteAsync(new CommandDefinition("""
            update lines set version = version + 1, called_at = case when @aloud then @Now else called_at end where district = @District and round = @round and site = @site;
            update calls set state = @state, lane = @Lane, at = @Now, times = @Times, version = @Version where district = @District and round = @round and site = @site and ticket = @ticket
            """, new { place.District, round = place.Round.Id, site = place.Site.Code, ticket, state = now.State.ToString(), order.Lane, place.Now, now.Times, now.Version, aloud }, transaction, cancellationToken: cancel));
        return new CallOutcome.Done(now);
    }

    private static Task<Call?> Read(NpgsqlConnection connection, NpgsqlTransaction transaction, DeskPlace place, int ticket, CancellationToken cancel) =>
        connection.QuerySingleOrDefaultAsync<Call>(new CommandDefinition($"select {Columns} from calls where district = @District and round = @round and site = @site and ticket = @ticket",
            new { place.District, round = place.Round.Id, site = place.Site.Code, ticket }, transaction, cancellationToken: cancel));

    /// <summary>As a Call is read.</summary>
    public const string Columns = "ticket, priority, state, lane, at, times, version";

    /// <summary>Who would be called next of each kind.</summary>
    private static async Task<(Waiting? Ordinary, Waiting? Own)> First(NpgsqlConnection connection, NpgsqlTransaction? transaction, DeskPlace place, State line, CancellationToken cancel) =>
        (await Ordinary(connection, transaction, place, Math.Max(line.Starts, line.Called - Slack), cancel) ?? await Ordinary(connection, transaction, place, line.Starts, cancel),
            await Own(connection, transaction, place, cancel));

    /// <summary>Who would be called now; null: nobody waits. Another desk may call them first.</summary>
    /// <param name="from">Of a site that calls no numbers: tickets up to this one were served.</param>
    public async Task<(int Ticket, int? Priority)?> Coming(DeskPlace place, CancellationToken cancel, int from = 0)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var line = await connection.QuerySingleOrDefaultAsync<State>(new CommandDefinition("select version, since, called, starts from lines where district = @District and round = @round and site = @site",
            new { place.District, round = place.Round.Id, site = place.Site.Code }, cancellationToken: cancel)) ?? new(0, 0, 0, 0);
        var (ordinary, own) = await First(connection, null, place, line with { Starts = Math.Max(line.Starts, from) }, cancel);
        var next = place.Rule.NextIsPriority(line.Since, ordinary is not null, own is not null) switch { true => own, false => ordinary, null => null };
        return next is null ? null : (next.Ticket, next.Priority);
    }

    /// <summary>Who was called, and neither sampled nor put aside since: the first of the last dozen. They are before whoever is called next.</summary>
    public async Task<(int Ticket, int? Priority)?> Expected(DeskPlace place, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.QueryFirstOrDefaultAsync<(int, int?)?>(new CommandDefinition($"""
            select c.ticket, c.priority from (
                select ticket, priority, version from calls where district = @District and round = @round and site = @site and state = 'Called' order by version desc limit @Lately) c
            join ledger l on l.district = @District and l.round = @round and l.site = @site and l.ticket = c.ticket and l.person is not null and l.kind = 1 and l.refusal is null
            where {StandsThere} order by c.version limit 1
            """, new { place.District, round = place.Round.Id, site = place.Site.Code, Lately }, cancellationToken: cancel));
    }

    private static Task<Waiting?> Ordinary(NpgsqlConnection connection, NpgsqlTransaction? transaction, DeskPlace place, int after, CancellationToken cancel) =>
        connection.QueryFirstOrDefaultAsync<Waiting>(new CommandDefinition($"""
            select l.ticket, l.person, null::int as Priority from ledger l
            where l.district = @District and l.round = @round and l.site = @site and l.person is not null and l.kind = 1 and l.refusal is null and l.ticket > @after
              and not exists (select from calls c where c.district = @District and c.round = @round and c.site = @site and c.ticket = l.ticket)
              and not exists (select from priority_numbers p where p.district = @District and p.round = @round and p.site = @site and p.ticket = l.ticket)
              and {StandsThere}
            order by l.ticket limit 1
            """, new { place.District, round = place.Round.Id, site = place.Site.Code, after }, transaction, cancellationToken: cancel));

    private static Task<Waiting?> Own(NpgsqlConnection connection, NpgsqlTransaction? transaction, DeskPlace place, CancellationToken cancel) =>
        connection.QueryFirstOrDefaultAsync<Waiting>(new CommandDefinition($"""
            select l.ticket, l.person, p.number as Priority from priority_numbers p
            join ledger l on l.district = p.district and l.round = p.round and l.site = p.site and l.ticket = p.ticket and l.person is not null and l.kind = 1 and l.refusal is null
            where p.district = @District and p.round = @round and p.site = @site
              and not exists (select from calls c where c.district = @District and c.round = @round and c.site = @site and c.ticket = p.ticket)
              and {StandsThere}
            order by p.number limit 1
            """, new { place.District, round = place.Round.Id, site = place.Site.Code }, transaction, cancellationToken: cancel));

    /// <summary>The ledger says nothing later of them: neither a sample, nor an arrival elsewhere or anew, nor that they went. Each part has an index of its own.</summary>
    private const string StandsThere = """
        not exists (select from ledger x where x.district = @District and x.round = @round and x.person = l.person and x.refusal is null and x.part = 0 and x.kind in (1, 2) and (x.epoch, x.ord) > (l.epoch, l.ord))
              and not exists (select from ledger x where x.district = @District and x.round = @round and x.person = l.person and x.part = 1 and x.kind = 1 and (x.epoch, x.ord) > (l.epoch, l.ord))
              and not exists (select from ledger x where x.district = @District and x.round = @round and x.person = l.person and x.refusal is null and x.kind = 3 and (x.epoch, x.ord) > (l.epoch, l.ord))
        """;
}
