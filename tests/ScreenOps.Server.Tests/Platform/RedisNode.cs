using System.Diagnostics;
using ScreenOps.Embedded;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>A redis-server on loopback, always on the same port. It keeps nothing on disk, and ends with this process, however that ends.</summary>
internal sealed class RedisNode : IAsyncDisposable
{
    private const int Tries = 5;
    private readonly string[] settings;
    private Process process;

    private RedisNode(int port, string[] settings, Process process) => (Port, this.settings, this.process) = (port, settings, process);

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public static Task<RedisNode> Start() => Start(port => []);

    /// <param name="settings">What it is told besides, for the port that it got.</param>
    public static async Task<RedisNode> Start(Func<int, string[]> settings)
    {
        for (var tries = 1; ; tries++)
        {
            var port = LoopbackPort.Free();
            var told = settings(port);
            // A port that was free a moment ago may be somebody's by now.
            if (await Run(port, told) is { } process) return new(port, told, process);
            if (tries == Tries) throw new InvalidOperationException($"redis-server ended before it was ready, {Tries} times; start it by hand to see why: redis-server --port {port} {string.Join(' ', told)}");
        }
    }

    public bool Ended => process.HasExited;

    public Task Kill() => Child.End(process);

    /// <summary>On the same port, with nothing in it.</summary>
    public async Task StartAgain()
    {
        process.Dispose();
        process = await Run(Port, settings) ?? throw new InvalidOperationException($"redis-server did not start again on port {Port}.");
    }

    /// <summary>What redis-cli prints; an error that Redis answers is an exception.</summary>
    public async Task<string> Tell(params string[] words)
    {
        using var cli = Process.Start(new ProcessStartInfo("redis-cli", ["-e", "-p", $"{Port}", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, wrong) = (cli.StandardOutput.ReadToEndAsync(), cli.StandardError.ReadToEndAsync());
        await cli.WaitForExitAsync();
        return cli.ExitCode == 0 ? (await said).Trim() : throw new InvalidOperationException($"{Address} to {string.Join(' ', words)}: {await said}{await wrong}");
    }

    /// <summary>Null: it ended before it took connections.</summary>
    private static async Task<Process?> Run(int port, string[] settings)
    {
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Child.Start("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", .. settings], line =>
        {
            if (line is null) ready.TrySetResult(false);
            else if (line.Contains("Ready to accept", StringComparison.Ordinal)) ready.TrySetResult(true);
        });
        if (await ready.Task.WaitAsync(Eventually.Limit)) return process;
        process.Dispose();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await Child.End(process);
        process.Dispose();
    }
}
