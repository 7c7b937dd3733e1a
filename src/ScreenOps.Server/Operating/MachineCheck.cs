using System.Text;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>What the program needs of its machine besides: pages, zones, memory, and files that it may hold open.</summary>
internal static class MachineCheck
{
    private const string Area = "machine", Zone = "Asia/Shanghai";
    private const int LeastFiles = 8192, LeastMegabytes = 700;

    public static IEnumerable<Finding> Look()
    {
        var found = Faults().ToList();
        return found.Count > 0 ? found : [Finding.Good(Area, $".NET {Environment.Version}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e6:N0} MB, {OpenFiles() ?? 0} open files, pages built")];
    }

    private static IEnumerable<Finding> Faults()
    {
        if (!File.Exists(Path.Combine(Folders.Pages, "index.html"))) yield return Finding.Wrong(Area, $"There are no pages in {Folders.Pages}: whoever opens one is told that it was not built.", "Build or publish the server without SkipWeb, with Node 20 installed.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _)) yield return Finding.Wrong(Area, $"This machine does not know the time zone {Zone}.", "Install tzdata.");
        if ("Ａ".Normalize(NormalizationForm.FormKC) != "A") yield return Finding.Wrong(Area, "This machine has no ICU: names and numbers in full width are not read from imports.", "Install libicu.");
        if (OpenFiles() is { } files && files < LeastFiles) yield return Finding.Mind(Area, $"The server may hold {files} files open; each tablet and screen is one, and the one too many is refused.", "Raise it: LimitNOFILE=65536 in the unit (deploy/screenops@.service), or ulimit -n 65536.");
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e6 is var memory and < LeastMegabytes) yield return Finding.Mind(Area, $"The server may use {memory:N0} MB.", $"Give it {LeastMegabytes} MB and more; deploy/README.md says how much for how many sites.");
    }

    private static long? OpenFiles() => File.Exists("/proc/self/limits")
        && File.ReadLines("/proc/self/limits").FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, { } soft, ..] && long.TryParse(soft, out var files) ? files : null;
}
