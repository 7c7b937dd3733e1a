using System.Diagnostics;

namespace ScreenOps.Embedded;

internal static class Signals
{
    /// <summary>SIGINT: PostgreSQL's fast shutdown.</summary>
    public static async Task Interrupt(int processId)
    {
        using var kill = Process.Start("kill", ["-INT", $"{processId}"]);
        await kill.WaitForExitAsync();
    }
}
