using System.Diagnostics;

namespace ScreenOps.LoadTests.Ground;

internal static class Signal
{
    /// <summary>SIGKILL, where it still runs.</summary>
    public static void Kill(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            found.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }
}
