using Microsoft.Playwright;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests.Counting;

/// <summary>A site's tablet in a real browser while the network, the server or a pocket gets in its way.</summary>
public sealed class TabletTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_network_it_starts_counts_and_starts_again_and_all_of_it_arrives_once()
    {
        var tablet = await Enrolled("S02");
        await Sheet(tablet);
        await Assertions.Expect(tablet.GetByText("页面已存本机，没有网络也能打开")).ToBeVisibleAsync();
        await NewcomersServer.Keep(tablet, "tablet-sheet-1280");
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "返回计数" }).ClickAsync();

        await tablet.Context.SetOfflineAsync(true);
        await tablet.ReloadAsync();
        for (var people = 0; people < 3; people++) await Arrived(tablet).ClickAsync();
        await Assertions.Expect(tablet.Locator(".outbox[data-waiting='3']")).ToBeVisibleAsync();
        await tablet.ReloadAsync();
        await Assertions.Expect(tablet.Locator(".outbox[data-waiting='3']")).ToBeVisibleAsync();
        await Arrived(tablet).ClickAsync();
        await Assertions.Expect(tablet.Locator("[data-test=queue]")).ToContainTextAsync("4");
        await NewcomersServer.Keep(tablet, "tablet-offline-1280");

        await tablet.Context.SetOfflineAsync(false);
        await Assertions.Expect(tablet.Locator(".outbox[data-waiting='0'][data-connection=live]")).ToBeVisibleAsync();
        await Shows("S02", "4");
    }

    [Fact]
    public async Task In_a_drill_the_server_is_as_good_as_gone_and_afterwards_all_of_it_arrives_once()
    {
        var tablet = await Enrolled("S03");
        await Sheet(tablet);
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "演习：当作服务器断开" }).ClickAsync();
        for (var people = 0; people < 2; people++) await Arrived(tablet).ClickAsync();
        await Assertions.Expect(tablet.Locator(".outbox[data-waiting='2'][data-connection=lost]")).ToBeVisibleAsync();
        await NewcomersServer.Keep(tablet, "tablet-drill-1280");
        await tablet.SetViewportSizeAsync(1024, 600);
        await NewcomersServer.Keep(tablet, "tablet-drill-1024");
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "恢复连接" }).ClickAsync();
        await Assertions.Expect(tablet.Locator(".outbox[data-waiting='0'][data-connection=live]")).ToBeVisibleAsync();
        await Shows("S03", "2");
    }

    [Fact]
    public async Task Locked_it_takes_no_tap_until_a_finger_stays_on_the_lock()
    {
        var tablet = await Enrolled("S04");
        await Arrived(tablet).ClickAsync();
        var tile = await Arrived(tablet).BoundingBoxAsync();
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "锁屏，防误触" }).ClickAsync();
        await tablet.Mouse.ClickAsync(tile!.X + tile.Width / 2, tile.Y + tile.Height / 2);
        var unlock = tablet.GetByRole(AriaRole.Button, new() { NameString = "已锁定，按住 1 秒解锁" });
        await unlock.ClickAsync();
        await Assertions.Expect(unlock).ToBeVisibleAsync();
        await NewcomersServer.Keep(tablet, "tablet-locked-1280");
        await unlock.HoverAsync();
        await tablet.Mouse.DownAsync();
        await Assertions.Expect(unlock).ToHaveCountAsync(0);
        await tablet.Mouse.UpAsync();
        await Assertions.Expect(tablet.Locator("[data-test=queue]")).ToContainTextAsync("1");
        await Arrived(tablet).ClickAsync();
        await Assertions.Expect(tablet.Locator("[data-test=queue]")).ToContainTextAsync("2");
    }

    private async Task<IPage> Enrolled(string site)
    {
        var tablet = await server.Page(1280, 800);
        await tablet.GotoAsync(server.Link((await server.Get<OneTimeCodes>().ForSite(NewcomersServer.District, site, false, Cancel)).Code));
        await Assertions.Expect(tablet.Locator(".outbox[data-connection=live]")).ToBeVisibleAsync();
        return tablet;
    }

    private static Task Sheet(IPage tablet) => tablet.GetByRole(AriaRole.Button, new() { NameString = "这台平板" }).ClickAsync();

    private static ILocator Arrived(IPage tablet) => tablet.GetByRole(AriaRole.Button, new() { NameRegex = new("^到达") }).First;

    private async Task Shows(string site, string queue)
    {
        var centre = await server.Centre("/");
        await Assertions.Expect(centre.Locator($".site-list [data-site={site}] .q")).ToHaveTextAsync(queue);
        await centre.Context.CloseAsync();
    }
}
