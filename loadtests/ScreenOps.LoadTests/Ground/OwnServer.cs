using System.Text.Json;
using ScreenOps.Embedded;

namespace ScreenOps.LoadTests.Ground;

/// <summary>Where a server is and the token that it left in its data folder.</summary>
internal sealed record ServerAt(Uri Url, string Token)
{
    private sealed record Left(Uri Url, string Token);

    /// <summary>As the running server of this data folder left it; null: none has.</summary>
    public static ServerAt? In(string folder)
    {
        var file = Path.Combine(folder, "server.json");
        return File.Exists(file) && JsonSerializer.Deserialize<Left>(File.ReadAllText(file)) is { } left ? new(left.Url, left.Token) : null;
    }
}

/// <summary>The real server program as a process of its own, always on the same port and data folder.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private const int StartTries = 60;
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(0.5);
    private readonly string folder;
    private readonly int port;
    private readonly IReadOnlyDictionary<string, string> settings;
    private OwnProcess process;
    private volatile bool killed;

    private OwnServer(string folder, int port, IReadOnlyDictionary<string, string> settings, OwnProcess process) =>
        (this.folder, this.port, this.settings, this.process) = (folder, port, settings, process);

    public int ProcessId => process.Id;

    /// <summary>Its data folder; its keys lie in the folder keys below.</summary>
    public string Folder => folder;

    public int Port => port;

    public string LastWords => process.LastWords;

    public ServerAt At => ServerAt.In(folder)!;

    public static async Task<OwnServer> Start(string folder, IReadOnlyDictionary<string, string> settings, CancellationToken cancel)
    {
        var port = LoopbackPort.Free();
        return new(folder, port, settings, await Run(folder, port, settings, cancel));
    }

    /// <summary>It ended, and nobody had killed it.</summary>
    public bool EndedByItself => !killed && process.Ended;

    public Task Kill()
    {
        killed = true;
        return process.Kill();
    }

    /// <summary>Once more after each start that fails, as whoever supervises a server does: an engine may be away just then.</summary>
    public async Task StartAgain(CancellationToken cancel)
    {
        await process.DisposeAsync();
        for (var tries = 1; ; tries++)
        {
            try
            {
                (process, killed) = (await Run(folder, port, settings, cancel), false);
                return;
            }
            catch (LoadTestException) when (tries < StartTries)
            {
                await Task.Delay(BetweenStarts, cancel);
            }
        }
    }

    private static async Task<OwnProcess> Run(string folder, int port, IReadOnlyDictionary<string, string> settings, CancellationToken cancel)
    {
        var file = Path.Combine(folder, "server.json");
        if (File.Exists(file)) File.Delete(file);
        var process = OwnProcess.Start("ScreenOps.Server", "dotnet", [Program(), "--urls", $"http://127.0.0.1:{port}", $"--ScreenOps:DataFolder={folder}"], settings);
        try
        {
            await process.Until(() => File.Exists(file), StartLimit, cancel);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>As it was built with this program, in the same configuration.</summary>
    private static string Program()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = own.Parent!.Name;
        for (var folder = own; folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "src/ScreenOps.Server/bin", configuration, own.Name, "ScreenOps.Server.dll") is var built && File.Exists(built)) return built;
        throw new LoadTestException($"ScreenOps.Server was not built in {configuration}: start this with dotnet run, which builds both.");
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
