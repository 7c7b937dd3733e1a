using System.Net.Http.Json;
using System.Text;
using Dapper;
using Microsoft.Playwright;
using Npgsql;
using QRCoder;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Platform;
using Xunit;

namespace ScreenOps.Browser.Tests;

/// <summary>A clerk's morning at a desk with a real camera's picture before it, and the site's screen beside it.</summary>
public sealed class DeskTests : IAsyncLifetime
{
    private const string District = NewcomersServer.District, Site = "S01";
    private readonly string film = Path.Combine(Path.GetTempPath(), $"screenops-camera-{Guid.NewGuid():N}.y4m");
    private readonly NewcomersServer server;
    private int taps;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public DeskTests() => server = new("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={film}");

    public async ValueTask InitializeAsync()
    {
        // A camera is there from the browser's start on; what it sees is put before it afterwards.
        Film("nothing yet", film);
        await server.InitializeAsync();
    }

    [Fact]
    public async Task A_pass_is_read_by_the_camera_and_one_tap_gives_the_number_and_by_hand_two()
    {
        Film(await Pass(), film);
        var desk = await Desk(1280, 800);
        await Assertions.Expect(desk.Locator(".person .name")).ToHaveTextAsync("赖*然");
        await NewcomersServer.Keep(desk, "desk-scanned-1280");
        await Tap(desk, "[data-test=main]");
        await Assertions.Expect(desk.Locator("[data-test=numbers]")).ToHaveTextAsync("1");
        Assert.Equal(1, taps);
        await NewcomersServer.Keep(desk, "desk-given-1280");

        // A returning person by the last four: whoever else has them is in the list, and the second tap gives the number.
        taps = 0;
        await desk.Locator(".typing .input").FillAsync("1706");
        var hit = desk.Locator(".hit").Filter(new() { HasTextString = "H000001" });
        await Assertions.Expect(hit.Or(desk.Locator("[data-test=verdict]")).First).ToBeVisibleAsync();
        await NewcomersServer.Keep(desk, "desk-hits-1280");
        if (await hit.CountAsync() > 0) await Tap(hit.First);
        await Tap(desk, "[data-test=main]");
        await Assertions.Expect(desk.Locator("[data-test=numbers]")).ToHaveTextAsync("2");
        Assert.InRange(taps, 1, 2);

        // The rest of the household in one go: who has a number already is not asked for.
        await desk.Locator(".typing .input").FillAsync("h000001");
        await Assertions.Expect(desk.Locator(".hit.tick input:checked")).ToHaveCountAsync(2);
        await NewcomersServer.Keep(desk, "desk-home-1280");
        await Tap(desk, "[data-test=main]");
        await Assertions.Expect(desk.Locator("[data-test=numbers] b")).ToHaveTextAsync(["3", "4"]);

        await Walk(desk);
        await Call(desk);
    }

