using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScreenOps.Server;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests;

/// <summary>A server as it is after its first start, the sample district in it, and a real browser.</summary>
public sealed class NewcomersServer : IAsyncLifetime
{
    public const string District = "puji";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string Screens = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screens")).FullName;
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-browser-").FullName;
    private ServerApp server = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private readonly string[] browserArgs;

    /// <summary>The only public one: whoever shares it between tests can name no arguments.</summary>
    public NewcomersServer() => browserArgs = [];

    /// <param name="browserArgs">What its browser is started with beyond the usual.</param>
    internal NewcomersServer(params string[] browserArgs) => this.browserArgs = browserArgs;

    public Uri Address { get; private set; } = null!;

    public static string Sample { get; } = Path.Combine(AppContext.BaseDirectory, "Sample");

    public async ValueTask InitializeAsync()
    {
        server = await ServerApp.Build(["--urls", "http://127.0.0.1:0", $"--ScreenOps:DataFolder={folder}", "--Logging:LogLevel:Default=None"]);
        await server.Start(default);
        Address = new(server.Web.Urls.First());
        playwright = await Playwright.CreateAsync();
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium was found; install it (Debian: apt-get install chromium).");
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = [.. browserArgs, .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>()] });
    }

    internal T Get<T>() where T : notnull => server.Web.Services.GetRequiredService<T>();

    /// <summary>A screen on which nobody has signed in.</summary>
    public async Task<IPage> Page(int width, int height) => Patient(await (await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height } })).NewPageAsync());

    /// <summary>Limits of waiting, for a machine that does other things too; what is so at once is seen at once.</summary>
    public static IPage Patient(IPage page)
    {
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        return page;
    }

    public string Link(string code) => new Uri(Address, $"/in#{code}").ToString();

    /// <summary>The command centre's screen, signed in, at one of its pages.</summary>
    /// <param name="touch">On a phone instead.</param>
    public async Task<IPage> Centre(string path, string language = "zh-CN", string theme = "light", bool touch = false)
    {
        var (accounts, codes) = (Get<Accounts>(), Get<OneTimeCodes>());
        var context = await browser.NewContextAsync(new() { ViewportSize = touch ? new() { Width = 390, Height = 844 } : new() { Width = 1440, Height = 900 }, HasTouch = touch, IsMobile = touch, Locale = language });
        await context.AddInitScriptAsync($"localStorage.setItem('screenops.language', '{language}'); localStorage.setItem('screenops.theme', '{theme}')");
        var page = Patient(await context.NewPageAsync());
        await page.GotoAsync(Link((await codes.ForAccount(await accounts.FirstCentre(District, "centre", default), default)).Code));
        await page.WaitForURLAsync(Address.ToString());
        await page.GotoAsync(new Uri(Address, path).ToString());
        return page;
    }

    public static Task Keep(IPage page, string name, bool whole = false) => page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}.png"), FullPage = whole });

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await server.Web.StopAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
