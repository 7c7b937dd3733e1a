using System.Text;
using Dapper;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// A member's duties as a calendar (RFC 5545). A duty is one event for a round and shift whatever becomes of it: its UID stays, SEQUENCE grows with every
/// change that the member is told of, and one that is taken back is there as cancelled, so that a phone replaces what it has.
/// </summary>
internal sealed class DutyCalendar(NpgsqlDataSource postgres, RoundBook book, TimeProvider time)
{
    /// <summary>So far back, and so many.</summary>
    private static readonly TimeSpan Past = TimeSpan.FromDays(90);
    private const int Most = 500;

    /// <summary>Null: the account is not that of a member.</summary>
    public async Task<Guid?> MemberOf(Guid account, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition("""
            select m.id from accounts a join members m on m.district = a.district and (m.id = a.member or a.member is null and m.phone_index = a.phone_index) where a.id = @account
            """, new { account }, cancellationToken: cancel));
    }

    public async Task<bool> Has(string district, Guid member, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select exists (select from members where district = @district and id = @member)", new { district, member }, cancellationToken: cancel));
    }

    public async Task<byte[]> Of(string district, Guid member, SheetWords words, CancellationToken cancel)
    {
        var info = await book.District(district);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var duties = await connection.QueryAsync<Row>(new CommandDefinition("""
            select d.round, d.shift, d.member, d.role, d.day, d.starts::interval as starts, d.ends::interval as ends, d.state, d.sequence, d.changed_at,
                r.name as round_name, s.name as site_name, s.address, s.latitude, s.longitude
            from duties d join rounds r on r.district = d.district and r.id = d.round and not r.rehearsal join sites s on s.district = d.district and s.code = d.site
            where d.district = @district and d.member = @member and d.day >= @since order by d.day desc, d.starts desc limit @Most
            """, new { district, member, since = DateOnly.FromDateTime((time.GetUtcNow() - Past).UtcDateTime), Most }, cancellationToken: cancel));
        var calendar = new Calendar { ProductId = "-//ScreenOps//Duty//EN", Method = CalendarMethods.Publish };
        calendar.AddProperty("X-WR-CALNAME", $"{words.Calendar} · {info.Name}");
        calendar.AddProperty("X-WR-TIMEZONE", info.TimeZone);
        calendar.AddTimeZone(new VTimeZone(info.TimeZone));
        foreach (var duty in duties) calendar.Events.Add(Event(district, duty, info.TimeZone, words));
        return Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar)!);
    }

    private static CalendarEvent Event(string district, Row d, string zone, SheetWords words) => new()
    {
        Uid = $"{d.Round}-{d.Shift}-{d.Member:N}.{district}@screenops",
        Summary = $"{words.Of(Enum.Parse<Role>(d.Role))} · {d.SiteName}",
        Description = $"{words.Round}: {d.RoundName}",
        Location = d.Address.Length > 0 ? $"{d.SiteName}, {d.Address}" : d.SiteName,
        GeographicLocation = new(d.Latitude, d.Longitude),
        Start = new(d.Day, TimeOnly.FromTimeSpan(d.Starts), zone),
        End = new(d.Day, TimeOnly.FromTimeSpan(d.Ends), zone),
        Status = d.State switch { "Cancelled" => EventStatus.Cancelled, "Confirmed" => EventStatus.Confirmed, _ => EventStatus.Tentative },
        Sequence = d.Sequence,
        DtStamp = Utc(d.ChangedAt),
        LastModified = Utc(d.ChangedAt),
    };

    private static CalDateTime Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));

    private sealed class Row
    {
        public int Round { get; init; }
        public string Shift { get; init; } = "";
        public Guid Member { get; init; }
        public string Role { get; init; } = "";
        public DateOnly Day { get; init; }
        public TimeSpan Starts { get; init; }
        public TimeSpan Ends { get; init; }
        public string State { get; init; } = "";
        public int Sequence { get; init; }
        public DateTime ChangedAt { get; init; }
        public string RoundName { get; init; } = "";
        public string SiteName { get; init; } = "";
        public string Address { get; init; } = "";
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }
}
