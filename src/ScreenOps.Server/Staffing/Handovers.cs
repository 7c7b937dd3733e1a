using Dapper;
using Npgsql;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Staffing;

internal abstract record HandoverOutcome
{
    public sealed record Done : HandoverOutcome;
    public sealed record NotThere : HandoverOutcome;
    /// <summary>Somebody hands over this lane already.</summary>
    public sealed record LaneBusy : HandoverOutcome;
    public sealed record Refused(HandoverRefusal Why) : HandoverOutcome;
}

/// <summary>Lanes that go from one member to another: the giver signs by offering it, the taker by taking it.</summary>
internal sealed class Handovers(NpgsqlDataSource postgres, RoundBook book, PlanStore plans, SiteBook sites, Vault vault)
{
    public async Task<HandoverOutcome> Give(string district, int id, Guid handover, Guid giver, Guid taker, string site, int lane, string note, CancellationToken cancel)
    {
        if (await book.Round(district, id) is not { State: RoundState.Open or RoundState.Draft } round) return new HandoverOutcome.NotThere();
        var plan = await plans.Read(round, cancel);
        var lanes = (await sites.Sites(district, id)).FirstOrDefault(s => s.Code == site)?.LanesPlanned ?? 0;
        if (LaneHandover.Against(plan.Input, [.. plan.Seats.Where(a => a.Member == giver)], taker, [.. plan.Seats.Where(a => a.Member == taker)], site, lane, lanes) is { } why) return new HandoverOutcome.Refused(why);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("""
                insert into handovers (id, district, round, site, lane, giver, taker, note, given_at) values (@handover, @District, @Id, @site, @lane, @giver, @taker, @note, @at) on conflict (id) do nothing
                """, new { handover, round.District, round.Id, site, lane, giver, taker, note, at = round.Clock.GetUtcNow().UtcDateTime }, cancellationToken: cancel));
            return new HandoverOutcome.Done();
        }
        catch (PostgresException e) when (e.ConstraintName == "one_handover_a_lane")
        {
            return new HandoverOutcome.LaneBusy();
        }
    }

    /// <summary>The taker's signature; a second one changes nothing.</summary>
    public Task<HandoverOutcome> Take(string district, Guid handover, Guid taker, CancellationToken cancel) => Sign(district, handover, """
        update handovers set taken_at = coalesce(taken_at, @at) where id = @handover and taker = @member and dropped_at is null
        """, taker, cancel);

    /// <summary>The giver takes it back or the taker does not take it, as long as it is not taken.</summary>
    public Task<HandoverOutcome> Drop(string district, Guid handover, Guid member, CancellationToken cancel) => Sign(district, handover, """
        update handovers set dropped_at = coalesce(dropped_at, @at) where id = @handover and @member in (giver, taker) and taken_at is null
        """, member, cancel);

    private async Task<HandoverOutcome> Sign(string district, Guid handover, string sql, Guid member, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var round = await connection.ExecuteScalarAsync<int?>(new CommandDefinition("select round from handovers where id = @handover and district = @district", new { handover, district }, cancellationToken: cancel));
        if (round is not { } id || await book.Round(district, id) is not { } of) return new HandoverOutcome.NotThere();
        return await connection.ExecuteAsync(new CommandDefinition(sql, new { handover, member, at = of.Clock.GetUtcNow().UtcDateTime }, cancellationToken: cancel)) == 1 ? new HandoverOutcome.Done() : new HandoverOutcome.NotThere();
    }

    public async Task<IReadOnlyList<HandoverShown>> OfRound(RoundInfo round, TimeZoneInfo zone, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<HandoverRow>(new CommandDefinition("""
            select h.round, h.id, h.site, h.lane, h.giver, h.taker, g.name as giver_name, t.name as taker_name, h.note, h.given_at, h.taken_at
            from handovers h join members g on g.id = h.giver join members t on t.id = h.taker
            where h.district = @District and h.round = @Id and h.dropped_at is null order by h.given_at desc limit 200
            """, new { round.District, round.Id }, cancellationToken: cancel))).Select(h => h.Shown(null, zone, vault))];
    }
}
