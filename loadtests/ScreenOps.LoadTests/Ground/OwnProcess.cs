using System.Diagnostics;

namespace ScreenOps.LoadTests.Ground;

/// <summary>A program that this one started. It is killed with it, however that ends.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private const int KeptLines = 60;
    private readonly Process process;
    private readonly string name;
    private readonly Queue<string> lines;

    private OwnProcess(string name, Process process, Queue<string> lines) => (this.name, this.process, this.lines) = (name, process, lines);

    public int Id => process.Id;

    public bool Ended => process.HasExited;

    /// <param name="said">Called for each line that it writes; null: nobody listens.</param>
    public static OwnProcess Start(string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null, Action<string>? said = null)
    {
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig=KILL", program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var lines = new Queue<string>();
        void Hear(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is not { } line) return;
            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > KeptLines) lines.Dequeue();
            }
            said?.Invoke(line);
        }
        return new(name, OnThreadOfItsOwn(name, start, Hear), lines);
    }

    /// <summary>The kernel sends the death signal when the thread that started the child ends, not the process: so that thread waits for it.</summary>
    private static Process OnThreadOfItsOwn(string name, ProcessStartInfo start, DataReceivedEventHandler hear)
    {
        var started = new TaskCompletionSource<Process>();
        new Thread(() =>
        {
            try
            {
                var process = Process.Start(start) ?? throw new LoadTestException($"{name} did not start.");
                process.OutputDataReceived += hear;
                process.ErrorDataReceived += hear;
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                started.SetResult(process);
                process.WaitForExit();
            }
            catch (Exception e) when (!started.Task.IsCompleted) { started.SetException(new LoadTestException($"{name} did not start: {e.Message}", e)); }
        }) { IsBackground = true, Name = name }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>A line on its standard input.</summary>
    public async Task Write(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it is ready; its own last words where it ends before.</summary>
    public async Task Until(Func<bool> ready, TimeSpan most, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        while (!ready())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > most) throw new LoadTestException($"{name} was not ready {(process.HasExited ? "and ended" : $"within {most.TotalSeconds:N0} s")}. Its last words:\n{LastWords}");
            await Task.Delay(10, cancel);
        }
    }

    public string LastWords { get { lock (lines) return string.Join('\n', lines); } }

    /// <summary>SIGKILL: no time to finish anything.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        process.Dispose();
    }
}
