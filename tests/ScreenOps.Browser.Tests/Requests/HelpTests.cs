using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests.Requests;

/// <summary>What needs a person, from a tap on the tablet to who takes it, in real browsers.</summary>
public sealed class HelpTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tablet_asks_the_command_centre_takes_it_the_tablet_shows_who_comes_and_when_and_closes_it()
    {
        var (tablet, centre) = (await Enrolled("S05"), await server.Centre("/"));
        await Assertions.Expect(centre.Locator(".alerts[data-state=fresh]")).ToBeVisibleAsync();
        await tablet.Locator("[data-ask=tubes]").ClickAsync();
        await Assertions.Expect(tablet.Locator(".help .state[data-state=Waiting]")).ToContainTextAsync("等人接手");
        await NewcomersServer.Keep(tablet, "tablet-asked-1280");

        var row = centre.Locator("[data-alert][data-cause=tubes]");
        await Assertions.Expect(row).ToContainTextAsync("求助：缺采样管");
        await Assertions.Expect(centre.Locator(".alerts [aria-live=polite]")).ToContainTextAsync("缺采样管");
        await row.Locator(".head").ClickAsync();
        await NewcomersServer.Keep(centre, "alerts-1440");
        await row.GetByRole(AriaRole.Button, new() { NameString = "15 分钟内到" }).ClickAsync();

        await Assertions.Expect(tablet.Locator(".help .state[data-state=Taken]")).ToHaveTextAsync(new Regex("已接手，还有 1[45] 分到"));
        await tablet.Locator(".help .state").ClickAsync();
        await NewcomersServer.Keep(tablet, "tablet-help-1280");
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "人到了" }).ClickAsync();
        await Assertions.Expect(centre.Locator("[data-cause=tubes][data-state=Arrived]")).ToContainTextAsync("已到");
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "解决了" }).ClickAsync();
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "返回计数" }).ClickAsync();
        await Assertions.Expect(tablet.Locator(".help .quick")).ToBeVisibleAsync();

        // The one that was looked at stays in sight after it has ended, with what happened.
        await Assertions.Expect(centre.Locator("[data-cause=tubes][data-state=Ended] .history li")).ToHaveTextAsync([new Regex("提出"), new Regex("接手，15 分钟内到"), new Regex("人已到"), new Regex("已解决")]);
        await tablet.SetViewportSizeAsync(1024, 600);
        await NewcomersServer.Keep(tablet, "tablet-help-1024");
        await tablet.Context.CloseAsync();
        await centre.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_network_help_is_kept_over_a_restart_of_the_tablet_and_arrives_once()
    {
        var (tablet, centre) = (await Enrolled("S06"), await server.Centre("/"));
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "这台平板" }).ClickAsync();
        await Assertions.Expect(tablet.GetByText("页面已存本机，没有网络也能打开")).ToBeVisibleAsync();
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "返回计数" }).ClickAsync();
        await tablet.Context.SetOfflineAsync(true);
        await tablet.Locator("[data-ask=people]").ClickAsync();
        await Assertions.Expect(tablet.Locator(".help .state[data-state=kept]")).ToContainTextAsync("已存本机");
        await tablet.ReloadAsync();
        await Assertions.Expect(tablet.Locator(".help .state[data-state=kept]")).ToContainTextAsync("缺人手");
        await tablet.Locator(".help .state").ClickAsync();
        await tablet.Locator(".help-sheet [data-ask=medical]").ClickAsync();
        await Assertions.Expect(tablet.Locator(".help-sheet .danger")).ToContainTextAsync("120");
        await NewcomersServer.Keep(tablet, "tablet-help-offline-1280");
        await Assertions.Expect(centre.Locator("[data-cause=people]")).ToHaveCountAsync(0);

        await tablet.Context.SetOfflineAsync(false);
        await Assertions.Expect(tablet.Locator("[data-request=people][data-state=Waiting]")).ToBeVisibleAsync();
        await Assertions.Expect(centre.Locator("[data-cause=people]")).ToHaveCountAsync(1);
        // The worst is said at once, and stands first.
        await Assertions.Expect(centre.Locator("[data-cause=medical]")).ToHaveCountAsync(1);
        await Assertions.Expect(centre.Locator(".alerts li").First).ToHaveAttributeAsync("data-cause", "medical");
        await tablet.Locator("[data-request=people]").GetByRole(AriaRole.Button, new() { NameString = "撤回" }).ClickAsync();
        await Assertions.Expect(centre.Locator("[data-cause=people]")).ToHaveCountAsync(0);
        await tablet.Context.CloseAsync();
        await centre.Context.CloseAsync();
    }

    [Fact]
    public async Task Keys_are_enough_a_link_leads_to_an_alert_and_a_filter_narrows_list_and_map()
    {
        var (tablet, centre) = (await Enrolled("S07"), await server.Centre("/", "en", "dark"));
        await tablet.Locator("[data-ask=order]").ClickAsync();
        var row = centre.Locator("[data-alert][data-cause=order]");
        await Assertions.Expect(row).ToBeVisibleAsync();
        for (var (steps, cause) = (0, ""); cause != "order"; steps++)
        {
            await centre.Keyboard.PressAsync("j");
            await Assertions.Expect(centre.Locator(".alerts li[data-alert]").Nth(steps)).ToHaveClassAsync(new Regex("is-chosen"));
            cause = await centre.Locator(".alerts .is-chosen").GetAttributeAsync("data-cause");
        }
        await centre.Keyboard.PressAsync("s");
        await Assertions.Expect(row.Locator(".since")).ToContainTextAsync("until");
        await centre.Keyboard.PressAsync("t");
        await Assertions.Expect(tablet.Locator(".help .state[data-state=Taken]")).ToBeVisibleAsync();
        await centre.Keyboard.PressAsync("Enter");
        await Assertions.Expect(centre.Locator(".panel .who-is .meta")).ToContainTextAsync("S07");
        await centre.SetViewportSizeAsync(1920, 1080);
        await NewcomersServer.Keep(centre, "alerts-dark-1920");

        await centre.GotoAsync(centre.Url);
        await Assertions.Expect(centre.Locator(".alerts .is-chosen .history li")).ToHaveCountAsync(3);
        await Assertions.Expect(centre.Locator(".panel .who-is .meta")).ToContainTextAsync("S07");

        await Assertions.Expect(centre.Locator(".map-marks .spot")).ToHaveCountAsync(43);
        await centre.Locator(".site-filter input").FillAsync("S07");
        await Assertions.Expect(centre.Locator(".site-list .site")).ToHaveCountAsync(1);
        await Assertions.Expect(centre.Locator(".map-marks .spot")).ToHaveCountAsync(1);
        await centre.Locator(".map-marks .spot").HoverAsync();
        await Assertions.Expect(centre.Locator(".site-list .site.is-hovered")).ToHaveCountAsync(1);
        await centre.Locator(".site-filter input").FillAsync("nowhere");
        await Assertions.Expect(centre.GetByText("No site fits the filter")).ToBeVisibleAsync();
        await NewcomersServer.Keep(centre, "filter-dark-1920");
        await tablet.Context.CloseAsync();
        await centre.Context.CloseAsync();
    }

    private async Task<IPage> Enrolled(string site)
    {
        var tablet = await server.Page(1280, 800);
        await tablet.GotoAsync(server.Link((await server.Get<OneTimeCodes>().ForSite(NewcomersServer.District, site, false, Cancel)).Code));
        await Assertions.Expect(tablet.Locator(".outbox[data-connection=live]")).ToBeVisibleAsync();
        return tablet;
    }
}
