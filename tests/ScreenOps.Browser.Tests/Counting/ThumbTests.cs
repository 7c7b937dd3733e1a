using Microsoft.Playwright;
using Xunit;

namespace ScreenOps.Browser.Tests.Counting;

/// <summary>Counting with one thumb, with keys, and on a screen that is small or shows everything twice as large.</summary>
[Collection(nameof(Counted))]
public sealed class ThumbTests(NewcomersServer server)
{
    [Fact]
    public async Task A_tap_counts_one_a_thumb_that_stays_five_then_ten_and_one_that_slides_off_nothing_and_each_is_felt_and_heard()
    {
        var tablet = await Listening("S10");
        var tile = tablet.Arrived();
        await tile.ClickAsync();
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("1");
        Assert.Equal(["15"], await tablet.EvaluateAsync<string[]>("felt"));
        Assert.True(await tablet.EvaluateAsync<bool>("window.air === undefined"), "nobody asked for sound");

        await tile.HoverAsync();
        await tablet.Mouse.DownAsync();
        await Assertions.Expect(tablet.Locator(".tap[data-held='5'] .plus")).ToHaveTextAsync("+5");
        await NewcomersServer.Keep(tablet, "tablet-hold-1280");
        await Assertions.Expect(tablet.Locator(".tap[data-held='10'] .plus")).ToHaveTextAsync("+10");
        await tablet.Mouse.UpAsync();
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("11");
        Assert.Equal(["15", "40", "40", "15"], await tablet.EvaluateAsync<string[]>("felt"));

        await tablet.Mouse.DownAsync();
        await Assertions.Expect(tablet.Locator(".tap[data-held='5']")).ToBeVisibleAsync();
        await tablet.Locator(".bar-top h1").HoverAsync();
        await tablet.Mouse.UpAsync();
        await Assertions.Expect(tablet.Locator(".tap[data-held]")).ToHaveCountAsync(0);

        // Whoever cannot hold has buttons for the same.
        await tablet.Named("到达 +5").ClickAsync();
        await tablet.Named("采样 +5").ClickAsync();
        await tablet.GetByRole(AriaRole.Button, new() { NameString = "满一管" }).ClickAsync();
        await tablet.Back();
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("1");
        Assert.Equal("1:1 1:10 1:5 2:5 2:10", await server.Ledger<string>("string_agg(kind || ':' || n, ' ' order by number)", new { site = "S10" }));

        await tablet.Named("这台平板").ClickAsync();
        await tablet.Named("按键无声").ClickAsync();
        await tablet.Named("返回计数").ClickAsync();
        await tile.ClickAsync();
        // As the loudspeaker gets it: a short tone, then nothing.
        var (loudest, after) = (await Heard(tablet, 0, 0.05), await Heard(tablet, 0.2, 0.5));
        Assert.True(loudest > 0.05 && after < 0.001, $"heard {loudest} while it lasts and {after} afterwards");
        await tablet.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_thumbs_that_overlap_both_count()
    {
        var tablet = await server.Enrolled("S11");
        var (left, right) = ((await tablet.Arrived().BoundingBoxAsync())!, (await tablet.Locator(".tap-main").BoundingBoxAsync())!);
        var devtools = await tablet.Context.NewCDPSessionAsync(tablet);
        object[] Fingers(params LocatorBoundingBoxResult[] on) => [.. on.Select(b => new Dictionary<string, object> { ["x"] = b.X + 90, ["y"] = b.Y + 90, ["id"] = b == left ? 1 : 2 })];
        Task Touch(string what, params LocatorBoundingBoxResult[] on) => devtools.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = what, ["touchPoints"] = Fingers(on) });
        for (var turn = 0; turn < 5; turn++)
        {
            await Touch("touchStart", left);
            await Touch("touchStart", left, right);
            await Touch("touchEnd");
        }
        await tablet.Back();
        Assert.Equal("5 came, 5 sampled", await server.Ledger<string>("sum(arrived + implied) || ' came, ' || sum(sampled) || ' sampled'", new { site = "S11" }));
        await tablet.Context.CloseAsync();
    }

    [Fact]
    public async Task Keys_alone_count_set_the_queue_on_the_number_pad_and_take_back()
    {
        var tablet = await server.Enrolled("S12");
        await tablet.Arrived().FocusAsync();
        await tablet.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("1");
        var pad = tablet.Named("输入人数");
        await pad.FocusAsync();
        await tablet.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tablet.GetByRole(AriaRole.Dialog)).ToBeFocusedAsync();
        await tablet.Keyboard.TypeAsync("1937");
        await tablet.Keyboard.PressAsync("Backspace");
        await Assertions.Expect(tablet.Locator(".typed")).ToContainTextAsync("193");
        await NewcomersServer.Keep(tablet, "tablet-pad-1280");
        await tablet.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("193");
        await Assertions.Expect(pad).ToBeFocusedAsync();
        await tablet.Keyboard.PressAsync("Enter");
        await tablet.Keyboard.TypeAsync("8");
        await tablet.Keyboard.PressAsync("Escape");
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("193");
        await tablet.Named("50").FocusAsync();
        await tablet.Keyboard.PressAsync("Space");
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("50");
        await tablet.Named("撤销").FocusAsync();
        await tablet.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("193");
        await tablet.Back();
        // Arrived, the pad's count, about fifty, and the undo of that: each a row, the last a command that takes back the third.
        Assert.Equal("1:1 4:193 4:50 9:3", await server.Ledger<string>("string_agg(kind || ':' || n, ' ' order by number)", new { site = "S12" }));
        await tablet.Context.CloseAsync();
    }

    [Theory]
    [InlineData("S13", 360, 740, "a small phone")]
    [InlineData("S14", 640, 400, "a tablet of 1280 x 800 whose owner zooms to 200 %")]
    public async Task Small_or_enlarged_all_of_it_is_within_reach_and_nothing_beside_the_screen(string site, int width, int height, string what)
    {
        var tablet = await server.Enrolled(site, width, height);
        await tablet.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await tablet.Arrived().ClickAsync();
        await Assertions.Expect(tablet.Queue()).ToContainTextAsync("1");
        Assert.Equal(0, await tablet.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Equal("0s", await tablet.Arrived().EvaluateAsync<string>("tile => getComputedStyle(tile).transitionDuration"));
        // Each can be scrolled to, stands between the edges, is not below another, and is as large as a finger.
        var wrong = await tablet.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button:not(:disabled), a')].filter(part => part.getClientRects().length).flatMap(part => {
                part.scrollIntoView({ block: 'center' })
                const at = part.getBoundingClientRect(), on = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)
                const good = at.left >= 0 && at.right <= innerWidth && at.top >= 0 && at.bottom <= innerHeight && at.height >= 44 && at.width >= 44 && part.contains(on)
                return good ? [] : [`${part.ariaLabel ?? part.textContent} ${JSON.stringify(at)}`]
            })
            """);
        Assert.True(wrong.Length == 0, $"On {what}: {string.Join('\n', wrong)}");
        await tablet.EvaluateAsync("scrollTo(0, 0)");
        await NewcomersServer.Keep(tablet, $"tablet-{width}", whole: true);
        await tablet.Named("输入人数").ClickAsync();
        var set = tablet.GetByRole(AriaRole.Button, new() { NameRegex = new("^改成") });
        await set.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(set).ToBeInViewportAsync();
        await NewcomersServer.Keep(tablet, $"tablet-pad-{width}");
        await tablet.Context.CloseAsync();
    }

    /// <summary>A tablet that writes down what its motor was told, and whose sound is worked out instead of played.</summary>
    private async Task<IPage> Listening(string site)
    {
        var tablet = await server.Page(1280, 800);
        await tablet.AddInitScriptAsync("""
            window.felt = []
            navigator.vibrate = how => { felt.push(String(how)); return true }
            window.AudioContext = class extends OfflineAudioContext { constructor() { super(1, 16_000, 16_000); window.air = this } }
            """);
        await server.Enrol(tablet, site);
        return tablet;
    }

    /// <summary>The loudest of a span, in seconds; 1 is as loud as there is.</summary>
    private static Task<double> Heard(IPage tablet, double from, double to) => tablet.EvaluateAsync<double>("""
        async ([from, to]) => {
            window.told ??= (await air.startRendering()).getChannelData(0)
            return told.slice(from * 16_000, to * 16_000).reduce((most, one) => Math.max(most, Math.abs(one)), 0)
        }
        """, new[] { from, to });
}
