namespace ScreenOps.LoadTests.Ground;

/// <summary>A killed <c>dotnet run</c> leaves the program that it started behind; this ends it then, and with it all that it started.</summary>
internal static class Orphan
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static IDisposable? Watch(CancellationTokenSource stop)
    {
        var parent = Parent();
        return parent > 1 && Name(parent) == "dotnet" ? new Timer(_ => { if (Parent() != parent) stop.Cancel(); }, null, Between, Between) : null;
    }

    private static int Parent() => int.Parse(ProcFile.Fields("/proc/self/stat")[1], provider: null);

    private static string Name(int process) => File.Exists($"/proc/{process}/comm") ? File.ReadAllText($"/proc/{process}/comm").Trim() : "";
}
