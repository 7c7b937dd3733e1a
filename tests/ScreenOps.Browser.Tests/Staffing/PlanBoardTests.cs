using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace ScreenOps.Browser.Tests.Staffing;

/// <summary>The plan board in a commander's hands: mouse, keys and fingers.</summary>
public sealed partial class PlanBoardTests : IAsyncLifetime
{
    private readonly NewcomersServer server = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => server.InitializeAsync();

    [Fact]
    public async Task A_plan_is_solved_locked_dragged_taken_back_compared_published_and_exported()
    {
        var page = await Planned();
        await Sizes(page, "plan-board-zh");
        // Two seats are freed, so that there is something to do.
        var marshal = page.Locator(".plan-board [data-place='S05|A|Marshal|0']");
        await marshal.ClickAsync();
        await NewcomersServer.Keep(page, "plan-board-seat-zh");
        await page.Locator("[data-act=free]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-figure=empty]")).ToContainTextAsync("1");
        await page.Keyboard.PressAsync("Escape");

        // Locked by hand, and the search leaves it.
        var lead = page.Locator(".plan-board [data-place='S07|A|SiteLead|0']");
        var who = (await lead.GetAttributeAsync("aria-label"))!;
        await lead.ClickAsync();
        await page.Locator("[data-act=lock]").ClickAsync();
        await Assertions.Expect(lead).ToHaveClassAsync(new Regex("locked"));
        await page.Locator("[data-need=locked]").ClickAsync();
        await Assertions.Expect(page.Locator(".plan-board .line")).ToHaveCountAsync(1);
        await page.Locator("[data-need=locked]").ClickAsync();
        await page.Keyboard.PressAsync("Escape");

