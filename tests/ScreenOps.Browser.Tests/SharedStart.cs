using Microsoft.Playwright;
using Npgsql;
using ScreenOps.Browser.Tests;
using ScreenOps.Embedded;
using ScreenOps.Server;
using ScreenOps.Server.Platform;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedStart))]

namespace ScreenOps.Browser.Tests;

/// <summary>
/// One first start for the whole run, on embedded engines, at which the sample is read in. Each server of a test begins where that one ended, on a copy of its database; their pages lie in one browser.
/// </summary>
public sealed class SharedStart : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-browser-").FullName;
    private EmbeddedPostgres postgres = null!;
    private IPlaywright playwright = null!;
    private int copies;

    public static SharedStart Made { get; private set; } = null!;

    /// <summary>The keys of all servers of the run: what the first one sealed, each of them opens.</summary>
    public string Keys => Path.Combine(folder, "keys");

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var launching = Launch();
        await using (var first = await ServerApp.Build(["--urls", "http://127.0.0.1:0", $"--ScreenOps:DataFolder={folder}", "--Logging:LogLevel:Default=None"]))
        {
            await first.Start(default);
            await first.Web.StopAsync();
        }
        NpgsqlConnection.ClearAllPools();
        postgres = await EmbeddedPostgres.Start(Path.Combine(folder, Engines.Own), null, TimeProvider.System, default);
        await launching;
        Made = this;
    }

    private async Task Launch()
    {
        playwright = await Playwright.CreateAsync();
        Browser = await Launch([]);
    }

    /// <summary>A browser of one's own, started otherwise than that of the others.</summary>
    public Task<IBrowser> Launch(IEnumerable<string> arguments)
    {
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium was found; install it (Debian: apt-get install chromium).");
        return playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = [.. arguments, .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>()] });
    }

    /// <summary>A database of one's own, as the first start left its own.</summary>
    public async Task<string> Database()
    {
        var name = $"copy{Interlocked.Increment(ref copies)}";
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        // By files: block by block through the log of changes, a whole town would be written twice.
        await using var make = source.CreateCommand($"create database {name} template {Engines.Name} strategy file_copy");
        make.CommandTimeout = (int)NewcomersServer.Patience.TotalSeconds;
        await make.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name, MaxPoolSize = 30 }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
