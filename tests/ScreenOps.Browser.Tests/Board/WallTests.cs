using Microsoft.Playwright;
using Xunit;

namespace ScreenOps.Browser.Tests.Board;

/// <summary>A wall that everybody looks at and nobody touches, for a day.</summary>
[Collection(nameof(Rehearsed))]
public sealed class WallTests(RehearsedServer rehearsed)
{
    private const int Warm = 30, Turns = 300;

    [Fact]
    public async Task A_wall_takes_turns_by_itself_stays_awake_and_needs_no_more_memory_after_hundreds_of_turns()
    {
        var page = await Wall(1280, 720);
        await Assertions.Expect(page.Locator(".wall")).ToHaveAttributeAsync("data-view", "map");
        await page.Clock.FastForwardAsync(21_000);
        await Assertions.Expect(page.Locator(".wall")).ToHaveAttributeAsync("data-view", "sites");
        Assert.True(await page.EvaluateAsync<bool>("window.stayedAwake"), "the screen is asked to stay on");

        var devtools = await page.Context.NewCDPSessionAsync(page);
        await Turn(page, Warm);
        var (heap, nodes) = await Weighed(devtools);
        await Turn(page, Turns);
        var (after, nodesAfter) = await Weighed(devtools);
        Assert.True(after < heap * 1.1, $"{Turns} turns took the heap from {heap / 1e6:N1} to {after / 1e6:N1} MB");
        Assert.True(nodesAfter < nodes * 1.1, $"{Turns} turns took the page from {nodes} to {nodesAfter} nodes");
        TestContext.Current.SendDiagnosticMessage($"{Turns} turns of the wall: heap {heap / 1e6:N1} to {after / 1e6:N1} MB, nodes {nodes} to {nodesAfter}");
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

    private static Task Turn(IPage page, int times) => page.EvaluateAsync("""
        async times => {
            const seen = new MessageChannel()
            for (let i = 0; i < times; i++) {
                dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))
                await new Promise(done => { seen.port1.onmessage = done; seen.port2.postMessage(0) })
            }
        }
        """, times);

    private static async Task<(double Heap, int Nodes)> Weighed(ICDPSession devtools)
    {
        await devtools.SendAsync("HeapProfiler.collectGarbage");
        var (heap, dom) = ((await devtools.SendAsync("Runtime.getHeapUsage"))!.Value, (await devtools.SendAsync("Memory.getDOMCounters"))!.Value);
        return (heap.GetProperty("usedSize").GetDouble(), dom.GetProperty("nodes").GetInt32());
    }
}
