using ScreenOps.Embedded;

namespace ScreenOps.LoadTests.Ground;

/// <summary>A redis-server of our own on loopback, always on the same port. It keeps nothing unless it is told to save.</summary>
internal sealed class OwnRedis : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly string folder;
    private OwnProcess process;

    private OwnRedis(string folder, int port, OwnProcess process) => (this.folder, Port, this.process) = (folder, port, process);

    public int Port { get; }

    public int ProcessId => process.Id;

    public static async Task<OwnRedis> Start(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var port = LoopbackPort.Free();
        return new(folder, port, await Run(folder, port, cancel));
    }

    public Task Kill() => process.Kill();

    /// <param name="data">Whether it finds what it last saved.</param>
    public async Task StartAgain(bool data, CancellationToken cancel)
    {
        if (!data) File.Delete(Path.Combine(folder, "dump.rdb"));
        await process.DisposeAsync();
        process = await Run(folder, Port, cancel);
    }

    private static async Task<OwnProcess> Run(string folder, int port, CancellationToken cancel)
    {
        var ready = false;
        var process = OwnProcess.Start("redis-server", "redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", folder],
            said: line => ready |= line.Contains("Ready to accept", StringComparison.Ordinal));
        await process.Until(() => Volatile.Read(ref ready), StartLimit, cancel);
        return process;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
