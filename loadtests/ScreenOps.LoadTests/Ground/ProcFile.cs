using System.Globalization;

namespace ScreenOps.LoadTests.Ground;

/// <summary>What the kernel tells of processes.</summary>
internal static class ProcFile
{
    /// <summary>USER_HZ of Linux, whatever its timer runs at.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>The fields of a stat file from the state on: 0 state, 1 parent, 11 user time, 12 system time, 13 and 14 those of children that ended.</summary>
    public static string[] Fields(string stat)
    {
        var text = File.ReadAllText(stat);
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    /// <summary>False also of one that has ended and waits for its parent to notice.</summary>
    public static bool Runs(int process)
    {
        try { return Fields($"/proc/{process}/stat")[0] != "Z"; }
        catch (IOException) { return false; }
    }

    /// <summary>CPU seconds that a process used, with its children and those that ended.</summary>
    public static double Cpu(int process)
    {
        var own = Seconds(process, 11, 4);
        foreach (var child in Children(process)) own += Seconds(child, 11, 2);
        return own;
    }

    /// <summary>CPU seconds that everything on this machine used, and those that its host took away.</summary>
    public static double CpuOfAll()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        // user nice system idle iowait irq softirq steal; guest time is in user already.
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TicksPerSecond;
    }

    /// <summary>Resident memory in MiB.</summary>
    public static double ResidentMb(int process) => Status(process, "VmRSS:");

    public static double MostResidentMb(int process) => Status(process, "VmHWM:");

    private static double Status(int process, string line) =>
        File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var kb, _] ? double.Parse(kb, CultureInfo.InvariantCulture) / 1024 : 0;

    private static double Seconds(int process, int from, int count)
    {
        try
        {
            var fields = Fields($"/proc/{process}/stat");
            return Enumerable.Range(from, count).Sum(i => double.Parse(fields[i], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return 0;
        }
    }

    public static IEnumerable<int> Children(int process)
    {
        var file = $"/proc/{process}/task/{process}/children";
        return File.Exists(file) ? File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => int.Parse(c, CultureInfo.InvariantCulture)) : [];
    }
}
