using System.Text.RegularExpressions;
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
    private readonly List<IBrowserContext> contexts = [];
    private readonly string[] browserArgs;
    private ServerApp server = null!;
    private IBrowser? own;

    /// <summary>The only public one: whoever shares it between tests can name no arguments.</summary>
    public NewcomersServer() => browserArgs = [];

    /// <param name="browserArgs">What its browser, then one of its own, is started with beyond the usual.</param>
    internal NewcomersServer(params string[] browserArgs) => this.browserArgs = browserArgs;

    public Uri Address { get; private set; } = null!;

    /// <summary>Where it listens; any free port where nobody has to know it before the start.</summary>
    internal string Urls { get; init; } = "http://127.0.0.1:0";

    public static string Sample { get; } = Path.Combine(AppContext.BaseDirectory, "Sample");

    private static SharedStart Start => SharedStart.Made;

    public async ValueTask InitializeAsync()
    {
        server = await ServerApp.Build(["--urls", Urls, $"--ConnectionStrings:Postgres={await Start.Database()}", $"--ScreenOps:DataFolder={folder}", $"--ScreenOps:KeyFolder={Start.Keys}", "--Logging:LogLevel:Default=None"]);
        await server.Start(default);
        Address = new(server.Web.Urls.First());
        if (browserArgs.Length > 0) own = await Start.Launch(browserArgs);
    }

    internal T Get<T>() where T : notnull => server.Web.Services.GetRequiredService<T>();

    /// <summary>A screen on which nobody has signed in.</summary>
    /// <param name="zone">The time zone that it was set up for; null: this machine's.</param>
    public async Task<IPage> Page(int width, int height, string? zone = null) =>
        Patient(await (await Context(new() { ViewportSize = new() { Width = width, Height = height }, TimezoneId = zone })).NewPageAsync());

    private async Task<IBrowserContext> Context(BrowserNewContextOptions options)
    {
        var context = await (own ?? Start.Browser).NewContextAsync(options);
        contexts.Add(context);
        return context;
    }

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
    public async Task<IPage> Centre(string path, string language = "zh-CN", string theme = "light", bool touch = false, string district = District)
    {
        var (accounts, codes) = (Get<Accounts>(), Get<OneTimeCodes>());
        var context = await Context(new() { ViewportSize = touch ? new() { Width = 390, Height = 844 } : new() { Width = 1440, Height = 900 }, HasTouch = touch, IsMobile = touch, Locale = language });
        await context.AddInitScriptAsync($"localStorage.setItem('screenops.language', '{language}'); localStorage.setItem('screenops.theme', '{theme}')");
        var page = Patient(await context.NewPageAsync());
        await page.GotoAsync(Link((await codes.ForAccount(await accounts.FirstCentre(district, "centre", default), default)).Code));
        await page.Reaches($"^{Regex.Escape(Address.ToString())}$");
        await page.GotoAsync(new Uri(Address, path).ToString());
        return page;
    }

    public static Task Keep(IPage page, string name, bool whole = false) => page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}.png"), FullPage = whole });

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts) await context.CloseAsync();
        if (own is not null) await own.DisposeAsync();
        await server.Web.StopAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
