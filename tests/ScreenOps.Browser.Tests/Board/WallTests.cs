using System.Collections.Concurrent;
using Microsoft.Playwright;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;
using Xunit;

namespace ScreenOps.Browser.Tests.Board;

/// <summary>A wall that everybody looks at and nobody touches, for a day.</summary>
[Collection(nameof(Rehearsed))]
public sealed class WallTests(RehearsedServer rehearsed)
{
    /// <summary>Of a day, twenty seconds each: so long a view stays. A short run takes a quarter of an hour of it.</summary>
    private const int Warm = 30, Short = 45, Day = 24 * 3600 / View, View = 20;
    private static readonly bool Long = Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1";
    private readonly ConcurrentDictionary<string, (Guid Device, long Number)> tablets = new();

    /// <summary>SCREENOPS_LONG=1: a whole day, in which each of the sites counts once a minute.</summary>
    [Fact]
    public async Task A_wall_takes_turns_by_itself_stays_awake_and_what_a_day_brings_leaves_its_memory_as_it_was()
    {
        var page = await Wall(1280, 720);
        await Assertions.Expect(page.Locator(".wall")).ToHaveAttributeAsync("data-view", "map");
        await page.Clock.FastForwardAsync(21_000);
        await Assertions.Expect(page.Locator(".wall")).ToHaveAttributeAsync("data-view", "sites");
        Assert.True(await page.EvaluateAsync<bool>("window.stayedAwake"), "the screen is asked to stay on");

        var devtools = await page.Context.NewCDPSessionAsync(page);
        await Live(page, Warm);
        var (heap, nodes) = await Weighed(devtools);
        await page.EvaluateAsync("window.turned = 0; new MutationObserver(() => window.turned++).observe(document.querySelector('.wall'), { attributeFilter: ['data-view'] })");
        var steps = Long ? Day : Short;
        var told = await Live(page, steps);
        var (after, nodesAfter) = await Weighed(devtools);
        TestContext.Current.TestOutputHelper?.WriteLine($"{steps * View / 60} minutes on the wall with {told:N0} counts: heap {heap / 1e6:N1} to {after / 1e6:N1} MB, nodes {nodes} to {nodesAfter}");
        // Beside the steps its clock runs as clocks do, so a slow machine sees more turns.
        Assert.InRange(await page.EvaluateAsync<int>("window.turned"), steps * 9 / 10, int.MaxValue);
        Assert.True(after < heap * 1.1, $"a day's share of {steps} turns took the heap from {heap / 1e6:N1} to {after / 1e6:N1} MB");
        Assert.True(nodesAfter < nodes * 1.1, $"a day's share of {steps} turns took the page from {nodes} to {nodesAfter} nodes");
    }

    [Fact]
    public async Task A_wall_is_read_from_across_the_room_and_left_by_one_key()
    {
        var page = await Wall(3840, 2160);
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "wall");
        foreach (var view in new[] { "map", "sites", "day" })
        {
            await Assertions.Expect(page.Locator(".wall")).ToHaveAttributeAsync("data-view", view);
            // A line with a name is at least a fiftieth of the screen's height: 1 cm on a screen of half a metre, read from four metres.
            var name = page.Locator(view switch { "map" => ".wall-row b", "sites" => ".wall-tile b", _ => ".wall-village b" }).First;
            Assert.InRange((await name.BoundingBoxAsync())!.Height, 2160 / 50.0, 2160);
            Assert.Equal((0, 0), (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"), await page.EvaluateAsync<int>("document.documentElement.scrollHeight - innerHeight")));
            await NewcomersServer.Keep(page, $"wall-{view}-3840");
            await page.Keyboard.PressAsync("ArrowRight");
        }
        await page.SetViewportSizeAsync(1920, 1080);
        await NewcomersServer.Keep(page, "wall-map-1920");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".cc")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    private async Task<IPage> Wall(int width, int height)
    {
        var page = await rehearsed.Server.Centre("/", theme: "dark");
        await page.SetViewportSizeAsync(width, height);
        await page.Clock.InstallAsync();
        await page.AddInitScriptAsync("window.stayedAwake = false; navigator.wakeLock.request = kind => { window.stayedAwake = kind === 'screen'; return Promise.resolve({ released: false, release: () => Promise.resolve() }) }");
        await page.GotoAsync(new Uri(rehearsed.Server.Address, "/wall").ToString());
        await Assertions.Expect(page.Locator(".wall-row").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".map-marks .spot").First).ToBeVisibleAsync();
        return page;
    }

    /// <summary>The wall's clock goes on by a view's time at a step, while a third of the sites count; each count is seen on it before the next step. Gives how many counts that were.</summary>
    private async Task<int> Live(IPage page, int steps)
    {
        var (server, told) = (rehearsed.Server, 0);
        var round = (await server.Get<RoundBook>().Open(NewcomersServer.District, false))!.Id;
        var sites = (await server.Get<SiteBook>().Sites(NewcomersServer.District, round)).Where((_, at) => at % 8 != 7).Select(s => s.Code).ToList();
        var sampled = await page.EvaluateAsync<int>("Number(document.querySelector('.totals .value').textContent.match(/^[0-9,]+/)[0].replaceAll(',', ''))");
        for (var step = 0; step < steps; step++)
        {
            var share = sites.Where((_, at) => at % 3 == step % 3).ToList();
            await Task.WhenAll(share.Select(site => Count(round, site)));
            (told, sampled) = (told + 2 * share.Count, sampled + share.Count);
            await page.EvaluateAsync("""
                least => new Promise(done => {
                    const totals = document.querySelector('.totals')
                    const look = () => { if (Number(totals.querySelector('.value').textContent.match(/^[0-9,]+/)[0].replaceAll(',', '')) >= least) { seen.disconnect(); done() } }
                    const seen = new MutationObserver(look)
                    seen.observe(totals, { subtree: true, childList: true, characterData: true })
                    look()
                })
                """, sampled);
            await page.Clock.FastForwardAsync(View * 1000);
        }
        return told;
    }

    private async Task Count(int round, string site)
    {
        var (device, number) = tablets.GetOrAdd(site, _ => (Guid.NewGuid(), 0));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var receipts = await rehearsed.Server.Get<Counter>().Apply(NewcomersServer.District, device, site, [new(number + 1, round, site, CountKind.Arrived, 1, now), new(number + 2, round, site, CountKind.Sampled, 1, now)], default);
        Assert.All(receipts, r => Assert.Equal(CountOutcome.Applied, r.Outcome));
        tablets[site] = (device, number + 2);
    }

    private static async Task<(double Heap, int Nodes)> Weighed(ICDPSession devtools)
    {
        await devtools.SendAsync("HeapProfiler.collectGarbage");
        var (heap, dom) = ((await devtools.SendAsync("Runtime.getHeapUsage"))!.Value, (await devtools.SendAsync("Memory.getDOMCounters"))!.Value);
        return (heap.GetProperty("usedSize").GetDouble(), dom.GetProperty("nodes").GetInt32());
    }
}
