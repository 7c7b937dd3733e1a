using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>The real server in this process, on a free loopback port, with a data folder of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly string folder;
    private readonly ServerApp app;

    private TestServer(string folder, ServerApp app) => (this.folder, this.app) = (folder, app);

    public Uri Address => new(app.Web.Urls.First());

    public T Get<T>() where T : notnull => app.Web.Services.GetRequiredService<T>();

    public static async Task<TestServer> Start(string postgres, string redis, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-server-").FullName;
        var app = await ServerApp.Build(["--urls", "http://127.0.0.1:0", $"--ConnectionStrings:Postgres={postgres}", $"--ConnectionStrings:Redis={redis}",
            $"--ScreenOps:DataFolder={folder}", "--Logging:LogLevel:Default=None", .. settings]);
        await app.Web.StartAsync();
        return new(folder, app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.Web.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Eventually
{
    public static async Task True(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await condition()) await timer.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Not within 30 seconds: {what}.");
        }
    }
}
