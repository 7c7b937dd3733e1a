using System.Text.Json;
using Microsoft.Playwright;
using ScreenOps.Browser.Tests.Board;
using Xunit;

namespace ScreenOps.Browser.Tests.Platform;

/// <summary>Every page that a person may open, as those meet it who see, hear or use it otherwise.</summary>
[Collection(nameof(Rehearsed))]
public sealed class EveryPageTests(RehearsedServer rehearsed)
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", "ScreenOps.Web", "node_modules", "axe-core", "axe.min.js"));
    private static readonly bool Long = Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1";

    /// <summary>What else a page shows once something is pressed on it.</summary>
    private static readonly Dictionary<string, string> Pressed = new()
    {
        ["/"] = ".site-list .site", ["/rounds"] = ".round-row", ["/sites"] = ".opener", ["/members"] = ".opener", ["/accounts"] = ".opener", ["/look"] = ".look-row [data-act=ask]",
    };

    private readonly Visitors visitors = new(rehearsed.Server, rehearsed.Round);

    /// <summary>SCREENOPS_LONG=1 goes through every page; else through those that hang on the wall of a command centre.</summary>
    [Fact]
    public async Task Nothing_serious_is_found_on_any_page_in_either_theme_and_none_is_wider_than_a_small_phone()
    {
        var found = new List<string>();
        foreach (var who in visitors.Addresses)
        {
            var addresses = who.Where(a => Long || a is "/" or "/wall").ToList();
            if (addresses.Count == 0) continue;
            var page = await visitors.In(who.Key);
            foreach (var address in addresses)
            {
                found.AddRange(await Look(page, address));
                TestContext.Current.TestOutputHelper?.WriteLine($"{address}: {found.Count} found so far{string.Concat(found.Where(f => f.StartsWith(address + " ", StringComparison.Ordinal)).Select(f => $"\n  {f}"))}");
            }
            await page.Context.CloseAsync();
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private async Task<IReadOnlyList<string>> Look(IPage page, string address)
    {
        await page.SetViewportSizeAsync(1280, 800);
        // A colour on its way from one theme to the other is neither's.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await visitors.Open(page, address);
        await page.EvaluateAsync(Axe);
        var found = (await Judged(page, address)).ToList();
        if (Pressed.TryGetValue(address, out var part))
        {
            await page.Locator(part).First.ClickAsync();
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            found.AddRange(await Judged(page, $"{address} pressed"));
        }
        // As narrow as a small phone, which is also what zooming to twice the size leaves of a laptop.
        foreach (var width in new[] { 640, 360 })
        {
            await page.SetViewportSizeAsync(width, 640);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") is > 0 and var over) found.Add($"{address} is {over} px wider than {width} px");
        }
        return found;
    }

    /// <summary>All rules in the light, those of colour once more in the dark.</summary>
    private static async Task<IEnumerable<string>> Judged(IPage page, string where)
    {
        var found = new List<string>();
        foreach (var (theme, rules) in new[] { ("light", "{}"), ("dark", "{ runOnly: ['color-contrast'] }") })
        {
            await page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");
            var told = await page.EvaluateAsync<JsonElement>($"axe.run(document, {{ ...{rules}, resultTypes: ['violations'] }}).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${{v.id}}: ${{v.nodes.slice(0, 4).map(n => n.target.join(' ')).join(' | ')}}`))");
            found.AddRange(told.EnumerateArray().Select(v => $"{where} {theme} {v.GetString()}"));
        }
        return found;
    }
}
