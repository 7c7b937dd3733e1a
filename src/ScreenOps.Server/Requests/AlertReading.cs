using Dapper;
using Npgsql;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Requests;

/// <summary>Alerts as screens and the watch read them.</summary>
internal sealed class AlertReading(NpgsqlDataSource postgres, Vault vault)
{
    /// <summary>Open ones of a round: more than every cause at every site of a district.</summary>
    private const int MostOpen = 2000;
    /// <summary>Of those that have ended, the last.</summary>
    private const int MostEnded = 60;

    /// <summary>All that have not ended and the last that have.</summary>
    /// <param name="site">Null: of all sites. Of one site only what it asked for.</param>
    public async Task<IReadOnlyList<KeptAlert>> OfRound(RoundInfo round, string? site, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<AlertRow>(new CommandDefinition($"""
            (select {AlertStore.Columns} from alerts where district = @District and round = @Id and ended is null and (@site::text is null or (site = @site and kind = 'Help')) order by raised, id limit @MostOpen)
            union all
            (select {AlertStore.Columns} from alerts where district = @District and round = @Id and ended is not null and (@site::text is null or (site = @site and kind = 'Help')) order by ended desc, id limit @MostEnded)
            """, new { round.District, round.Id, site, MostOpen, MostEnded }, cancellationToken: cancel))).Select(r => r.ToAlert(vault))];
    }

    public async Task<KeptAlert?> Find(RoundInfo round, Guid id, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<AlertRow>(new CommandDefinition(
            $"select {AlertStore.Columns} from alerts where district = @District and round = @Round and id = @id", new { round.District, Round = round.Id, id }, cancellationToken: cancel)))?.ToAlert(vault);
    }

    /// <summary>What happened with an alert, the first act first.</summary>
    public async Task<IReadOnlyList<KeptAct>> History(Guid alert, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<(Guid Id, int Version, string Does, string By, string Name, int? Minutes, string Note, long Made, long At)>(new CommandDefinition(
            "select id, version, does, by, actor_name, minutes, note, made, at from alert_acts where alert = @alert order by version", new { alert }, cancellationToken: cancel)))
            .Select(a => new KeptAct(a.Id, a.Version, a.Does, Enum.Parse<AlertBy>(a.By), vault.OpenText(a.Name), a.Minutes, a.Note, a.Made, a.At))];
    }

    /// <summary>Of each cause at each site of these rounds the open alert, or else the last.</summary>
    public async Task<ILookup<(string District, int Round), KeptAlert>> Latest(IReadOnlyList<RoundInfo> rounds, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await connection.QueryAsync<AlertRow>(new CommandDefinition($"""
            select distinct on (a.district, a.round, a.site, a.cause) {string.Join(", ", AlertStore.Columns.Split(", ").Select(c => $"a.{c}"))}
            from unnest(@districts, @ids) as r (district, round) join alerts a on a.district = r.district and a.round = r.round
            order by a.district, a.round, a.site, a.cause, a.ended desc
            """, new { districts = rounds.Select(r => r.District).ToArray(), ids = rounds.Select(r => r.Id).ToArray() }, cancellationToken: cancel))).Select(r => r.ToAlert(vault)).ToLookup(a => (a.District, a.Round));
    }

    /// <summary>Signs that were still open when their round was closed.</summary>
    public async Task<IReadOnlyList<KeptAlert>> LeftOver(CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<AlertRow>(new CommandDefinition($"""
            select {string.Join(", ", AlertStore.Columns.Split(", ").Select(c => $"a.{c}"))} from alerts a join rounds r on r.district = a.district and r.id = a.round
            where a.ended is null and a.kind = 'Sign' and r.state in ('Closed', 'Sealed') limit @MostOpen
            """, new { MostOpen }, cancellationToken: cancel))).Select(r => r.ToAlert(vault))];
    }

    /// <summary>The districts with an open round that this server watches until the lease ends: those it had, and those that nobody has any more.</summary>
    public async Task<IReadOnlySet<string>> Hold(Guid server, TimeSpan lease, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await connection.QueryAsync<string>(new CommandDefinition("""
            insert into alert_watches (district, server, until) select distinct district, @server, now() + @lease from rounds where state = 'Open' order by 1
            on conflict (district) do update set server = excluded.server, until = excluded.until where alert_watches.server = excluded.server or alert_watches.until < now()
            returning district
            """, new { server, lease }, cancellationToken: cancel))).ToHashSet();
    }

    /// <summary>Another server may go on at once.</summary>
    public async Task LetGo(Guid server)
    {
        await using var connection = await postgres.OpenConnectionAsync();
        await connection.ExecuteAsync("delete from alert_watches where server = @server", new { server });
    }
}