    /// <summary>By keys alone, from a name that nobody knows to a walk-in with a number of its own.</summary>
    private static async Task Walk(IPage desk)
    {
        await desk.Keyboard.PressAsync("Escape");
        await desk.Keyboard.TypeAsync("欧阳无名");
        await Assertions.Expect(desk.Locator(".person .ok.no")).ToContainTextAsync("欧阳无名");
        await NewcomersServer.Keep(desk, "desk-nobody-1280");
        await desk.GetByRole(AriaRole.Button, new() { NameString = "现场登记", Exact = true }).FocusAsync();
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.Locator(".walkin .input").First).ToHaveValueAsync("欧阳无名");
        await desk.GetByRole(AriaRole.Button, new() { NameString = "老人" }).FocusAsync();
        await desk.Keyboard.PressAsync("Space");
        await NewcomersServer.Keep(desk, "desk-walkin-1280");
        await desk.Locator(".walkin .input").First.FocusAsync();
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.Locator("[data-test=numbers]")).ToHaveTextAsync("P1");
        await desk.Keyboard.PressAsync("Escape");
        await desk.Keyboard.TypeAsync("SO1:no pass at all");
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.Locator(".person .ok.no")).ToHaveTextAsync("不是通行码");
        await NewcomersServer.Keep(desk, "desk-refused-1280");
    }

    /// <summary>Numbers go to the lane, the screen shows them as they are called, and residents read the one at the front.</summary>
    private async Task Call(IPage desk)
    {
        var screen = await server.Page(1920, 1080);
        await screen.GotoAsync(new Uri(server.Address, await desk.GetByRole(AriaRole.Link, new() { NameString = "叫号屏" }).GetAttributeAsync("href") ?? "").ToString());
        await Assertions.Expect(screen.GetByText("还没有叫号")).ToBeVisibleAsync();
        foreach (var number in new[] { "1", "2", "P1" })
        {
            await desk.Locator("[data-test=call]").ClickAsync();
            await Assertions.Expect(desk.Locator("[data-test=called]")).ToHaveTextAsync(number);
            await Assertions.Expect(screen.Locator(".call.new .n")).ToHaveTextAsync(number);
        }
        await NewcomersServer.Keep(screen, "display-1920");
        await desk.GetByRole(AriaRole.Button, new() { NameString = "暂缓" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".held .button")).ToContainTextAsync("P1");
        await desk.Locator(".lane-pick select").SelectOptionAsync("2");
        await desk.Locator("[data-test=call]").ClickAsync();
        await Assertions.Expect(screen.Locator(".call")).ToHaveCountAsync(2);
        await desk.Locator(".held .button").ClickAsync();
        await Assertions.Expect(screen.Locator(".call.new .n")).ToHaveTextAsync("P1");
        await desk.GetByRole(AriaRole.Button, new() { NameString = "未到" }).ClickAsync();
        await NewcomersServer.Keep(desk, "desk-calling-1280");
        await NewcomersServer.Keep(screen, "display-lanes-1920");
        using var http = new HttpClient { BaseAddress = server.Address };
        await Eventually(async () => (await http.GetFromJsonAsync<Front>($"/api/v1/public/sites/{Site}", Cancel)) is { Called: 3, CalledPriority: 1, Queue: 4 });
        await screen.EvaluateAsync("localStorage.setItem('screenops.theme', 'dark')");
        await screen.ReloadAsync();
        await Assertions.Expect(screen.Locator(".call")).Not.ToHaveCountAsync(0);
        await NewcomersServer.Keep(screen, "display-dark-1920");
        await Tube(desk);
        await Papers(desk);
        await Phone(desk);
    }

    /// <summary>Whoever is found and waits here goes into the tube beside the desk by one tap.</summary>
    private static async Task Tube(IPage desk)
    {
        await desk.Locator(".tube-pane .scan input").FillAsync("PJ-0417");
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.Locator("[data-figure=filled]")).ToContainTextAsync("0");
        await desk.Keyboard.PressAsync("Escape");
        await desk.Locator(".typing .input").FillAsync("2");
        await desk.Keyboard.PressAsync("Enter");
        await desk.GetByRole(AriaRole.Button, new() { NameString = "放入试管" }).ClickAsync();
        await Assertions.Expect(desk.Locator("[data-figure=filled]")).ToContainTextAsync("1 /");
        await NewcomersServer.Keep(desk, "desk-tube-1280");
    }

    /// <summary>Whoever lost their pass gets another; a pass of the staff says whose it is.</summary>
    private async Task Papers(IPage desk)
    {
        await desk.Keyboard.PressAsync("Escape");
        await desk.Locator(".typing .input").FillAsync("2");
        await desk.Keyboard.PressAsync("Enter");
        await desk.Locator("[data-test=reissue]").ClickAsync();
        await NewcomersServer.Keep(desk, "desk-reissue-1280");
        await desk.Locator("[data-test=issue]").ClickAsync();
        await Assertions.Expect(desk.Locator("[data-test=new-pass]")).ToBeVisibleAsync();
        await NewcomersServer.Keep(desk, "desk-reissued-1280");
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync(Cancel);
        var (id, name) = (await connection.QueryAsync<(Guid Id, string Name)>("select id, name from members where district = @District and retired_at is null", new { District })).Select(m => (m.Id, server.Get<Vault>().OpenText(m.Name))).Min(Comparer<(Guid, string Name)>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name)));
        await desk.Keyboard.PressAsync("Escape");
        await desk.Locator(".typing .input").FillAsync((await server.Get<Passes>().OfMember(District, id, name, Cancel))!.Text);
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.Locator("[data-test=staff] .name")).ToHaveTextAsync(name);
        await NewcomersServer.Keep(desk, "desk-staff-1280");
        await desk.Keyboard.PressAsync("Escape");
        await desk.ReloadAsync();
        await desk.Locator("[data-test=outbox]").ClickAsync();
        await Assertions.Expect(desk.Locator(".late-sheet")).ToContainTextAsync("现场登记");
        await NewcomersServer.Keep(desk, "desk-log-1280");
        await desk.Locator("[data-test=close]").ClickAsync();
    }

    private static async Task Phone(IPage desk)
    {
        await desk.SetViewportSizeAsync(390, 844);
        await desk.EvaluateAsync("localStorage.setItem('screenops.theme', 'dark')");
        await desk.ReloadAsync();
        await desk.Locator(".typing .input").FillAsync("8252");
        await Assertions.Expect(desk.Locator(".hit").Or(desk.Locator("[data-test=verdict]")).First).ToBeVisibleAsync();
        Assert.True(await desk.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"), "the phone's page is wider than the phone");
        await NewcomersServer.Keep(desk, "desk-phone-dark", whole: true);
    }

    private sealed record Front(long Queue, int Called, int CalledPriority);

    private async Task<IPage> Desk(int width, int height)
    {
        var desk = await server.Page(width, height);
        await desk.GotoAsync(server.Link((await server.Get<OneTimeCodes>().ForSite(District, Site, false, Cancel)).Code));
        await desk.Reaches("/tablet$");
        // What is loaded in between would be counted as somebody's taps; nothing is.
        await desk.GotoAsync(new Uri(server.Address, "/desk").ToString());
        return desk;
    }

    private Task Tap(IPage desk, string what) => Tap(desk.Locator(what));

    private async Task Tap(ILocator what)
    {
        taps++;
        await what.ClickAsync();
    }

    /// <summary>The pass of a resident of the sample, made without a check-in.</summary>
    private async Task<string> Pass()
    {
        var said = Registration.Judge("990355199907288252", null, "19901773473", null, true, out _)!;
        var person = await server.Get<Register>().Find(District, said, Cancel);
        return (await server.Get<Passes>().Of(District, person, PassKind.Resident, Cancel)).Text;
    }

    /// <summary>What a camera films: a code on a grey table, without compression (YUV4MPEG2).</summary>
    private static void Film(string text, string to)
    {
        const int width = 640, height = 480, module = 6;
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var (rows, picture) = (code.ModuleMatrix, new byte[width * height * 3 / 2]);
        Array.Fill(picture, (byte)128);
        var (left, top) = ((width - rows.Count * module) / 2, (height - rows.Count * module) / 2);
        for (var y = 0; y < rows.Count * module; y++)
            for (var x = 0; x < rows.Count * module; x++) picture[(top + y) * width + left + x] = (byte)(rows[y / module][x / module] ? 16 : 235);
        using var film = File.Create(to);
        film.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420mpeg2\n"));
        for (var frame = 0; frame < 10; frame++) { film.Write("FRAME\n"u8); film.Write(picture); }
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(NewcomersServer.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await condition()) await timer.WaitForNextTickAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        File.Delete(film);
    }
}
