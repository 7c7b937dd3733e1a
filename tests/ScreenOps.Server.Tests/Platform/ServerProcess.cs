using System.Diagnostics;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>The real server as a process of its own, that can be killed. SCREENOPS_SERVER names a published program to take instead of the one that was built with the tests, whose every method is compiled anew by each start.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly string? Published = Environment.GetEnvironmentVariable("SCREENOPS_SERVER");
    private static readonly (string Program, string[] First) Line = Published is null ? ("dotnet", [Path.Combine(AppContext.BaseDirectory, "ScreenOps.Server.dll")]) : (Published, []);
    private readonly string folder;
    private readonly Process process;

    private readonly List<string?> said;

    private ServerProcess(string folder, List<string?> said, Process process) => (this.folder, this.said, this.process) = (folder, said, process);

    /// <summary>The lines that it wrote.</summary>
    public IReadOnlyList<string> Said
    {
        get { lock (said) return [.. said.OfType<string>()]; }
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Speaks with the token of its data folder.</summary>
    public HttpClient Operator() => ServerAddress.Read(folder)!.Http();

    public static async Task<ServerProcess> Start(string postgres, string redis, int port = 0, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-process-").FullName;
        var said = new List<string?>();
        var server = new ServerProcess(folder, said, Child.Start(Line.Program, [.. Line.First, "--urls", $"http://127.0.0.1:{port}",
            $"--ConnectionStrings:Postgres={postgres}", $"--ConnectionStrings:Redis={redis}", $"--ScreenOps:DataFolder={folder}", $"--ScreenOps:KeyFolder={RealEngines.Keys}", "--ScreenOps:Sample=false", .. settings],
            line => { lock (said) said.Add(line); }));
        await Eventually.True(() => Task.FromResult(server.process.HasExited || ServerAddress.Read(folder) is not null), "the server listens");
        server.Address = ServerAddress.Read(folder)?.Url ?? throw new InvalidOperationException($"The server ended: {string.Join('\n', said)}");
        return server;
    }

    public Task Kill() => Child.End(process);

    /// <summary>SIGTERM: the wish that it goes, as a service manager sends it.</summary>
    public async Task Dismiss()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>What it ended with.</summary>
    public async Task<int> Ended()
    {
        await process.WaitForExitAsync().WaitAsync(Eventually.Limit);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
