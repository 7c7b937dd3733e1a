using Dapper;
using Npgsql;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Board;

/// <summary>What the report adds up beside the ledger's minutes: people on duty, lanes that went elsewhere, tubes, and counts that came late.</summary>
internal sealed class ReportRows(NpgsqlDataSource postgres)
{
    private const int AlertsMost = 5000;

    /// <summary>People in counts of each site that were booked five minutes after they were made, or later.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Late(RoundInfo round, CancellationToken cancel) => (await Read<(string Site, long People)>("""
        select site, sum(arrived + sampled + gone) from ledger where district = @District and round = @Id and version is not null and booked - made >= 300000 and kind in (1, 2, 3) group by site
        """, round, cancel)).ToDictionary(r => r.Site, r => r.People);

    public async Task<IReadOnlyList<ReportStaff>> Staff(RoundInfo round, CancellationToken cancel) => [.. await Read<ReportStaff>("""
        select p.shift, p.role, p.seats::int as seats, coalesce(a.planned, 0)::int as planned, coalesce(a.came, 0)::int as came, coalesce(a.missed, 0)::int as missed, coalesce(a.declined, 0)::int as declined, coalesce(a.released, 0)::int as released
        from (select shift, role, sum(seats) as seats from posts where district = @District and round = @Id group by shift, role having sum(seats) > 0) p
        left join (select shift, role, count(*) filter (where state in ('Published', 'Confirmed', 'Present', 'Absent')) as planned, count(*) filter (where state = 'Present') as came, count(*) filter (where state = 'Absent') as missed,
                count(*) filter (where state = 'Declined') as declined, count(*) filter (where state = 'Released') as released
            from assignments where district = @District and round = @Id group by shift, role) a on a.shift = p.shift and a.role = p.role
        join shifts s on s.district = @District and s.round = @Id and s.code = p.shift
        order by s.starts, p.shift, array_position(array['SiteLead', 'Sampler', 'Registrar', 'Verifier', 'Marshal', 'Carer', 'Disinfector', 'Courier'], p.role)
        """, round, cancel)];

    public async Task<IReadOnlyList<ReportMove>> Moves(RoundInfo round, CancellationToken cancel) => [.. await Read<ReportMove>("""
        select made, giver, taker, cardinality(members) as people, undone is not null as undone, giver_with as giverWith, taker_without as takerWithout, taker_with as takerWith, giver_real as giverReal, taker_real as takerReal
        from moves where district = @District and round = @Id order by made
        """, round, cancel)];

    public async Task<int> AlertsRaised(RoundInfo round, CancellationToken cancel) => (await Read<int>("select count(*)::int from alerts where district = @District and round = @Id", round, cancel)).Single();

    /// <summary>In the order in which they were raised, the first 5,000.</summary>
    public async Task<IReadOnlyList<ReportAlert>> Alerts(RoundInfo round, CancellationToken cancel) => [.. await Read<ReportAlert>($"""
        select a.site, a.cause, a.severity, a.raised, min(t.made) filter (where t.does = 'Take') as taken, min(t.made) filter (where t.does = 'Arrive') as arrived, a.ended, a.end_how as how,
            (count(*) filter (where t.does = 'Escalate'))::int as escalated
        from alerts a left join alert_acts t on t.alert = a.id where a.district = @District and a.round = @Id group by a.id order by a.raised, a.id limit {AlertsMost}
        """, round, cancel)];

    public async Task<ReportTubes> Tubes(RoundInfo round, CancellationToken cancel) => (await Read<ReportTubes>("""
        with way as (select (l.at - b.first_swab) / 60000 as minutes from boxes b join box_signatures l on l.district = b.district and l.code = b.code and l.side = 'Lab' where b.district = @District and b.round = @Id and b.first_swab is not null)
        select (select count(*) from tubes where district = @District and round = @Id)::int as tubes,
            (select count(*) from tube_places where district = @District and round = @Id and state = 'In')::int as people,
            (select count(*) from tubes where district = @District and round = @Id and trouble is not null)::int as trouble,
            (select count(*) from boxes where district = @District and round = @Id)::int as boxes,
            (select count(*) from boxes where district = @District and round = @Id and sealed_at is not null)::int as sealed,
            (select count(*) from way)::int as received,
            (select count(*) from way, districts d where d.code = @District and minutes >= d.transport_warn_minutes and minutes < d.transport_alarm_minutes)::int as late,
            (select count(*) from way, districts d where d.code = @District and minutes >= d.transport_alarm_minutes)::int as tooLate,
            (select percentile_disc(0.5) within group (order by minutes) from way)::int as medianMinutes, (select max(minutes) from way)::int as longestMinutes
        """, round, cancel)).Single();

    private async Task<IEnumerable<T>> Read<T>(string sql, RoundInfo round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.QueryAsync<T>(new CommandDefinition(sql, new { round.District, round.Id }, cancellationToken: cancel));
    }
}
