using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Embedded;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;
using Xunit;

namespace ScreenOps.Browser.Tests;

/// <summary>A resident from the poster on the wall to the lane, on a phone.</summary>
public sealed class ResidentTests : IAsyncLifetime
{
    private const string District = "puji", Site = "S01", Identity = "990355199907288252", Phone = "19901773473";
    private static readonly string Screens = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screens")).FullName;
    // A poster names its server, so the port is known before it starts.
    private readonly NewcomersServer server = new() { Urls = $"http://127.0.0.1:{LoopbackPort.Free()}" };
    private readonly HttpClient http = new();
    private readonly Guid tablet = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        http.BaseAddress = server.Address;
    }

    [Fact]
    public async Task The_posters_code_leads_to_a_ticket_that_stays_and_the_queue_rises_by_one()
    {
        var phone = await server.Page(390, 844);
        await phone.GotoAsync(await ReadPoster());
        await Shot(phone, "resident-register");
        await Language(phone, "English");
        await Shot(phone, "resident-register-en");
        await Language(phone, "中文");
        await phone.GetByRole(AriaRole.Button, new() { NameString = "登记并取号" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".error-summary li")).ToHaveCountAsync(3);
        await Shot(phone, "resident-errors");
        await Register(phone);
        await Assertions.Expect(phone.Locator("[data-test=ticket]")).ToHaveTextAsync("1");
        await Assertions.Expect(phone.Locator(".pass img")).ToBeVisibleAsync();
        await Queue(Site, 1);
        await Shot(phone, "resident-ticket");

        await phone.ReloadAsync();
        await Assertions.Expect(phone.Locator("[data-test=ticket]")).ToHaveTextAsync("1");
        await Assertions.Expect(phone.GetByText("赖*然")).ToBeVisibleAsync();
        await Language(phone, "English");
        await Assertions.Expect(phone.GetByText("My ticket")).ToBeVisibleAsync();
        await Shot(phone, "resident-ticket-en");
        await Queue(Site, 1);
        Assert.StartsWith("SO1:", await Zbar(await phone.Locator(".pass img").ScreenshotAsync()));
    }

    [Fact]
    public async Task A_ticket_moves_when_asked_to_and_is_called_at_its_new_place()
    {
        var phone = await server.Page(390, 844);
        await phone.GotoAsync(new Uri(http.BaseAddress!, $"/s/{Site}").ToString());
        await Register(phone);
        await Assertions.Expect(phone.Locator("[data-test=ticket]")).ToHaveTextAsync("1");
        await Tap("S02", new CountCommand(1, 1, "S02", CountKind.Open, 0, Now), new CountCommand(2, 1, "S02", CountKind.Arrived, 30, Now));
        await phone.GotoAsync(new Uri(http.BaseAddress!, "/s/S02").ToString());
        var move = phone.GetByRole(AriaRole.Button, new() { NameString = "改到这里排队" });
        await Assertions.Expect(move).ToBeVisibleAsync();
        await Assertions.Expect(phone.Locator("[data-test=queue]")).ToContainTextAsync("30");
        await Shot(phone, "resident-elsewhere");
        await move.ClickAsync();
        await Assertions.Expect(phone.Locator("[data-test=ticket]")).ToHaveTextAsync("31");
        await Assertions.Expect(phone.Locator("[data-test=ahead]")).ToHaveTextAsync("30");
        await Shot(phone, "resident-moved");
        await Queue(Site, 0);
        await Queue("S02", 31);

        await Tap("S02", new CountCommand(3, 1, "S02", CountKind.Sampled, 30, Now));
        await Assertions.Expect(phone.Locator(".call.turn")).ToBeVisibleAsync();
        await Shot(phone, "resident-turn");
    }

    [Fact]
    public async Task A_number_of_its_own_that_the_desk_gave_is_shown_as_such_when_the_page_is_opened_again()
    {
        var phone = await server.Page(390, 844);
        await phone.GotoAsync(new Uri(http.BaseAddress!, "/s/S05").ToString());
        await Register(phone);
        await Assertions.Expect(phone.Locator("[data-test=ticket]")).ToHaveTextAsync("1");
        var round = (await server.Get<RoundBook>().Open(District, false))!;
        var site = (await server.Get<SiteBook>().Sites(District, round.Id)).First(s => s.Code == "S05");
        var place = new DeskPlace(District, site, round, await server.Get<PriorityRules>().Of(District));
        var person = await server.Get<Register>().Find(District, Registration.Judge(Identity, null, Phone, null, true, out _)!, Cancel);
        Assert.Equal(1, await server.Get<Line>().Prioritise(place, person.Id, 1, PriorityReason.Pregnant, Cancel));
        using var limit = new CancellationTokenSource(NewcomersServer.Patience);
        // Known at every server within a second.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        do
        {
            await timer.WaitForNextTickAsync(limit.Token);
            await phone.RunAndWaitForResponseAsync(() => phone.ReloadAsync(), answer => answer.Url.Contains("/tickets", StringComparison.Ordinal));
        }
        while (await phone.Locator("[data-test=priority]").CountAsync() == 0);
        await Assertions.Expect(phone.Locator("[data-test=ticket]")).ToHaveTextAsync("P1");
        await Shot(phone, "resident-priority");
    }

    /// <summary>The address in the code of the poster, drawn in the browser of somebody who is signed in.</summary>
    private async Task<string> ReadPoster()
    {
        var (accounts, codes) = (server.Get<Accounts>(), server.Get<OneTimeCodes>());
        var centre = await server.Page(794, 1123);
        await centre.GotoAsync(new Uri(http.BaseAddress!, $"/in#{(await codes.ForAccount(await accounts.FirstCentre(District, "centre", Cancel), Cancel)).Code}").ToString());
        await centre.Reaches("^(?!.*/in)");
        await centre.GotoAsync(new Uri(http.BaseAddress!, $"/api/v1/sites/{Site}/poster").ToString());
        return await Zbar(await centre.ScreenshotAsync(new() { Path = Path.Combine(Screens, "poster-794.png") }));
    }

    private static async Task Register(IPage phone)
    {
        await phone.Locator("#identity").FillAsync(Identity);
        await phone.Locator("#phone").FillAsync(Phone);
        await phone.Locator("#consent").CheckAsync();
        await phone.GetByRole(AriaRole.Button, new() { NameString = "登记并取号" }).ClickAsync();
    }

    private static Task Language(IPage phone, string name) => phone.GetByRole(AriaRole.Button, new() { NameString = name }).ClickAsync();

    private async Task Tap(string site, params CountCommand[] commands) =>
        Assert.All(await server.Get<Counter>().Apply(District, tablet, site, commands, Cancel), r => Assert.Equal(CountOutcome.Applied, r.Outcome));

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task Queue(string site, long people)
    {
        using var limit = new CancellationTokenSource(NewcomersServer.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await http.GetFromJsonAsync<JsonElement>($"/api/v1/public/sites/{site}", limit.Token)).GetProperty("queue").GetInt64() != people) await timer.WaitForNextTickAsync(limit.Token);
    }

    private static async Task<string> Zbar(byte[] picture)
    {
        using var reader = Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("zbarimg did not start; install it (Debian: apt-get install zbar-tools).");
        await reader.StandardInput.BaseStream.WriteAsync(picture, Cancel);
        reader.StandardInput.Close();
        var text = await reader.StandardOutput.ReadToEndAsync(Cancel);
        await reader.WaitForExitAsync(Cancel);
        return text.TrimEnd('\n');
    }

    private static Task Shot(IPage page, string name) => page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}-390.png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }
}
