using System.Diagnostics;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>A program that ends with this process, however that ends.</summary>
internal static class Child
{
    /// <summary>The kernel sends the death signal when the thread that started the child ends, not the process: so that thread waits for it.</summary>
    /// <param name="said">Called for each line that it writes; null: it has ended.</param>
    public static Process Start(string program, IEnumerable<string> arguments, Action<string?> said)
    {
        var started = new TaskCompletionSource<Process>();
        new Thread(() =>
        {
            try
            {
                var start = new ProcessStartInfo("setpriv", ["--pdeathsig=KILL", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
                var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
                process.OutputDataReceived += (_, e) => said(e.Data);
                process.ErrorDataReceived += (_, e) => { if (e.Data is { } line) said(line); };
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                started.SetResult(process);
                process.WaitForExit();
            }
            catch (Exception e) when (!started.Task.IsCompleted) { started.SetException(e); }
        }) { IsBackground = true, Name = program }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>SIGKILL: no time to finish anything.</summary>
    public static async Task End(Process process)
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
    }
}
