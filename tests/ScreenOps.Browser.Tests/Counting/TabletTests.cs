using Microsoft.Playwright;
using Xunit;

namespace ScreenOps.Browser.Tests.Counting;

/// <summary>A site's tablet in a real browser while the network, the server, another tablet, its clock, its disk or a pocket gets in its way.</summary>
[Collection(nameof(Counted))]
public sealed class TabletTests(NewcomersServer server)
{
    [Fact]
    public async Task Two_hundred_taps_without_network_outlive_their_page_and_arrive_once_and_the_last_is_taken_back_by_a_command()
    {
        const int Taps = 200;
        var tablet = await server.Enrolled("S02");
        await tablet.Kept();
        await NewcomersServer.Keep(tablet, "tablet-sheet-1280");
        await tablet.Named("返回计数").ClickAsync();
        var context = tablet.Context;
        await context.SetOfflineAsync(true);
        await tablet.ReloadAsync();
        var tile = (await tablet.Arrived().BoundingBoxAsync())!;
        for (var people = 0; people < Taps; people++) await tablet.Mouse.ClickAsync(tile.X + 80, tile.Y + 80);
        await tablet.Waits(Taps);
        await tablet.CloseAsync();

        tablet = await server.Again(context);
        await tablet.Waits(Taps);
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync($"{Taps}");
        await NewcomersServer.Keep(tablet, "tablet-offline-1280");
        await context.SetOfflineAsync(false);
        await tablet.Back();
        Assert.Equal("200 rows 1 to 200, 200 people", await server.Ledger<string>("count(*) || ' rows ' || min(number) || ' to ' || max(number) || ', ' || sum(arrived) || ' people'", new { site = "S02" }));
        await Shows("S02", $"{Taps}");

        await tablet.Named("撤销").ClickAsync();
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync($"{Taps - 1}");
        await tablet.Back();
        Assert.Equal("201 rows, 1 takes back 200, 199 people", await server.Ledger<string>("count(*) || ' rows, ' || count(undoes) || ' takes back ' || max(undoes) || ', ' || sum(arrived) || ' people'", new { site = "S02" }));
        await context.CloseAsync();
    }

    [Fact]
    public async Task In_a_drill_the_server_is_as_good_as_gone_and_afterwards_all_of_it_arrives_once()
    {
        var tablet = await server.Enrolled("S03");
        await tablet.Named("这台平板").ClickAsync();
        await tablet.Named("演习：当作服务器断开").ClickAsync();
        for (var people = 0; people < 2; people++) await tablet.Arrived().ClickAsync();
        await Assertions.Expect(tablet.Locator(".outbox[data-waiting='2'][data-connection=lost]")).ToBeVisibleAsync();
        await NewcomersServer.Keep(tablet, "tablet-drill-1280");
        await tablet.SetViewportSizeAsync(1024, 600);
        await NewcomersServer.Keep(tablet, "tablet-drill-1024");
        await tablet.Named("恢复连接").ClickAsync();
        await tablet.Back();
        await Shows("S03", "2");
        await tablet.Context.CloseAsync();
    }