        await Drag(page, marshal);
        await Compare(page);
        await page.Locator("[data-act=make]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-figure=empty]")).ToHaveTextAsync("0");
        Assert.Contains(who.Split('：')[1], await lead.GetAttributeAsync("aria-label"), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^发布") }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-hears]")).ToContainTextAsync("人新接到岗位");
        await NewcomersServer.Keep(page, "plan-publish-zh");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameString = "发布", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-plan-state]")).ToContainTextAsync("已发布");
        await Export(page);
    }

    /// <summary>A marshal of the early shift near the top of the board who has no other seat: no rule keeps such a one where it is.</summary>
    private const string FreeMarshal = """
        () => {
            const seats = [...document.querySelectorAll('.plan-board button.slot')].map(s => ({ at: s.dataset.place, who: s.getAttribute('aria-label').split('：')[1] }))
            return seats.find(s => /^S(0[1-9]|1[0-4])[|]A[|]Marshal/.test(s.at) && !s.at.startsWith('S05') && seats.filter(o => o.who === s.who).length === 1).at
        }
        """;

    /// <summary>From one seat to the empty one: what it does is read before the mouse is let go, and a rule that is against it too.</summary>
    private static async Task Drag(IPage page, ILocator empty)
    {
        var from = page.Locator($".plan-board [data-place='{await page.EvaluateAsync<string>(FreeMarshal)}']");
        var tip = page.Locator("[data-effect]");
        var (a, b) = (await Middle(from), await Middle(empty));
        await page.Mouse.MoveAsync(a.X, a.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(a.X + 10, a.Y + 4);
        var refused = await Middle(page.Locator(".plan-board [data-place='S07|A|SiteLead|0']"));
        await page.Mouse.MoveAsync(refused.X, refused.Y, new() { Steps = 4 });
        await Assertions.Expect(tip).ToContainTextAsync(new Regex("不能任此岗位|席位已手工锁定"));
        await NewcomersServer.Keep(page, "plan-drag-refused-zh");
        await page.Mouse.MoveAsync(b.X, b.Y, new() { Steps = 8 });
        await Assertions.Expect(tip.Locator("[data-effect-weight]")).ToHaveTextAsync(new Regex(@"2\s+2"));
        await Assertions.Expect(tip).ToContainTextAsync("空出");
        var km = (await tip.Locator("[data-effect-km] b").InnerTextAsync()).Trim();
        await NewcomersServer.Keep(page, "plan-drag-zh");
        await page.Mouse.UpAsync();
        await Assertions.Expect(empty).ToHaveClassAsync(new Regex("locked"));
        await Assertions.Expect(from).ToHaveClassAsync(new Regex("empty"));
        // What was foretold came.
        await Assertions.Expect(page.Locator("[data-figure=km]")).ToContainTextAsync(km);

        await page.Locator("[data-act=undo]").ClickAsync();
        await Assertions.Expect(from).ToHaveClassAsync(new Regex("filled"));
        await Assertions.Expect(empty).ToHaveClassAsync(new Regex("empty"));

        // Into the pool, by the mouse as well; and back by the key.
        var pool = await Middle(page.Locator(".plan-side .left .pane-head"));
        a = await Middle(from);
        await page.Mouse.MoveAsync(a.X, a.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(pool.X, pool.Y, new() { Steps = 6 });
        await Assertions.Expect(tip.Locator("[data-effect-weight]")).ToHaveTextAsync(new Regex(@"2\s+4"));
        await page.Mouse.UpAsync();
        await Assertions.Expect(from).ToHaveClassAsync(new Regex("empty"));
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(from).ToHaveClassAsync(new Regex("filled"));
    }

    private static async Task Compare(IPage page)
    {
        await page.Locator("[data-act=compare]").ClickAsync();
        await page.Locator("[data-keep]").FillAsync("电话前");
        await page.GetByRole(AriaRole.Button, new() { NameString = "留存", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("已留存：电话前")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        var other = page.Locator(".plan-board [data-place='S20|B|Sampler|0']");
        await other.ClickAsync();
        await page.Locator("[data-act=free]").ClickAsync();
        await page.Locator("[data-act=compare]").ClickAsync();
        var kept = await page.Locator("[data-compare=before] option", new() { HasTextString = "电话前" }).GetAttributeAsync("value");
        await page.Locator("[data-compare=before]").SelectOptionAsync(kept!);
        await Assertions.Expect(page.Locator(".plan-compare tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-compared=weight]")).ToHaveTextAsync(new Regex(@"2\s+12"));
        await NewcomersServer.Keep(page, "plan-compare-zh");
        await page.Locator("[data-compare=before]").SelectOptionAsync("told");
        await Assertions.Expect(page.Locator(".plan-compare tbody tr").First).ToContainTextAsync("新派");
        await Sizes(page, "plan-compare-told-zh");
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task Export(IPage page)
    {
        var all = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-act=workbook]").ClickAsync());
        Assert.EndsWith(".xlsx", all.SuggestedFilename, StringComparison.Ordinal);
        Assert.Equal("PK"u8.ToArray(), (await File.ReadAllBytesAsync(await all.PathAsync(), Cancel))[..2]);
        await page.Locator(".plan-board .line .name").First.ClickAsync();
        await NewcomersServer.Keep(page, "plan-site-zh");
        var one = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-act=workbook-site]").ClickAsync());
        Assert.NotEqual(all.SuggestedFilename, one.SuggestedFilename);
        await page.Locator(".site-plan .who").First.ClickAsync();
        var calendar = await page.RunAndWaitForDownloadAsync(() => page.GetByText("值班日历").ClickAsync());
        Assert.Contains("BEGIN:VEVENT", await File.ReadAllTextAsync(await calendar.PathAsync(), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keyboard_does_what_the_mouse_does()
    {
        var page = await Planned("en", "dark");
        await Sizes(page, "plan-board-en-dark");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("S05");
        await Assertions.Expect(page.Locator(".plan-board .line")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".plan-board .line")).ToHaveCountAsync(43);

        var seat = page.Locator(".plan-board [data-place='S05|A|Sampler|0']");
        await seat.FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(seat).ToHaveClassAsync(new Regex("empty"));
        var from = page.Locator(".plan-board [data-place='S05|A|Sampler|1']");
        await from.FocusAsync();
        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page.Locator("[data-effect-weight]")).ToHaveTextAsync(new Regex(@"10\s+10"));
        await NewcomersServer.Keep(page, "plan-keys-en-dark");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(seat).ToHaveClassAsync(new Regex("locked"));
        await Assertions.Expect(from).ToHaveClassAsync(new Regex("empty"));
        await seat.FocusAsync();
        await page.Keyboard.PressAsync("l");
        await Assertions.Expect(seat).ToHaveClassAsync(new Regex("filled"));
        for (var back = 0; back < 3; back++)
        {
            await Assertions.Expect(page.Locator("[data-act=undo]")).ToBeEnabledAsync();
            var was = await page.Locator("[data-plan-state]").InnerTextAsync();
            await page.Keyboard.PressAsync("Control+z");
            await Assertions.Expect(page.Locator("[data-plan-state]")).Not.ToHaveTextAsync(was);
        }
        await Assertions.Expect(page.Locator("[data-figure=empty]")).ToHaveTextAsync("0");
        await Assertions.Expect(page.Locator("[data-act=undo]")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task A_finger_picks_somebody_reads_the_effect_and_puts_them_there()
    {
        var planned = await Planned();
        await planned.Locator(".plan-board [data-place='S01|A|Marshal|0']").ClickAsync();
        await planned.Locator("[data-act=free]").ClickAsync();
        await Assertions.Expect(planned.Locator("[data-figure=empty]")).ToContainTextAsync("1");

        var phone = await server.Centre("/plan", touch: true);
        await Assertions.Expect(phone.Locator(".plan-board .line")).ToHaveCountAsync(43);
        await NewcomersServer.Keep(phone, "plan-phone-zh");
        await phone.GetByRole(AriaRole.Button, new() { NameString = "能补空缺" }).TapAsync();
        await phone.Locator(".plan-side .person").First.TapAsync();
        var seat = phone.Locator(".plan-board [data-place='S01|A|Marshal|0']");
        await seat.ScrollIntoViewIfNeededAsync();
        await seat.TapAsync();
        await Assertions.Expect(phone.Locator("[data-effect-weight]")).ToHaveTextAsync(new Regex(@"2\s+0"));
        await NewcomersServer.Keep(phone, "plan-phone-effect-zh");
        await phone.Locator("[data-act=drop]").TapAsync();
        await Assertions.Expect(seat).ToHaveClassAsync(new Regex("locked"));
    }

    [Fact]
    public async Task A_sites_sheet_is_one_page_of_paper_with_no_whole_phone_on_it()
    {
        var page = await Planned();
        await page.GotoAsync(new Uri(server.Address, "/plan/sheets?round=1&site=S10").ToString());
        await Assertions.Expect(page.Locator(".a4")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".a4 tbody tr").First).ToContainTextAsync("点长");
        Assert.DoesNotMatch("1[0-9]{10}", await page.Locator(".a4").InnerTextAsync());
        await NewcomersServer.Keep(page, "sheet-zh");
        var paper = System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }));
        Assert.Single(Sheet().Matches(paper));
        await page.GotoAsync(new Uri(server.Address, "/plan/sheets?round=1").ToString());
        await Assertions.Expect(page.Locator(".a4")).ToHaveCountAsync(43);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await NewcomersServer.Keep(page, "sheet-print-zh");
        Assert.Equal(43, Sheet().Count(System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }))));
    }

    private async Task<IPage> Planned(string language = "zh-CN", string theme = "light")
    {
        var page = await server.Centre("/plan", language, theme);
        await page.Locator("[data-act=make]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-figure=filled]")).ToContainTextAsync("908");
        await Assertions.Expect(page.Locator("[data-figure=empty]")).ToHaveTextAsync("0");
        return page;
    }

    private static async Task Sizes(IPage page, string name)
    {
        foreach (var (width, height) in new[] { (1366, 768), (1920, 1080), (390, 844), (1440, 900) })
        {
            await page.SetViewportSizeAsync(width, height);
            await NewcomersServer.Keep(page, $"{name}-{width}");
        }
    }

    private static async Task<(float X, float Y)> Middle(ILocator at)
    {
        await at.ScrollIntoViewIfNeededAsync();
        var box = (await at.BoundingBoxAsync())!;
        return (box.X + box.Width / 2, box.Y + box.Height / 2);
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex Sheet();

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
