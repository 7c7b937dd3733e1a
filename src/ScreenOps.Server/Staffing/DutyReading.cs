using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

/// <summary>A duty of one member that is not of a round that ended.</summary>
internal sealed record OwnDuty(int Round, Seat Seat, AssignmentState State, ShiftSpan Shift);

/// <summary>Reads what one member may see: the own duties, the crew of the own posts, the own offers and the own past.</summary>
internal sealed class DutyReading(NpgsqlDataSource postgres, RoundBook book, Vault vault, IOptions<DutyOptions> options)
{
    private const int Past = 30;

    public async Task<IReadOnlyList<OwnDuty>> Own(string district, Guid member, CancellationToken cancel)
    {
        var zone = (await book.District(district)).Zone();
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<DutyRow>(new CommandDefinition(Duties, new { district, member }, cancellationToken: cancel))).Select(r => new OwnDuty(r.Round, r.ToSeat(), r.ToState(), r.Span(zone)))];
    }

    /// <summary>Null: the member is not on duty in this district any more.</summary>
    public async Task<OwnDutyShown?> Read(string district, Guid member, CancellationToken cancel)
    {
        var info = await book.District(district);
        var zone = info.Zone();
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition($"""
            select name from members where district = @district and id = @member and retired_at is null;
            {Duties};
            {Crew};
            {NextShifts};
            {Offers};
            {Handovers};
            {PastDuties}
            """, new { district, member, past = Past }, cancellationToken: cancel));
        if (await rows.ReadSingleOrDefaultAsync<string>() is not { } name) return null;
        var duties = (await rows.ReadAsync<DutyRow>()).ToList();
        var crew = (await rows.ReadAsync<CrewRow>()).ToLookup(c => (c.Round, c.Shift));
        var next = (await rows.ReadAsync<(int Round, string Shift, string Name)>()).ToDictionary(n => (n.Round, n.Shift), n => n.Name);
        var offers = (await rows.ReadAsync<OfferRow>()).ToList();
        var handovers = (await rows.ReadAsync<HandoverRow>()).ToLookup(h => h.Round);
        var past = (await rows.ReadAsync<PastRow>()).ToList();
        var rounds = new List<DutyRoundShown>();
        foreach (var own in duties.GroupBy(d => d.Round).OrderBy(g => g.Min(d => d.Day)).ThenBy(g => g.Key))
            if (await book.Round(district, own.Key) is { } round)
                rounds.Add(new(round.Id, round.Name, round.Day, round.Rehearsal, round.Clock.Speed, round.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    [.. own.Select(d => Shown(d, member, crew[(d.Round, d.Shift)], next.GetValueOrDefault((d.Round, d.Shift)), zone)).OrderBy(d => d.Starts)],
                    [.. handovers[own.Key].Select(h => h.Shown(member, zone, vault))]));
        var asked = new List<OfferShown>();
        foreach (var offer in offers)
            if (await book.Round(district, offer.Round) is { } round && round.Clock.GetUtcNow() < ShiftSpans.Utc(offer.ExpiresAt)) asked.Add(offer.Shown(round, zone));
        return new(vault.OpenText(name), info.Name, rounds, asked, new(past.Where(p => p.There).Select(p => p.Round).Distinct().Count(), past.Count(p => p.There), Math.Round(past.Where(p => p.There).Sum(p => p.Hours), 1),
            [.. past.Take(Past).Select(p => p.Shown())]));
    }

    private DutyShown Shown(DutyRow d, Guid member, IEnumerable<CrewRow> crew, string? next, TimeZoneInfo zone)
    {
        var span = d.Span(zone);
        var holds = new Assignment(d.ToSeat(), member, d.ToState(), false).Holds;
        var others = holds ? crew.Where(c => c.Member != member).ToList() : [];
        var lead = others.FirstOrDefault(c => c.Role == nameof(Role.SiteLead));
        return new(d.Shift, d.ShiftName, span.Starts, span.Ends, d.Site, d.SiteName, d.Address, PlaceShown.Of(d.Latitude, d.Longitude), d.Lanes, Enum.Parse<Role>(d.Role), d.ToState(), d.Reason ?? "",
            span.Starts - options.Value.CheckInBefore, holds ? next : null, d.Stays, lead is null ? null : new(vault.OpenText(lead.Name), vault.Open(lead.PhoneSealed)),
            [.. others.Select(c => new CrewShown(c.Member, vault.OpenText(c.Name), Enum.Parse<Role>(c.Role), c.There)).OrderBy(c => c.Role).ThenBy(c => c.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Of rounds that have not ended; what is only proposed is nobody's duty yet.</summary>
    private const string Duties = """
        select a.round, r.day, a.shift, s.name as shift_name, s.starts::interval as starts, s.ends::interval as ends, a.site, p.name as site_name, p.address, p.latitude, p.longitude,
            coalesce(n.lanes, p.lanes) as lanes, a.role, a.seat, a.state, y.member is not null as stays,
            (select reason from duty_steps d where d.district = a.district and d.round = a.round and d.member = a.member and d.shift = a.shift and d.step = 'Decline' order by at desc limit 1) as reason
        from assignments a join rounds r on r.district = a.district and r.id = a.round join shifts s on s.district = a.district and s.round = a.round and s.code = a.shift
            join sites p on p.district = a.district and p.code = a.site left join round_sites n on n.district = a.district and n.round = a.round and n.site = a.site
            left join stays y on y.district = a.district and y.round = a.round and y.member = a.member and y.shift = a.shift
        where a.district = @district and a.member = @member and a.state <> 'Proposed' and r.state in ('Draft', 'Open')
        """;

    /// <summary>Who else is told of the same site and shift.</summary>
    private const string Crew = """
        select c.round, c.shift, c.member, m.name, c.role, c.state = 'Present' as there, m.phone_sealed
        from assignments a join rounds r on r.district = a.district and r.id = a.round
            join assignments c on c.district = a.district and c.round = a.round and c.shift = a.shift and c.site = a.site join members m on m.id = c.member
        where a.district = @district and a.member = @member and r.state in ('Draft', 'Open') and a.state in ('Published', 'Confirmed', 'Present') and c.state in ('Published', 'Confirmed', 'Present')
        """;

    private const string NextShifts = """
        select a.round, a.shift, min(t.name) from assignments a join rounds r on r.district = a.district and r.id = a.round
            join shifts s on s.district = a.district and s.round = a.round and s.code = a.shift join shifts t on t.district = s.district and t.round = s.round and t.starts = s.ends
        where a.district = @district and a.member = @member and r.state in ('Draft', 'Open')
            and not exists (select from assignments o where o.district = a.district and o.round = a.round and o.member = a.member and o.shift = t.code and o.state in ('Published', 'Confirmed', 'Present'))
        group by a.round, a.shift
        """;

    private const string Offers = """
        select o.asking, k.round, r.day, s.name as shift_name, s.starts::interval as starts, s.ends::interval as ends, p.name as site_name, p.address, p.latitude, p.longitude, k.role, o.expires_at,
            h.latitude as home_latitude, h.longitude as home_longitude
        from seat_offers o join askings k on k.id = o.asking join rounds r on r.district = k.district and r.id = k.round join shifts s on s.district = k.district and s.round = k.round and s.code = k.shift join sites p on p.district = k.district and p.code = k.site
            join members m on m.id = o.member left join lateral (select latitude, longitude from sites v where v.district = m.district and v.village = m.village order by code limit 1) h on true
        where k.district = @district and o.member = @member and o.answer is null and k.state = 'Open' and r.state in ('Draft', 'Open') order by o.expires_at
        """;

    private const string Handovers = """
        select h.round, h.id, h.site, h.lane, h.giver, h.taker, g.name as giver_name, t.name as taker_name, h.note, h.given_at, h.taken_at
        from handovers h join rounds r on r.district = h.district and r.id = h.round join members g on g.id = h.giver join members t on t.id = h.taker
        where h.district = @district and @member in (h.giver, h.taker) and h.dropped_at is null and r.state in ('Draft', 'Open') order by h.given_at desc
        """;

    private const string PastDuties = """
        select a.round, r.day, r.name as round_name, s.name as shift_name, p.name as site_name, a.role, a.state, extract(epoch from s.ends - s.starts)::double precision / 3600 as hours
        from assignments a join rounds r on r.district = a.district and r.id = a.round join shifts s on s.district = a.district and s.round = a.round and s.code = a.shift
            join sites p on p.district = a.district and p.code = a.site
        where a.district = @district and a.member = @member and r.state in ('Closed', 'Sealed') and not r.rehearsal and a.state <> 'Proposed' order by r.day desc, s.starts desc limit 1000
        """;
}
