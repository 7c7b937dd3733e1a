using Microsoft.Playwright;
using ScreenOps.Server;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests;

/// <summary>The first start as a newcomer sees it: the sample district on embedded engines, in a real browser.</summary>
public sealed class PagesTests : IAsyncLifetime
{
    private const string District = NewcomersServer.District, Site = "S01";
    private readonly NewcomersServer server = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => server.InitializeAsync();

    [Fact]
    public async Task A_tap_on_the_tablet_appears_on_the_board()
    {
        var (centre, codes) = await Centre(1920, 1080);
        var queue = centre.Locator($".site-list [data-site={Site}] .q");

        var tablet = await server.Page(1280, 800);
        await tablet.GotoAsync(server.Link((await codes.ForSite(District, Site, false, Cancel)).Code));
        await tablet.GetByRole(AriaRole.Button, new() { NameRegex = new("到达|Arrived") }).First.ClickAsync();
        await Assertions.Expect(queue).ToHaveTextAsync("1");
        await NewcomersServer.Keep(tablet, "tablet-1280");
    }

    [Fact]
    public async Task The_map_moves_during_a_rehearsal_that_one_button_begins()
    {
        var (centre, _) = await Centre(1366, 768);
        await Assertions.Expect(centre.Locator(".map-marks .spot")).ToHaveCountAsync(43);
        await Assertions.Expect(centre.Locator(".map-marks .mark-closed")).ToHaveCountAsync(43);
        await centre.GetByRole(AriaRole.Button, new() { NameString = "120×" }).ClickAsync();
        await centre.GetByRole(AriaRole.Button, new() { NameString = "开始演练" }).ClickAsync();

        await Assertions.Expect(centre.GetByText("演练：不是真实数据")).ToBeVisibleAsync();
        await Assertions.Expect(centre.Locator(".map-marks .mark-watch").First).ToBeVisibleAsync();
        // Rows move by need until a pointer is over them.
        await centre.Locator(".site-list .rows").HoverAsync();
        await centre.Locator(".site-list .site").First.ClickAsync();
        await Assertions.Expect(centre.Locator(".panel .minutes canvas")).ToHaveCountAsync(2);
        await NewcomersServer.Keep(centre, "command-1366");
        await centre.SetViewportSizeAsync(1920, 1080);
        await NewcomersServer.Keep(centre, "command-1920");
    }

    [Fact]
    public async Task A_tablets_code_is_shown_to_be_scanned()
    {
        var (centre, _) = await Centre(1366, 768);
        await centre.Locator($".site-list [data-site={Site}]").ClickAsync();
        await centre.GetByRole(AriaRole.Button, new() { NameString = "登记平板" }).ClickAsync();
        await Assertions.Expect(centre.Locator(".site-actions .code img")).ToBeVisibleAsync();
        await Assertions.Expect(centre.Locator(".site-actions .code img")).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await centre.Locator(".site-actions .code img").EvaluateAsync<bool>("picture => picture.naturalWidth > 0"));
    }

    [Fact]
    public async Task A_plan_is_made_a_seat_is_freed_and_taken_back_and_the_plan_is_published()
    {
        var (centre, _) = await Centre(1440, 900);
        await centre.GetByRole(AriaRole.Link, new() { NameString = "排班" }).ClickAsync();
        await centre.GetByRole(AriaRole.Button, new() { NameString = "开始排班" }).ClickAsync();
        await Assertions.Expect(centre.Locator("[data-figure=filled]")).ToHaveTextAsync("908/ 908");

        await centre.Locator(".plan-board .line").Nth(1).Locator("button.slot").Nth(1).ClickAsync();
        await centre.GetByRole(AriaRole.Button, new() { NameString = "空出" }).ClickAsync();
        await Assertions.Expect(centre.Locator(".plan-board button.slot.empty")).ToHaveCountAsync(1);
        await Assertions.Expect(centre.Locator(".seat-panel").GetByRole(AriaRole.Button, new() { NameString = "派上" }).First).ToBeVisibleAsync();
        await NewcomersServer.Keep(centre, "plan-1440");
        await centre.GetByRole(AriaRole.Button, new() { NameString = "撤销" }).ClickAsync();
        await Assertions.Expect(centre.Locator("[data-figure=empty]")).ToHaveTextAsync("0");

        await centre.GetByRole(AriaRole.Button, new() { NameRegex = new("^发布") }).ClickAsync();
        await centre.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameString = "发布", Exact = true }).ClickAsync();
        await Assertions.Expect(centre.Locator("[data-plan-state]")).ToContainTextAsync("已发布");
    }

    [Fact]
    public async Task A_residents_page_names_its_site()
    {
        var site = (await server.Get<Server.Sites.SiteBook>().Sites(District, 0)).First(s => s.Code == Site);
        var phone = await server.Page(390, 844);
        await phone.GotoAsync(new Uri(server.Address, $"/s/{Site}").ToString());
        await Assertions.Expect(phone.GetByText(site.Name).First).ToBeVisibleAsync();
        await NewcomersServer.Keep(phone, "resident-390");
    }

    [Fact]
    public async Task A_stranger_at_the_command_centre_is_asked_to_sign_in()
    {
        var page = await server.Page(1366, 768);
        await page.GotoAsync(server.Address.ToString());
        await page.Reaches("/in$");
        await Assertions.Expect(page.Locator("input[type=password]")).ToBeVisibleAsync();
        await NewcomersServer.Keep(page, "sign-in-1366");
    }

    private async Task<(IPage, OneTimeCodes)> Centre(int width, int height)
    {
        var (accounts, codes) = (server.Get<Accounts>(), server.Get<OneTimeCodes>());
        var centre = await server.Page(width, height);
        await centre.GotoAsync(server.Link((await codes.ForAccount(await accounts.FirstCentre(District, "centre", Cancel), Cancel)).Code));
        await Assertions.Expect(centre.Locator(".site-list .site")).ToHaveCountAsync(43);
        return (centre, codes);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
