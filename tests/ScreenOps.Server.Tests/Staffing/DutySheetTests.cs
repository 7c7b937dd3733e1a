using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using MiniExcelLibs;
using Npgsql;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Platform;
using static ScreenOps.Server.Tests.Staffing.PlanBoardTests;

namespace ScreenOps.Server.Tests.Staffing;

/// <summary>The plan as it leaves the screen: sheets, workbooks, calendars.</summary>
public sealed class DutySheetTests(RealEngines engines)
{
    [Fact]
    public async Task A_sites_sheet_has_both_shifts_with_the_lead_first_and_no_whole_phone()
    {
        await using var district = await PlanDistrict.Make(engines);
        var plan = await district.Make();
        var sheet = await district.Get("sheets?site=S05");
        var rows = Assert.Single(sheet["sites"]!.AsArray())!["rows"]!.AsArray();
        Assert.Equal(plan["sites"]!.AsArray().Single(s => (string?)s!["site"] == "S05")!["seats"]!.AsArray().Count, rows.Count);
        Assert.Equal(["A", "B"], rows.Select(r => (string)r!["shift"]!).Distinct());
        foreach (var shift in rows.GroupBy(r => (string)r!["shift"]!)) Assert.Equal("SiteLead", (string?)shift.First()!["role"]);
        Assert.All(rows, r => Assert.Matches(@"^1\d\d\*{4}\d{4}$", (string?)r!["phone"]));
        Assert.DoesNotMatch("1[0-9]{10}", sheet.ToJsonString());
        Assert.Equal(43, (await district.Get("sheets"))["sites"]!.AsArray().Count);
        using var nowhere = await district.Http.GetAsync(district.Path + "/sheets?site=S99");
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    [Fact]
    public async Task A_sites_lead_gets_the_sheet_of_that_site_once_its_people_were_told_and_nobody_else_gets_any()
    {
        await using var district = await PlanDistrict.Make(engines);
        await district.Make();
        using var lead = district.Server.Http(await SignIn(district, Grant.SiteLead, "S01", "13800000002"));
        async Task<int> Named() => (await lead.GetFromJsonAsync<JsonObject>(district.Path + "/sheets?site=S01"))!["sites"]![0]!["rows"]!.AsArray().Count(r => r!["name"] is not null);
        Assert.Equal(0, await Named());
        await district.Post("publish", null);
        Assert.True(await Named() > 10);
        using var tablet = district.Server.Http(await district.Server.Tablet(district.Code, Guid.NewGuid(), "S01"));
        foreach (var (reader, query) in new[] { (lead, "/sheets?site=S02"), (lead, "/sheets"), (lead, "/sheets.xlsx"), (tablet, "/sheets?site=S01"), (lead, "/comparison"), (lead, "/effects?member=" + Guid.NewGuid()) })
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(district.Path + query)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync(district.Path + "/sheets.xlsx?site=S01")).StatusCode);
    }

    [Fact]
    public async Task The_districts_workbook_has_the_sums_each_shift_and_who_is_left_over()
    {
        await using var district = await PlanDistrict.Make(engines);
        var plan = await district.Make();
        var (site, seat) = Seats(plan).First(s => (string?)s.Seat["role"] == "Sampler" && (string?)s.Seat["shift"] == "A");
        var freed = await district.Post("moves", new { member = (string)seat["member"]!["id"]!, from = Place(site, seat) });
        var name = "=HYPERLINK(\"http://x\")";
        await using (var connection = await district.Server.Get<NpgsqlDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken))
            await connection.ExecuteAsync("update members set name = @name where id = @id", new { name, id = Guid.Parse((string)Seats(freed).First(s => s.Site == "S40").Seat["member"]!["id"]!) });

        using var answer = await district.Http.GetAsync(district.Path + "/sheets.xlsx");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("排班表", answer.Content.Headers.ContentDisposition!.FileNameStar, StringComparison.Ordinal);
        using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["汇总", "早班 05.30-09.30", "午班 09.30-13.00", "没派上的人"], file.GetSheetNames());
        var sums = Rows(file, "汇总");
        Assert.Equal((44, "合计", 1d), (sums.Count, (string)sums[^1]["采样点"]!, Convert.ToDouble(sums[^1]["早班 空缺"])));
        var early = Rows(file, "早班 05.30-09.30");
        var late = Rows(file, "午班 09.30-13.00");
        Assert.Equal(908, early.Count + late.Count);
        var empty = Assert.Single(early, r => r["姓名"] is null);
        Assert.Equal((site, "采样员", "空缺"), ((string)empty["编号"]!, (string)empty["岗位"]!, (string)empty["状态"]!));
        Assert.Equal(freed["left"]!.AsArray().Count, Rows(file, "没派上的人").Count);
        // A name is a text, whatever it looks like.
        Assert.Contains(early.Concat(late), r => (string?)r["姓名"] == name);
        using var zip = new System.IO.Compression.ZipArchive(file);
        foreach (var part in zip.Entries.Where(e => e.FullName.Contains("worksheets/sheet", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(part.Open());
            Assert.DoesNotContain("<x:f>", await text.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using var english = await district.Http.GetAsync(district.Path + "/sheets.xlsx?site=S05&language=en");
        using var one = new MemoryStream(await english.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["早班 05.30-09.30", "午班 09.30-13.00"], one.GetSheetNames());
        Assert.Equal("Site lead", (string)Rows(one, "早班 05.30-09.30")[0]["Role"]!);
    }

    private static List<IDictionary<string, object?>> Rows(Stream file, string sheet) => [.. file.Query(useHeaderRow: true, sheetName: sheet).Cast<IDictionary<string, object?>>()];

    internal static async Task<string> SignIn(PlanDistrict district, Grant grant, string? site, string phone)
    {
        var (accounts, id) = (district.Server.Get<Accounts>(), Guid.NewGuid());
        await accounts.Add(new(id, district.Code, "who", grant, site, Guid.Empty, false), phone, default);
        await accounts.ChangePassword(id, null, "three blind mice", default);
        return district.Server.Get<ServerToken>().For((await accounts.Find(id, default))!.Principal());
    }
}
