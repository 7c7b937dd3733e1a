using System.Diagnostics;
using System.Security.Cryptography;

namespace ScreenOps.Embedded;

/// <summary>
/// A private PostgreSQL in a folder of ours: made on the first start, found again on the next, on loopback only. It dies with this process,
/// however that ends: its parent's death reaches it as SIGINT, PostgreSQL's fast shutdown.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ManualResetEventSlim stopped;

    private EmbeddedPostgres(Process process, ManualResetEventSlim stopped, string connectionString) =>
        (this.process, this.stopped, ConnectionString) = (process, stopped, connectionString);

    public string ConnectionString { get; }

    public int ProcessId => process.Id;

    /// <param name="folder">Everything of it lies below; made when missing.</param>
    /// <param name="binaries">Folder of initdb and postgres; null looks for them.</param>
    public static async Task<EmbeddedPostgres> Start(string folder, string? binaries, TimeProvider time, CancellationToken cancel)
    {
        var found = PostgresBinaries.Find(binaries);
        var account = ServerAccount.Current();
        var data = Path.Combine(Path.GetFullPath(folder), "data");
        Directory.CreateDirectory(folder);
        var password = await Password(folder, cancel);
        await account.Own(folder, cancel);
        if (!File.Exists(Path.Combine(data, "PG_VERSION"))) await Initialise(found, account, folder, data, cancel);
        await WaitUntilFree(data, time, cancel);
        var port = LoopbackPort.Free();
        var stopped = new ManualResetEventSlim();
        var process = StartOnThreadOfItsOwn(account.Command(Path.Combine(found, "postgres"), dieWithParent: true,
            "-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
            "-c", "logging_collector=on", "-c", "log_directory=log", "-c", "shared_buffers=128MB"), stopped);
        await WaitUntilReady(process, data, time, cancel);
        return new(process, stopped, Address(port, password));
    }

    internal static string Address(int port, string password) => $"Host=127.0.0.1;Port={port};Username=screenops;Password={password};Database=postgres";

    private static async Task<string> Password(string folder, CancellationToken cancel)
    {
        var file = Path.Combine(folder, "password");
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var writer = new StreamWriter(file, options);
            await writer.WriteAsync(RandomNumberGenerator.GetHexString(48));
        }
        return await File.ReadAllTextAsync(file, cancel);
    }

    private static async Task Initialise(string binaries, ServerAccount account, string folder, string data, CancellationToken cancel)
    {
        var start = account.Command(Path.Combine(binaries, "initdb"), dieWithParent: false,
            "-D", data, "-U", "screenops", "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", $"--pwfile={Path.Combine(Path.GetFullPath(folder), "password")}");
        using var process = Process.Start(start) ?? throw new InvalidOperationException("initdb did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode == 0) return;
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
        throw new InvalidOperationException($"initdb could not make a database in {folder}: {(await errors).Trim()} {(await output).Trim()}");
    }

    /// <summary>A server killed a moment ago leaves a postmaster that is still shutting down.</summary>
    private static async Task WaitUntilFree(string data, TimeProvider time, CancellationToken cancel)
    {
        var file = Path.Combine(data, "postmaster.pid");
        var began = time.GetTimestamp();
        while (File.Exists(file) && int.TryParse((await File.ReadAllLinesAsync(file, cancel)).FirstOrDefault(), out var id) && Directory.Exists($"/proc/{id}") && RunsIn(id, data))
        {
            if (time.GetElapsedTime(began) > StartLimit)
                throw new InvalidOperationException($"Another PostgreSQL (process {id}) holds {data}. Stop the server that uses this data folder, or choose another with ScreenOps:DataFolder.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancel);
        }
    }

    private static bool RunsIn(int id, string data)
    {
        try { return File.ReadAllText($"/proc/{id}/cmdline").Contains(data, StringComparison.Ordinal); }
        catch (IOException) { return false; }
    }

    /// <summary>The kernel sends the death signal when the thread that started the child ends, not the process: so that thread waits for it.</summary>
    private static Process StartOnThreadOfItsOwn(ProcessStartInfo start, ManualResetEventSlim stopped)
    {
        var started = new TaskCompletionSource<Process>();
        new Thread(() =>
        {
            try
            {
                var process = Process.Start(start) ?? throw new InvalidOperationException("postgres did not start.");
                process.ErrorDataReceived += (_, _) => { };
                process.OutputDataReceived += (_, _) => { };
                process.BeginErrorReadLine();
                process.BeginOutputReadLine();
                started.SetResult(process);
                process.WaitForExit();
            }
            catch (Exception e) when (!started.Task.IsCompleted) { started.SetException(e); }
            finally { stopped.Set(); }
        }) { IsBackground = true, Name = "embedded PostgreSQL" }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>postmaster.pid's eighth line turns to "ready" when it takes connections.</summary>
    private static async Task WaitUntilReady(Process process, string data, TimeProvider time, CancellationToken cancel)
    {
        var file = Path.Combine(data, "postmaster.pid");
        var began = time.GetTimestamp();
        while (true)
        {
            if (process.HasExited || time.GetElapsedTime(began) > StartLimit)
                throw new InvalidOperationException($"PostgreSQL did not start in {data}; its words are in {Path.Combine(data, "log")}.");
            if (File.Exists(file) && await Lines(file, cancel) is { Length: >= 8 } lines && lines[0] == $"{process.Id}" && lines[7].Trim() == "ready") return;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancel);
        }
    }

    private static async Task<string[]> Lines(string file, CancellationToken cancel)
    {
        try { return await File.ReadAllLinesAsync(file, cancel); }
        catch (IOException) { return []; }
    }

    /// <summary>Fast shutdown; what it cannot finish in time is recovered by the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Signals.Interrupt(process.Id);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try { await process.WaitForExitAsync(limit.Token); }
            catch (OperationCanceledException) { process.Kill(entireProcessTree: true); }
        }
        stopped.Wait(TimeSpan.FromSeconds(5));
        process.Dispose();
    }
}
