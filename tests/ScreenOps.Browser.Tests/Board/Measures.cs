using System.Text.Json;
using Microsoft.Playwright;

namespace ScreenOps.Browser.Tests.Board;

/// <summary>What a browser tells of a page's cost.</summary>
internal static class Measures
{
    /// <summary>Megabytes that scripts hold, after what nobody needs was thrown away.</summary>
    public static async Task<double> Heap(this IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("HeapProfiler.collectGarbage");
        var used = (await devtools.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetDouble() / (1 << 20);
        await devtools.DetachAsync();
        return used;
    }

    /// <summary>Lets the page's main thread have a part of the processor.</summary>
    public static async Task Slow(this IPage page, int times)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = times });
    }
}

/// <summary>
/// The tasks of a page's main thread, in milliseconds of that thread's own time: another program that has the processor meanwhile makes none of them longer.
/// </summary>
internal sealed class Tasks : IAsyncDisposable
{
    private const string Here = "screenops-here";
    private readonly ICDPSession devtools;
    private readonly List<JsonElement> events = [];
    private readonly TaskCompletionSource complete = new();

    private Tasks(ICDPSession devtools) => this.devtools = devtools;

    public static async Task<Tasks> Of(IPage page)
    {
        var tasks = new Tasks(await page.Context.NewCDPSessionAsync(page));
        tasks.devtools.Event("Tracing.dataCollected").OnEvent += (_, told) => tasks.events.AddRange(told!.Value.GetProperty("value").EnumerateArray().Where(Wanted).Select(one => one.Clone()));
        tasks.devtools.Event("Tracing.tracingComplete").OnEvent += (_, _) => tasks.complete.TrySetResult();
        await tasks.devtools.SendAsync("Tracing.start", new() { ["transferMode"] = "ReportEvents", ["traceConfig"] = new Dictionary<string, object> { ["includedCategories"] = new[] { "toplevel", "blink.user_timing" } } });
        await page.EvaluateAsync($"performance.mark('{Here}')");
        return tasks;
    }

    /// <summary>All tasks since it began, the shortest first.</summary>
    public async Task<IReadOnlyList<double>> End()
    {
        await devtools.SendAsync("Tracing.end");
        await complete.Task.WaitAsync(NewcomersServer.Patience);
        var mark = events.First(one => one.GetProperty("name").GetString() == Here);
        (int, int) Thread(JsonElement one) => (one.GetProperty("pid").GetInt32(), one.GetProperty("tid").GetInt32());
        return [.. events.Where(one => Thread(one) == Thread(mark) && one.TryGetProperty("tdur", out _)).Select(one => one.GetProperty("tdur").GetDouble() / 1000).Order()];
    }

    private static bool Wanted(JsonElement one) => one.GetProperty("name").GetString() is Here or "RunTask" or "ThreadControllerImpl::RunTask";

    public async ValueTask DisposeAsync() => await devtools.DetachAsync();
}
