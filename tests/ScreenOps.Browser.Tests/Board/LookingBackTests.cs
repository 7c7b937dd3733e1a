using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace ScreenOps.Browser.Tests.Board;

/// <summary>What an office looks at when the morning is over: its report, and the morning itself once more.</summary>
[Collection(nameof(Rehearsed))]
public sealed class LookingBackTests(RehearsedServer rehearsed)
{
    [Fact]
    public async Task A_morning_is_played_again_minute_by_minute_and_nobody_takes_it_for_now()
    {
        var page = await rehearsed.Server.Centre($"/?replay={rehearsed.Round}");
        var (at, banner) = (page.Locator("[data-replay-at]"), page.Locator("[data-replay-banner]"));
        await Assertions.Expect(banner).ToContainTextAsync("不是现在");
        await Assertions.Expect(page.Locator(".rehearsal")).ToHaveCountAsync(0);
        await Assertions.Expect(at).ToHaveTextAsync(new Regex("^[0-9]{2}:[0-9]{2}$"));
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(banner).ToContainTextAsync(new Regex("回看 (06:1[5-9]|06:[2-5]|0[7-9]:|[12][0-9]:)"));
        var sampled = page.Locator(".totals .total .value").First;
        var last = await Sampled(page);
        var lastWords = await sampled.InnerTextAsync();
        await page.Locator(".site-list .site").First.ClickAsync();
        await Assertions.Expect(page.Locator(".panel .minutes canvas")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".site-actions")).ToHaveCountAsync(0);
        await Sizes(page, "replay-zh");

        // By hand, by the keys, and by the slider; less was sampled earlier.
        var end = await at.InnerTextAsync();
        await page.Keyboard.PressAsync("Shift+ArrowLeft");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(at).ToHaveTextAsync(Earlier(end, 9));
        await Assertions.Expect(sampled).Not.ToHaveTextAsync(lastWords);
        Assert.True(await Sampled(page) < last, "nine minutes before fewer were sampled");
        await page.Locator(".replay-bar input").FillAsync(await page.Locator(".replay-bar input").GetAttributeAsync("min") ?? "");
        await Assertions.Expect(sampled).ToHaveTextAsync(new Regex("^0(?![0-9,])"));
        var begin = await at.InnerTextAsync();
        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(at).Not.ToHaveTextAsync(begin);
        await Assertions.Expect(page.Locator(".replay-bar [role=status]")).ToContainTextAsync("开放");

        // It plays by itself, stops by itself at the end, and the address leads back to the minute.
        await page.Locator(".replay-bar").GetByRole(AriaRole.Button, new() { Name = "120×" }).ClickAsync();
        var before = await at.InnerTextAsync();
        await page.Locator("[data-act=play]").ClickAsync();
        await Assertions.Expect(at).Not.ToHaveTextAsync(before);
        await page.Locator("[data-act=play]").ClickAsync();
        await page.WaitForFunctionAsync("() => new URLSearchParams(location.search).get('at') === document.querySelector('.replay-bar input').value");
        var (stopped, address) = (await at.InnerTextAsync(), page.Url);
        await page.ReloadAsync();
        Assert.Equal(address, page.Url);
        await Assertions.Expect(at).ToHaveTextAsync(stopped);

        await page.Locator("[data-act=live]").ClickAsync();
        await Assertions.Expect(banner).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".fresh .live-dot")).ToBeVisibleAsync();
        Assert.DoesNotContain("replay", page.Url, StringComparison.Ordinal);

        // The round that is open, from the board itself, in the other language and theme.
        var dark = await rehearsed.Server.Centre("/", "en", "dark");
        await dark.Locator("[data-act=look-back]").ClickAsync();
        await Assertions.Expect(dark.Locator("[data-replay-banner]")).ToContainTextAsync("This is not now");
        await Assertions.Expect(dark.Locator("[data-replay-at]")).ToBeVisibleAsync();
        await Sizes(dark, "replay-en-dark");
    }

    [Fact]
    public async Task The_report_is_read_printed_and_taken_into_a_spreadsheet()
    {
        var page = await rehearsed.Server.Centre($"/report?round={rehearsed.Round}");
        var sampled = int.Parse((await page.Locator("[data-figure=sampled]").InnerTextAsync()).Split('/')[0].Replace(",", "", StringComparison.Ordinal), null);
        await Assertions.Expect(page.Locator(".report-chart canvas")).ToHaveCountAsync(2);
        await NewcomersServer.Keep(page, "report-zh-1440", whole: true);
        foreach (var table in new[] { "sites", "minutes", "quarters", "staff" })
        {
            var file = await page.RunAndWaitForDownloadAsync(() => page.Locator($"[data-csv={table}]").ClickAsync());
            var bytes = await File.ReadAllBytesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
            Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
            var lines = Encoding.UTF8.GetString(bytes[3..]).TrimEnd().Split("\r\n");
            if (table == "sites") Assert.Equal((44, sampled), (lines.Length, lines.Skip(1).Sum(l => int.Parse(l.Split(',')[6], null))));
            if (table == "minutes") Assert.Equal(sampled, lines.Skip(1).Sum(l => int.Parse(l.Split(',')[3], null)));
        }
        var pdf = Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }));
        Assert.InRange(Regex.Count(pdf, @"/Type\s*/Page\b"), 2, 6);
        Assert.Matches(@"/MediaBox\s*\[0 0 59[45]\.?[0-9]* 84[12]\b", pdf);

        var dark = await rehearsed.Server.Centre($"/report?round={rehearsed.Round}", "en", "dark");
        await Assertions.Expect(dark.Locator(".report-chart canvas")).ToHaveCountAsync(2);
        await Assertions.Expect(dark.Locator(".paper")).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
        await NewcomersServer.Keep(dark, "report-en-dark-1440", whole: true);
        await dark.GetByText("Look back at it").ClickAsync();
        await Assertions.Expect(dark.Locator("[data-replay-banner]")).ToBeVisibleAsync();
    }

    private static async Task<int> Sampled(IPage page) =>
        int.Parse(Regex.Match(await page.Locator(".totals .total .value").First.InnerTextAsync(), "^[0-9,]+").Value.Replace(",", "", StringComparison.Ordinal), null);

    private static string Earlier(string clock, int minutes) => TimeOnly.Parse(clock, null).AddMinutes(-minutes).ToString("HH:mm", null);

    private static async Task Sizes(IPage page, string name)
    {
        foreach (var (width, height) in new[] { (1366, 768), (1920, 1080) })
        {
            await page.SetViewportSizeAsync(width, height);
            await NewcomersServer.Keep(page, $"{name}-{width}");
        }
    }
}
