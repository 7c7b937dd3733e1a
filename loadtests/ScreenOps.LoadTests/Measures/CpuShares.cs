using System.Diagnostics;
using ScreenOps.LoadTests.Ground;

namespace ScreenOps.LoadTests.Measures;

/// <summary>Which of the programs that share this machine used how much of it since the beginning.</summary>
internal sealed class CpuShares
{
    private readonly (string Name, int Process)[] programs;
    private readonly double[] before;
    private readonly double allBefore;
    private readonly long began = Stopwatch.GetTimestamp();

    private CpuShares((string Name, int Process)[] programs)
    {
        this.programs = programs;
        (before, allBefore) = ([.. programs.Select(p => ProcFile.Cpu(p.Process))], ProcFile.CpuOfAll());
    }

    public static CpuShares Of(Stage stage)
    {
        var programs = new List<(string, int)> { ("client", Environment.ProcessId) };
        if (stage.OwnServer is { } server) programs.Add(("server", server.ProcessId));
        if (stage.OwnRedis is { } redis) programs.Add(("redis", redis.ProcessId));
        if (stage.OwnPostgres is { } postgres) programs.Add(("postgres", postgres.ProcessId));
        return new([.. programs]);
    }

    public static CpuShares Of(params (string Name, int Process)[] programs) => new(programs);

    /// <summary>CPU seconds since the beginning.</summary>
    public IReadOnlyDictionary<string, double> Used()
    {
        var used = programs.Select((p, i) => (p.Name, Seconds: ProcFile.Cpu(p.Process) - before[i])).ToDictionary(u => u.Name, u => u.Seconds);
        used["others"] = Math.Max(0, ProcFile.CpuOfAll() - allBefore - used.Values.Sum());
        return used;
    }

    /// <summary>Cores of each, and the CPU seconds of all but client and strangers for 100,000 of what was done.</summary>
    public void Into(Sheet sheet, double done)
    {
        var (used, seconds) = (Used(), Stopwatch.GetElapsedTime(began).TotalSeconds);
        if (done > 0 && used.ContainsKey("server")) sheet.Figure("cpuSecondsPer100k", used.Where(u => u.Key is not ("client" or "others")).Sum(u => u.Value) / done * 100_000, "CPU s");
        foreach (var (name, cpu) in used) sheet.Figure($"{name}Cores", cpu / seconds, name == "others" ? "cores, not ours: noise" : "cores");
    }
}