    [Fact]
    public async Task Locked_it_takes_no_tap_until_a_finger_stays_on_the_lock()
    {
        var tablet = await server.Enrolled("S04");
        await tablet.Arrived().ClickAsync();
        var tile = await tablet.Arrived().BoundingBoxAsync();
        await tablet.Named("锁屏，防误触").ClickAsync();
        await tablet.Mouse.ClickAsync(tile!.X + tile.Width / 2, tile.Y + tile.Height / 2);
        var unlock = tablet.Named("已锁定，按住 1 秒解锁");
        await unlock.ClickAsync();
        await Assertions.Expect(unlock).ToBeVisibleAsync();
        await NewcomersServer.Keep(tablet, "tablet-locked-1280");
        await unlock.HoverAsync();
        await tablet.Mouse.DownAsync();
        await Assertions.Expect(unlock).ToHaveCountAsync(0);
        await tablet.Mouse.UpAsync();
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("1");
        await tablet.Arrived().ClickAsync();
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("2");
        await tablet.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_tablets_count_one_site_a_third_takes_over_from_one_that_fell_silent_and_what_that_one_held_comes_in_before_it_moves_elsewhere()
    {
        var (first, second) = (await server.Enrolled("S05"), await server.Enrolled("S05"));
        for (var turn = 0; turn < 5; turn++) await Task.WhenAll(first.Arrived().ClickAsync(), second.Arrived().ClickAsync());
        foreach (var one in new[] { first, second }) await Assertions.Expect(one.Queue()).ToContainTextAsync("10");

        // The battery of one is empty: what it has not sent lies on its disk.
        var silent = first.Context;
        await first.Named("这台平板").ClickAsync();
        await first.Named("演习：当作服务器断开").ClickAsync();
        for (var people = 0; people < 3; people++) await first.Arrived().ClickAsync();
        await first.Waits(3);
        await first.CloseAsync();
        var third = await server.Enrolled("S05");
        await Assertions.Expect(third.Queue()).ToContainTextAsync("10");
        await third.Arrived().ClickAsync();
        await Assertions.Expect(second.Queue()).ToContainTextAsync("11");

        // Charged again it is given to another site at once: first it says what it still has of the old one.
        first = NewcomersServer.Patient(await silent.NewPageAsync());
        await server.Enrol(first, "S07");
        await Assertions.Expect(first.Queue()).ToContainTextAsync("0");
        foreach (var one in new[] { second, third }) await Assertions.Expect(one.Queue()).ToContainTextAsync("14");
        await first.Arrived().ClickAsync();
        await Assertions.Expect(first.Queue()).ToContainTextAsync("1");
        await first.Back();
        Assert.Equal((14, 1), (await server.Ledger<int>("sum(arrived)::int", new { site = "S05" }), await server.Ledger<int>("sum(arrived)::int", new { site = "S07" })));
        Assert.Equal(0, await first.Locator(".refused").CountAsync());
        await Assertions.Expect(third.Queue()).ToContainTextAsync("14");
        foreach (var one in new[] { first, second, third }) await one.Context.CloseAsync();
    }

    [Fact]
    public async Task A_clock_five_minutes_ahead_in_another_country_is_told_and_changes_neither_the_hour_shown_nor_the_minute_booked()
    {
        var tablet = await server.Page(1280, 800, "America/New_York");
        await tablet.AddInitScriptAsync("""
            const Told = Date, ahead = 5 * 60_000
            globalThis.Date = class extends Told {
                constructor(...at) { if (at.length) super(...at); else super(Told.now() + ahead) }
                static now() { return Told.now() + ahead }
            }
            """);
        await server.Enrol(tablet, "S08");
        await Assertions.Expect(tablet.GetByText("本机时钟快 5 分，已自动校正")).ToBeVisibleAsync();
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        string Hour(int minutes) => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow().AddMinutes(minutes), zone).ToString("HH:mm", null);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Contains(await tablet.Locator(".time").InnerTextAsync(), new[] { Hour(-1), Hour(0), Hour(1) });
        await tablet.Arrived().ClickAsync();
        await tablet.Back();
        await NewcomersServer.Keep(tablet, "tablet-clock-1280");
        var (made, booked) = (await server.Ledger<long>("max(made)", new { site = "S08" }), await server.Ledger<long>("max(booked)", new { site = "S08" }));
        // Half of the way to the server is not known, so a moment may be off by it.
        Assert.InRange(made, before - 60_000, booked);
        await tablet.Context.CloseAsync();
    }

    [Fact]
    public async Task A_full_disk_is_told_at_once_no_tap_vanishes_and_all_of_them_are_sent_when_there_is_room_again()
    {
        var tablet = await server.Page(1280, 800);
        // As a disk answers that takes no more: the write is begun, and taken back as a whole.
        await tablet.AddInitScriptAsync("""
            window.felt = []
            navigator.vibrate = how => { felt.push(String(how)); return true }
            const put = IDBObjectStore.prototype.put
            IDBObjectStore.prototype.put = function (...what) {
                if (window.full) queueMicrotask(() => { try { this.transaction.abort() } catch { /* It is over already. */ } })
                return put.apply(this, what)
            }
            """);
        await server.Enrol(tablet, "S09");
        var (fault, taps) = (tablet.Locator(".over-act[role=alert]"), 5);
        await tablet.Arrived().ClickAsync();
        await tablet.Back();
        await tablet.EvaluateAsync("window.full = true");
        for (var more = 1; more < taps; more++) await tablet.Arrived().ClickAsync();
        await Assertions.Expect(fault).ToContainTextAsync("本机存不下记录");
        await Assertions.Expect(tablet.Locator(".outbox:not([data-unstored='0'])")).ToContainTextAsync("没存下");
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync($"{taps}");
        Assert.Equal("1 of 1", await server.Ledger<string>("sum(arrived) || ' of ' || max(number)", new { site = "S09" }));
        Assert.Contains("150,80,150", await tablet.EvaluateAsync<string[]>("felt"));
        await NewcomersServer.Keep(tablet, "tablet-full-1280");

        // Who closes the page is asked, since those taps would go with it.
        var asked = new TaskCompletionSource<string>();
        tablet.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };
        await tablet.CloseAsync(new() { RunBeforeUnload = true });
        Assert.Equal("beforeunload", await asked.Task.WaitAsync(NewcomersServer.Patience, TestContext.Current.CancellationToken));

        await tablet.EvaluateAsync("window.full = false");
        await tablet.Back();
        await Assertions.Expect(fault).ToHaveCountAsync(0);
        Assert.Equal($"{taps} of {taps}", await server.Ledger<string>("sum(arrived) || ' of ' || max(number)", new { site = "S09" }));
        await tablet.Context.CloseAsync();
    }

    private async Task Shows(string site, string queue)
    {
        var centre = await server.Centre("/");
        await Assertions.Expect(centre.Locator($".site-list [data-site={site}] .q")).ToHaveTextAsync(queue);
        await centre.Context.CloseAsync();
    }
}
