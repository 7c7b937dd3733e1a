using System.Net.Http.Json;
using Microsoft.Playwright;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests.Samples;

/// <summary>A tube's whole way in real browsers: filled at the site's tablet, boxed and signed for three times, flagged by the lab, and its people on the office's list.</summary>
public sealed class TubePagesTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    private const string Site = "S01";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tube_goes_from_the_tablet_by_the_courier_to_the_lab_and_back_as_a_list_of_whom_to_call()
    {
        var tickets = await Tickets(12);
        var tablet = await Tablet(1280, 800);
        await FillATube(tablet, tickets);
        await SignThreeTimes(tablet);
        await FindWhomToCall();
        var phone = await Tablet(390, 844, "en", "dark");
        await Scan(phone, "PJ-0003");
        await Put(phone, tickets[11]);
        await NewcomersServer.Keep(phone, "tubes-en-dark-390", whole: true);
    }

    private static async Task FillATube(IPage tablet, IReadOnlyList<int> tickets)
    {
        await Scan(tablet, "pj-0001");
        await Assertions.Expect(tablet.Locator("[data-figure=filled]")).ToHaveTextAsync("0 / 10 人");
        await Assertions.Expect(tablet.Locator("[data-figure=next]")).ToHaveTextAsync($"{tickets[0]}");
        foreach (var ticket in tickets.Take(7)) await Put(tablet, ticket);
        await Assertions.Expect(tablet.Locator(".tube > i.in")).ToHaveCountAsync(7);
        await Assertions.Expect(tablet.Locator("[data-figure=next]")).ToHaveTextAsync($"{tickets[7]}");
        await NewcomersServer.Keep(tablet, "tubes-zh-1280");

        await Scan(tablet, $"{tickets[2]}");
        await Assertions.Expect(tablet.Locator("[data-outcome=Already]")).ToBeVisibleAsync();
        foreach (var ticket in tickets.Skip(7).Take(3)) await Put(tablet, ticket);
        await Scan(tablet, $"{tickets[10]}");
        await Assertions.Expect(tablet.Locator("[data-outcome=Full]")).ToContainTextAsync("扫下一支空试管");
        await NewcomersServer.Keep(tablet, "tubes-full-zh-1280");
        await Scan(tablet, "PJ-0002");
        await Assertions.Expect(tablet.Locator("[data-figure=filled]")).ToHaveTextAsync("1 / 10 人");

        await tablet.Locator(".mates .button").First.ClickAsync();
        await tablet.GetByText("孩子不配合").ClickAsync();
        await NewcomersServer.Keep(tablet, "tubes-mend-zh-1280");
        await tablet.GetByRole(AriaRole.Button, new() { Name = "退回，撤销采样" }).ClickAsync();
        await Assertions.Expect(tablet.Locator("[data-figure=filled]")).ToHaveTextAsync("0 / 10 人");
    }

    private async Task SignThreeTimes(IPage tablet)
    {
        await Box(tablet, "BOX-01");
        await tablet.GetByRole(AriaRole.Button, new() { Name = "PJ-0001" }).First.ClickAsync();
        await tablet.GetByRole(AriaRole.Button, new() { Name = "封箱" }).ClickAsync();
        await tablet.GetByRole(AriaRole.Button, new() { Name = "采样点签字" }).ClickAsync();
        await Assertions.Expect(tablet.Locator(".boxes-pane")).ToContainTextAsync("等转运员签字");

        var courier = await Person(Grant.Courier, 390, 844);
        await courier.Locator("[data-box=BOX-01]").GetByRole(AriaRole.Button, new() { Name = "签字" }).ClickAsync();
        await Assertions.Expect(courier.Locator("[data-box=BOX-01]")).ToContainTextAsync("等实验室签收");
        await NewcomersServer.Keep(courier, "courier-zh-390");
        var lab = await Person(Grant.Lab, 1280, 800);
        await lab.GetByPlaceholder("扫转运箱条码签字").FillAsync("box-01");
        await lab.GetByPlaceholder("扫转运箱条码签字").PressAsync("Enter");
        await Assertions.Expect(lab.Locator("[data-box=BOX-01]")).ToContainTextAsync("已送达");
        await lab.GetByPlaceholder("扫试管条码").FillAsync("pj-0001");
        await lab.GetByPlaceholder("扫试管条码").PressAsync("Enter");
        await lab.GetByRole(AriaRole.Button, new() { Name = "阳性待查" }).ClickAsync();
        await lab.GetByText("混检阳性").ClickAsync();
        await lab.GetByRole(AriaRole.Button, new() { Name = "标记，召回这些人" }).ClickAsync();
        await Assertions.Expect(lab.Locator(".box-yes").Last).ToContainTextAsync("指挥部在召回");
        await NewcomersServer.Keep(lab, "lab-zh-1280");
        await lab.SetViewportSizeAsync(390, 844);
        await NewcomersServer.Keep(lab, "lab-zh-390", whole: true);
    }

    private async Task FindWhomToCall()
    {
        var office = await server.Centre("/samples");
        await Assertions.Expect(office.Locator(".callbacks tbody tr")).ToHaveCountAsync(10);
        await Assertions.Expect(office.Locator("[data-loss=AbortedSwab]")).ToHaveAttributeAsync("data-count", "1");
        await Assertions.Expect(office.Locator("[data-loss=NoIdentityNumber]")).ToHaveAttributeAsync("data-count", "10");
        await office.Locator("[data-loss=AbortedSwab]").ClickAsync();
        await Assertions.Expect(office.GetByText("孩子不配合")).ToBeVisibleAsync();
        Assert.DoesNotMatch("1[0-9]{10}", await office.Locator("body").InnerTextAsync());
        await NewcomersServer.Keep(office, "samples-zh-1440");
        var dark = await server.Centre("/samples", "en", "dark");
        await dark.Locator($"[data-site={Site}] .opener").ClickAsync();
        await dark.Locator(".tube-chips .chip", new() { HasTextString = "PJ-0001" }).ClickAsync();
        await Assertions.Expect(dark.Locator(".trace")).ToContainTextAsync("混检阳性");
        await NewcomersServer.Keep(dark, "samples-tube-en-dark-1440");
    }

    [Fact]
    public async Task A_device_of_no_site_is_told_where_its_code_comes_from()
    {
        var page = await server.Centre("/tubes");
        await Assertions.Expect(page.GetByText("这台设备没有登记到采样点")).ToBeVisibleAsync();
    }

    private static async Task Scan(IPage page, string text)
    {
        await page.Locator(".tube-pane .scan input").FillAsync(text);
        await page.Locator(".tube-pane .scan input").PressAsync("Enter");
    }

    private static async Task Put(IPage page, int ticket)
    {
        await Scan(page, $"{ticket}");
        await Assertions.Expect(page.Locator(".mates li").First).ToContainTextAsync($"{ticket}");
    }

    private static async Task Box(IPage page, string code)
    {
        await page.Locator(".boxes-pane .scan input").FillAsync(code);
        await page.Locator(".boxes-pane .scan input").PressAsync("Enter");
    }

    /// <summary>People with household numbers that no list knows: walk-ins, with the tickets they got.</summary>
    private async Task<IReadOnlyList<int>> Tickets(int people)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var tickets = new List<int>();
        for (var n = 0; n < people; n++)
        {
            using var answer = await http.PostAsJsonAsync($"/api/v1/public/sites/{Site}/tickets", new { household = $"Z{n:D5}", phone = $"1990178{n:D4}", name = $"王小{(char)('明' + n)}", consent = true }, Cancel);
            tickets.Add((await answer.Content.ReadFromJsonAsync<Taken>(Cancel))!.Ticket);
        }
        return tickets;
    }

    private async Task<IPage> Tablet(int width, int height, string language = "zh-CN", string theme = "light")
    {
        var page = await server.Page(width, height);
        await page.AddInitScriptAsync($"localStorage.setItem('screenops.language', '{language}'); localStorage.setItem('screenops.theme', '{theme}')");
        await page.GotoAsync(server.Link((await server.Get<OneTimeCodes>().ForSite(NewcomersServer.District, Site, false, Cancel)).Code));
        await page.Reaches("/tablet$");
        await page.GotoAsync(new Uri(server.Address, "/tubes").ToString());
        return page;
    }

    private async Task<IPage> Person(Grant grant, int width, int height)
    {
        var id = Guid.NewGuid();
        await server.Get<Accounts>().Add(new(id, NewcomersServer.District, grant == Grant.Lab ? "区疾控实验室" : "张师傅", grant, null, Guid.Empty, false), null, Cancel);
        var page = await server.Page(width, height);
        await page.GotoAsync(server.Link((await server.Get<OneTimeCodes>().ForAccount(id, Cancel)).Code));
        await page.Reaches("/lab$");
        return page;
    }

    private sealed record Taken(int Ticket);
}
