using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ScreenOps.Browser.Tests.Board;
using Xunit;

namespace ScreenOps.Browser.Tests.Platform;

/// <summary>
/// A picture of every page at every size in both languages and themes, in screens/ beside this project, to be looked at one by one. For the long run;
/// SCREENOPS_PICTURES takes fewer: a pattern of their names, such as ^page-board-zh-CN-light.
/// </summary>
[Collection(nameof(Rehearsed))]
public sealed class PictureTests(RehearsedServer rehearsed)
{
    /// <summary>640 x 400 is what zooming to twice the size leaves of 1280 x 800.</summary>
    private static readonly (int Width, int Height)[] Sizes = [(1920, 1080), (1280, 800), (640, 400), (390, 844)];
    private static readonly (int Width, int Height) Wall = (3840, 2160);
    private static readonly Regex Wanted = new(Environment.GetEnvironmentVariable("SCREENOPS_PICTURES") ?? "", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>Words of empty fields that do not fit into them.</summary>
    private const string Cut = """
        () => [...document.querySelectorAll('input[placeholder]')].filter(field => {
            if (!field.offsetParent || field.value) return false
            const [style, words, pen] = [getComputedStyle(field), getComputedStyle(field, '::placeholder'), document.createElement('canvas').getContext('2d')]
            pen.font = `${words.fontWeight} ${words.fontSize} ${words.fontFamily}`
            return pen.measureText(field.placeholder).width > field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) + 1
        }).map(field => field.placeholder)
        """;

    [Fact]
    public async Task Every_page_has_its_picture_fits_every_screen_and_cuts_no_word_of_an_empty_field()
    {
        var busy = await BusyMorning.Begin(rehearsed);
        var (visitors, found) = (new Visitors(rehearsed.Server, busy), new List<string>());
        foreach (var (language, theme) in new[] { ("zh-CN", "light"), ("en", "dark"), ("en", "light"), ("zh-CN", "dark") })
            foreach (var who in visitors.Addresses)
            {
                var asked = who.Select(address => (address, pictures: Pictures(address, busy, language, theme).Where(picture => Wanted.IsMatch(picture.Name)).ToArray())).Where(a => a.pictures.Length > 0).ToArray();
                if (asked.Length == 0) continue;
                await BusyMorning.Report(rehearsed.Server);
                var page = await visitors.In(who.Key, language, theme);
                if (who.Key == Person.Centre) await page.Locator(".office-top > .choice button").Nth(1).ClickAsync();
                foreach (var (address, pictures) in asked)
                {
                    await visitors.Open(page, address);
                    foreach (var picture in pictures) found.AddRange(await Taken(page, picture));
                }
                await page.Context.CloseAsync();
            }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static IEnumerable<Picture> Pictures(string address, int round, string language, string theme) =>
        (address == "/" || address.StartsWith("/wall", StringComparison.Ordinal) ? Sizes.Prepend(Wall) : Sizes)
            .Select(size => new Picture($"page-{Name(address, round)}-{language}-{theme}-{size.Width}", size.Width, size.Height));

    private static async Task<IEnumerable<string>> Taken(IPage page, Picture picture)
    {
        await page.SetViewportSizeAsync(picture.Width, picture.Height);
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await NewcomersServer.Keep(page, picture.Name);
        var over = await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)");
        var cut = await page.EvaluateAsync<string[]>(Cut);
        return [.. (over > 0 ? new[] { $"{picture.Name} is {over} px wider than the screen" } : []), .. cut.Select(word => $"{picture.Name} cuts \"{word}\"")];
    }

    private static string Name(string address, int round) =>
        address == "/" ? "board" : address.StartsWith("/display", StringComparison.Ordinal) ? "display" : address.TrimStart('/').Replace($"={round}", "", StringComparison.Ordinal).Replace("?", address.StartsWith("/?", StringComparison.Ordinal) ? "board-" : "-", StringComparison.Ordinal).Replace('=', '-').Replace('/', '-');

    private sealed record Picture(string Name, int Width, int Height);
}
