using System.Net;
using System.Net.Http.Json;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Board;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

/// <summary>The report of a round says what was true in each minute, whenever it came to be known.</summary>
public sealed class ReportTests(RealEngines engines)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_tablet_told_an_hour_late_is_reported_in_the_minutes_in_which_it_was_made()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));
        var began = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds() / 60_000;
        await Tell(server, district, "S1", (CountKind.Open, 0, began - 1), (CountKind.Arrived, 10, began), (CountKind.Sampled, 4, began + 5), (CountKind.Sampled, 5, began + 30), (CountKind.Left, 1, began + 31));
        await Tell(server, district, "S2", (CountKind.Arrived, 3, began + 20), (CountKind.Sampled, 1, began + 20));

        var report = (await http.GetFromJsonAsync<Report>("/api/v1/board/report?round=1", Cancel))!;
        var (whole, first) = (report.Whole, report.Sites.Single(s => s.Code == "S1"));
        Assert.Equal((13, 10, 1, 10, began, began + 5, began + 30), (whole.Arrived, whole.Sampled, whole.Left, whole.Peak, whole.PeakAt, whole.First, whole.Last));
        Assert.Equal((20L, 3, 300), (first.Late, whole.Sites, whole.Due));
        // Four waited 5 minutes and five waited 30; the levels are 15 and 30.
        Assert.Equal(new(9, 170.0 / 9, 30, 30, 30, 4, 5), first.Waits);
        Assert.Equal([began, began + 5, began + 20, began + 30, began + 31], report.Minutes.Select(m => m.Minute));
        Assert.Equal(report.Minutes.Sum(m => m.Sampled), report.Quarters.Sum(q => q.Sampled));
        Assert.Equal((whole.Arrived, whole.Sampled), (Assert.Single(report.Villages).Arrived, report.Villages[0].Sampled));
        Assert.Equal((0, 0, 0), (report.Sites.Single(s => s.Code == "S3").Waits.People, report.Tubes.Tubes, report.Staff.Count));
    }

    [Fact]
    public async Task People_on_duty_lanes_that_moved_alerts_and_tubes_are_counted_by_what_became_of_them()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));
        // In three days: of a shift that has begun, whoever confirmed and did not come is absent by the clock.
        await district.Do("""
            update rounds set day = current_date + 3 where district = @code and id = 1;
            insert into shifts values (@code, 1, 'A', 'Early', '05:30', '09:30');
            insert into posts values (@code, 1, 'S1', 'A', 'Sampler', 3), (@code, 1, 'S2', 'A', 'Sampler', 1), (@code, 1, 'S1', 'A', 'SiteLead', 1);
            insert into members (district, name, phone_index, phone_sealed, roles, village) select @code, 'M' || n, decode(lpad(n::text, 2, '0'), 'hex'), 'x', array['Sampler'], 'V' from generate_series(1, 4) n;
            insert into assignments (district, round, member, shift, site, role, seat, state)
            select @code, 1, id, 'A', 'S1', 'Sampler', right(name, 1)::int % 3, (array['Present', 'Absent', 'Confirmed', 'Declined'])[right(name, 1)::int] from members where district = @code;
            insert into moves (id, district, round, giver, taker, members, made, arrives, due, giver_lanes, taker_lanes, giver_without, giver_with, taker_without, taker_with, measured, taker_real)
            select gen_random_uuid(), @code, 1, 'S2', 'S1', array_agg(id), 1000, 2000, 3000, 2, 1, 3, 5, 40, 22, 3500, 19 from members where district = @code and name < 'M3';
            insert into alerts (id, district, round, site, kind, cause, severity, state, raised, since, ended, end_how) values ('00000000-0000-0000-0000-00000000000a', @code, 1, 'S1', 'Help', 'tubes', 'Act', 'Ended', 1000, 1000, 9000, 'Resolved');
            insert into alert_acts (id, alert, version, does, by, made, at, state) select gen_random_uuid(), '00000000-0000-0000-0000-00000000000a', n, does, 'Office', n * 1000, n * 1000, 'Taken'
            from unnest(array['Raise', 'Escalate', 'Take', 'Release', 'Take', 'Arrive']) with ordinality d (does, n);
            insert into boxes (district, code, round, site, made_at, sealed_at, first_swab) values (@code, 'BOX-1', 1, 'S1', 0, 60000, 0), (@code, 'BOX-2', 1, 'S1', 0, null, null);
            insert into tubes (district, barcode, round, site, size, opened_at, box, trouble) values (@code, 'T001', 1, 'S1', 10, 0, 'BOX-1', null), (@code, 'T002', 1, 'S1', 10, 0, null, 'Lost');
            insert into box_signatures values (@code, 'BOX-1', 'Lab', gen_random_uuid(), 'lab', 200 * 60000)
            """);
        var report = (await http.GetFromJsonAsync<Report>("/api/v1/board/report?round=1", Cancel))!;
        Assert.Equal([new("A", "SiteLead", 1, 0, 0, 0, 0, 0), new("A", "Sampler", 4, 3, 1, 1, 1, 0)], report.Staff);
        Assert.Equal(new(1000, "S2", "S1", 2, false, 5, 40, 22, null, 19), Assert.Single(report.Moves));
        Assert.Equal(new("S1", "tubes", "Act", 1000, 3000, 6000, 9000, "Resolved", 1), Assert.Single(report.Alerts));
        Assert.Equal(new(2, 0, 1, 2, 1, 1, 1, 0, 200, 200), report.Tubes);

        await district.Do("insert into alerts (id, district, round, site, kind, cause, severity, state, raised, since, ended, end_how) select gen_random_uuid(), @code, 1, 'S1', 'Help', 'order', 'Watch', 'Ended', 1000 + n, 1000, 9000, 'Cleared' from generate_series(1, 5000) n");
        var full = (await http.GetFromJsonAsync<Report>("/api/v1/board/report?round=1", Cancel))!;
        Assert.Equal((5000, 5001, 5999L), (full.Alerts.Count, full.AlertsRaised, full.Alerts[^1].Raised));
    }

    [Fact]
    public async Task A_round_that_was_never_open_has_no_report_and_a_tablet_reads_none()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));
        foreach (var none in new[] { 0, 9 }) Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/v1/board/report?round={none}", Cancel)).StatusCode);
        using var tablet = server.Http(await server.Tablet(district.Code, Guid.NewGuid()));
        Assert.Equal(HttpStatusCode.Forbidden, (await tablet.GetAsync("/api/v1/board/report?round=1", Cancel)).StatusCode);
    }

    private static async Task Tell(TestServer server, BoardDistrict district, string site, params (CountKind Kind, long N, long Minute)[] told)
    {
        var commands = told.Select((c, at) => new CountCommand(at + 1, 1, site, c.Kind, c.N, c.Minute * 60_000 + 1000)).ToArray();
        Assert.All(await server.Get<Counter>().Apply(district.Code, Guid.NewGuid(), site, commands, Cancel), r => Assert.Equal(CountOutcome.Applied, r.Outcome));
    }
}
