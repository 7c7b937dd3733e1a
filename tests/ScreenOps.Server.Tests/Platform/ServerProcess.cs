using System.Diagnostics;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>The real server as a process of its own, that can be killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly string folder;
    private readonly Process process;

    private ServerProcess(string folder, Process process) => (this.folder, this.process) = (folder, process);

    public Uri Address { get; private set; } = null!;

    public static async Task<ServerProcess> Start(string postgres, string redis)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-process-").FullName;
        var said = new List<string?>();
        var server = new ServerProcess(folder, Child.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "ScreenOps.Server.dll"), "--urls", "http://127.0.0.1:0",
            $"--ConnectionStrings:Postgres={postgres}", $"--ConnectionStrings:Redis={redis}", $"--ScreenOps:DataFolder={folder}", $"--ScreenOps:KeyFolder={RealEngines.Keys}", "--ScreenOps:Sample=false"],
            line => { lock (said) said.Add(line); }));
        await Eventually.True(() => Task.FromResult(server.process.HasExited || ServerAddress.Read(folder) is not null), "the server listens");
        server.Address = ServerAddress.Read(folder)?.Url ?? throw new InvalidOperationException($"The server ended: {string.Join('\n', said)}");
        return server;
    }

    public Task Kill() => Child.End(process);

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
