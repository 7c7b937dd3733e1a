using Microsoft.Playwright;
using ScreenOps.Server;
using Xunit;

namespace ScreenOps.Browser.Tests.Platform;

/// <summary>The page that describes the API, on a machine that reaches nothing but the server.</summary>
public sealed class ApiPageTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-browser-").FullName;
    private ServerApp server = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ServerApp.Build(["--urls", "http://127.0.0.1:0", $"--ScreenOps:DataFolder={folder}", "--ScreenOps:Sample=false", "--Logging:LogLevel:Default=None"], TestContext.Current.CancellationToken);
        await server.Start(TestContext.Current.CancellationToken);
        playwright = await Playwright.CreateAsync();
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium was found; install it (Debian: apt-get install chromium).");
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [] });
    }

    [Fact]
    public async Task The_api_is_described_without_an_address_outside()
    {
        var address = new Uri(server.Web.Urls.First());
        var page = NewcomersServer.Patient(await browser.NewPageAsync());
        var (asked, complaints) = (new List<string>(), new List<string>());
        page.Request += (_, request) => { if (request.Url.StartsWith("http", StringComparison.Ordinal) && new Uri(request.Url).Authority != address.Authority) asked.Add(request.Url); };
        page.Console += (_, line) => { if (line.Type == "error") complaints.Add(line.Text); };
        await page.GotoAsync(new Uri(address, "/openapi").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { NameString = "ScreenOps", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("/api/v1/imports").First).ToBeAttachedAsync();
        Assert.Empty(asked);
        Assert.Empty(complaints);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await server.Web.StopAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
