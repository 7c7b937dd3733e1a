using Dapper;
using Npgsql;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Requests;

/// <summary>One transaction on alerts; what is not committed has not happened.</summary>
internal sealed class AlertWork : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly Vault vault;
    private readonly CancellationToken cancel;

    private AlertWork(NpgsqlConnection connection, NpgsqlTransaction transaction, Vault vault, CancellationToken cancel) => (this.connection, this.transaction, this.vault, this.cancel) = (connection, transaction, vault, cancel);

    public static async Task<AlertWork> Begin(NpgsqlDataSource postgres, Vault vault, CancellationToken cancel)
    {
        var connection = await postgres.OpenConnectionAsync(cancel);
        return new(connection, await connection.BeginTransactionAsync(cancel), vault, cancel);
    }

    /// <summary>The alert that an act changed; null: there is no such act in the district.</summary>
    public Task<KeptAlert?> OfAct(RoundInfo round, Guid act) =>
        One("where district = @District and id = (select alert from alert_acts where id = @act)", new { round.District, act });

    public Task<KeptAlert?> Open(RoundInfo round, string site, string cause) =>
        One("where district = @District and round = @Id and site = @site and cause = @cause and ended is null for update", new { round.District, round.Id, site, cause });

    public Task<KeptAlert?> Lock(RoundInfo round, Guid of) =>
        One("where district = @District and round = @Id and id = (select alert from alert_acts where id = @of) for update", new { round.District, round.Id, of });

    /// <summary>False: one of the same cause is open, or the id is taken.</summary>
    public async Task<bool> Insert(RoundInfo round, Guid id, string site, string cause, long raised, Alert life) => await Do("""
        insert into alerts (id, district, round, site, kind, cause, severity, raised, since) values (@id, @District, @Round, @site, @kind, @cause, @severity, @raised, @Since) on conflict do nothing
        """, new { id, round.District, Round = round.Id, site, kind = life.Kind.ToString(), cause, severity = life.Severity.ToString(), raised, life.Since }) == 1;

    public Task Update(KeptAlert alert, Alert next, string? owner) => Do("""
        update alerts set state = @state, since = @Since, owner = @Owner, owner_name = @name, due = @Due, snoozed_until = @SnoozedUntil, escalated = @Escalated,
            end_how = @end, ended = @ended, version = version + 1 where id = @Id
        """, new
    {
        alert.Id, state = next.State.ToString(), next.Since, next.Owner, name = next.Owner is null || owner is null ? null : vault.SealText(owner), next.Due, next.SnoozedUntil, next.Escalated,
        end = next.End?.ToString(), ended = next.End is null ? (long?)null : next.Since,
    });

    public Task Record(Guid alert, int version, string does, AlertActor actor, AlertOrder order, long now, AlertState state) => Do("""
        insert into alert_acts (id, alert, version, does, by, actor, actor_name, minutes, note, made, at, state)
        values (@Id, @alert, @version, @does, @by, @actor, @Name, @Minutes, @Note, @made, @now, @state)
        """, new { order.Id, alert, version, does, by = actor.By.ToString(), actor = actor.Id, Name = vault.SealText(actor.Name), order.Minutes, order.Note, made = Math.Min(order.Made ?? now, now), now, state = state.ToString() });

    public async Task<AlertResult> Commit(Guid alert)
    {
        var told = await One("where id = @alert", new { alert }) ?? throw new InvalidOperationException("An alert that was just written is not there.");
        await transaction.CommitAsync(cancel);
        return new AlertResult.Told(told);
    }

    private Task<int> Do(string sql, object values) => connection.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancel));

    private async Task<KeptAlert?> One(string where, object values) =>
        (await connection.QuerySingleOrDefaultAsync<AlertRow>(new CommandDefinition($"select {AlertStore.Columns} from alerts {where}", values, transaction, cancellationToken: cancel)))?.ToAlert(vault);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>A row of alerts.</summary>
internal sealed class AlertRow
{
    public Guid Id { get; init; }
    public string District { get; init; } = "";
    public int Round { get; init; }
    public string Site { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Cause { get; init; } = "";
    public string Severity { get; init; } = "";
    public string State { get; init; } = "";
    public long Raised { get; init; }
    public long Since { get; init; }
    public Guid? Owner { get; init; }
    public string? OwnerName { get; init; }
    public long? Due { get; init; }
    public long? SnoozedUntil { get; init; }
    public long? Escalated { get; init; }
    public string? EndHow { get; init; }
    public long? Ended { get; init; }
    public int Version { get; init; }

    public KeptAlert ToAlert(Vault vault) => new(Id, District, Round, Site, Cause, Raised, OwnerName is { } owner ? vault.OpenText(owner) : null, Ended, Version, new(
        Enum.Parse<AlertKind>(Kind), Enum.Parse<Severity>(Severity), Enum.Parse<AlertState>(State), Since, Owner, Due, SnoozedUntil, Escalated, EndHow is null ? null : Enum.Parse<AlertEnd>(EndHow)));
}
