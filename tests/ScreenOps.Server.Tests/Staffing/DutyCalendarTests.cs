using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Npgsql;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Platform;
using static ScreenOps.Server.Tests.Staffing.PlanBoardTests;

namespace ScreenOps.Server.Tests.Staffing;

public sealed class DutyCalendarTests(RealEngines engines)
{
    [Fact]
    public async Task A_members_calendar_replaces_what_a_new_plan_changes_and_cancels_what_it_takes_back()
    {
        await using var district = await PlanDistrict.Make(engines);
        var plan = await district.Make();
        var (site, seat) = Seats(plan).First(s => (string?)s.Seat["role"] == "Sampler" && (string?)s.Seat["shift"] == "A" && Seats(plan).Count(o => (string?)o.Seat["member"]!["id"] == (string?)s.Seat["member"]!["id"]) == 1);
        var member = (string)seat["member"]!["id"]!;
        Assert.Empty((await Calendar(district, member)).Events);

        await district.Post("publish", null);
        var (text, told) = await Event(district, member);
        Assert.Contains("METHOD:PUBLISH", text, StringComparison.Ordinal);
        Assert.Contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai", text, StringComparison.Ordinal);
        Assert.Contains("DTSTART;TZID=Asia/Shanghai:", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.Equal(("05:30", "09:30", "TENTATIVE", 0), ($"{told.Start!.Value:HH:mm}", $"{told.End!.Value:HH:mm}", told.Status, told.Sequence));
        Assert.StartsWith("采样员 · ", told.Summary, StringComparison.Ordinal);

        // Moved to another site: the same event, replaced once the plan is published.
        var effects = await district.Get($"effects?member={member}&site={site}&shift=A&role=Sampler&seat={(int)seat["seat"]!}");
        var to = effects["seats"]!.AsArray().First(e => e!["why"] is null && (string?)e["site"] != site && (string?)e["shift"] == "A")!;
        var place = Place((string)to["site"]!, to);
        await district.Post("moves", new { member, from = Place(site, seat), to = place });
        Assert.Equal(0, (await Event(district, member)).Event.Sequence);
        await district.Post("publish", null);
        var moved = (await Event(district, member)).Event;
        Assert.Equal((told.Uid, 1, "TENTATIVE"), (moved.Uid, moved.Sequence, moved.Status));
        Assert.NotEqual(told.Summary, moved.Summary);

        // Published again without a change for this member: nothing to replace.
        var other = Seats(await district.Plan()).First(s => (string?)s.Seat["role"] == "Marshal" && (string?)s.Seat["shift"] == "B");
        await district.Post("moves", new { member = (string)other.Seat["member"]!["id"]!, from = Place(other.Site, other.Seat) });
        await district.Post("publish", null);
        Assert.Equal(1, (await Event(district, member)).Event.Sequence);

        // The shift begins at another time: told at once.
        var round = district.Path[..^"/plan".Length];
        var edit = await district.Http.PutAsJsonAsync(round, new { shifts = new[] { new { code = "A", name = "早班", starts = "06:00:00", ends = "09:30:00" }, new { code = "B", name = "午班", starts = "09:30:00", ends = "13:00:00" } } });
        Assert.True(edit.IsSuccessStatusCode, await edit.Content.ReadAsStringAsync());
        var later = (await Event(district, member)).Event;
        Assert.Equal((told.Uid, 2, "06:00"), (later.Uid, later.Sequence, $"{later.Start!.Value:HH:mm}"));

        await district.Post("moves", new { member, from = place });
        await district.Post("publish", null);
        var cancelled = (await Event(district, member)).Event;
        Assert.Equal((told.Uid, 3, "CANCELLED"), (cancelled.Uid, cancelled.Sequence, cancelled.Status));
    }

    [Fact]
    public async Task A_member_reads_the_own_calendar_a_no_cancels_at_once_and_nobody_else_reads_it()
    {
        await using var district = await PlanDistrict.Make(engines);
        await district.Make();
        var plan = await district.Post("publish", null);
        var member = Guid.Parse((string)Seats(plan).First().Seat["member"]!["id"]!);
        await using var connection = await district.Server.Get<NpgsqlDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken);
        var token = await DutySheetTests.SignIn(district, Grant.Member, null, "13900000009");
        using var own = district.Server.Http(token);
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync("/api/v1/calendar")).StatusCode);
        // The same person: the account has the member's phone.
        await connection.ExecuteAsync("update members set phone_index = (select phone_index from accounts where grant_name = 'Member' and member is null) where id = @member", new { member });

        var mine = Ical.Net.Calendar.Load(await own.GetStringAsync("/api/v1/calendar"))!;
        Assert.NotEmpty(mine.Events);
        Assert.Equal(mine.Events.Select(e => e.Uid), (await Calendar(district, member.ToString())).Events.Select(e => e.Uid));
        Assert.Equal(HttpStatusCode.Forbidden, (await own.GetAsync($"/api/v1/members/{member}/calendar")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await district.Http.GetAsync($"/api/v1/members/{Guid.NewGuid()}/calendar")).StatusCode);
        Assert.Contains(Ical.Net.Calendar.Load(await own.GetStringAsync("/api/v1/calendar?language=en"))!.Events, e => e.Summary!.StartsWith("Site lead · ", StringComparison.Ordinal));

        await connection.ExecuteAsync("update assignments set state = 'Confirmed' where member = @member", new { member });
        Assert.All((await Calendar(district, member.ToString())).Events, e => Assert.Equal(("CONFIRMED", 1), (e.Status, e.Sequence)));
        await connection.ExecuteAsync("update assignments set state = 'Declined' where member = @member", new { member });
        Assert.All((await Calendar(district, member.ToString())).Events, e => Assert.Equal(("CANCELLED", 2), (e.Status, e.Sequence)));
    }

    private static async Task<Ical.Net.Calendar> Calendar(PlanDistrict district, string member) => Ical.Net.Calendar.Load(await district.Http.GetStringAsync($"/api/v1/members/{member}/calendar"))!;

    private static async Task<(string Text, CalendarEvent Event)> Event(PlanDistrict district, string member)
    {
        var text = await district.Http.GetStringAsync($"/api/v1/members/{member}/calendar");
        return (text, Assert.Single(Ical.Net.Calendar.Load(text)!.Events));
    }
}
