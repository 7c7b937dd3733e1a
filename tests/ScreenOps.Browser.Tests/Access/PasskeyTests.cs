using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests.Access;

/// <summary>A passkey from the page of accounts to the sign-in and back, with an authenticator of Chromium's own.</summary>
public sealed class PasskeyTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    private const string Password = "three blind mice";

    [Fact]
    public async Task Who_added_a_passkey_signs_in_with_one_button_until_it_is_removed()
    {
        var id = await Person("值班室", "13900000077");
        var page = await server.Page(1280, 800);
        var device = await Device.Of(page);
        await Enter(page, id);
        await page.GotoAsync(At("/accounts"));
        await Open(page);
        await Assertions.Expect(page.GetByText("用指纹、人脸或设备的 PIN 码登录，不用输密码")).ToBeVisibleAsync();
        await page.GetByLabel("名称").Last.FillAsync("指挥部电脑");
        await page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await Assertions.Expect(page.GetByText("已添加 指挥部电脑")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".passkeys li")).ToContainTextAsync("从未使用");
        await page.Locator(".passkeys").ScrollIntoViewIfNeededAsync();
        await NewcomersServer.Keep(page, "passkeys-zh-1280");

        await page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await Assertions.Expect(page.Locator(".passkeys [role=alert]")).ToContainTextAsync("这台设备已有这个账号的通行密钥");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(At("/in?to=%2Faccounts"));
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" })).ToBeVisibleAsync();
        await NewcomersServer.Keep(page, "sign-in-zh-1280");
        await device.Refuse(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("没有选择，或等得太久");
        await device.Refuse(false);
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await page.Reaches("/accounts$");

        await Open(page);
        await Assertions.Expect(page.Locator(".passkeys li")).ToContainTextAsync("上次使用");
        await page.GetByRole(AriaRole.Button, new() { Name = "删除 指挥部电脑" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("以后不能再用它登录");
        await NewcomersServer.Keep(page, "passkey-remove-zh-1280");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "删除" }).ClickAsync();
        await Assertions.Expect(page.Locator(".passkeys")).ToContainTextAsync("还没有");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(At("/in"));
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("这个通行密钥不能在这里登录");
    }

    [Fact]
    public async Task A_screen_that_has_been_open_for_long_asks_for_the_password_and_goes_on_where_it_was()
    {
        var id = await Person("Night shift", "13900000078");
        var page = await server.Page(390, 844);
        await Language(page, "en", "dark");
        await Device.Of(page);
        await Enter(page, id);
        // A sign-in of an hour ago, as its browser would hold it.
        await SignedInAt(page, id, TimeProvider.System.GetUtcNow().AddHours(-1));
        await page.GotoAsync(At("/accounts"));
        await Open(page);
        await page.GetByLabel("Name").Last.FillAsync("My phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("You signed in some time ago");
        await dialog.GetByLabel("Password").FillAsync("guess");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("The password is not right");
        await NewcomersServer.Keep(page, "passkey-confirm-en-dark-390");
        await dialog.GetByLabel("Password").FillAsync(Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.Locator(".passkeys li")).ToContainTextAsync("My phone");
        await page.Locator(".passkeys").ScrollIntoViewIfNeededAsync();
        await NewcomersServer.Keep(page, "passkeys-en-dark-390");
    }

    [Fact]
    public async Task A_page_opened_by_a_number_says_which_address_has_passkeys()
    {
        var page = await server.Page(390, 844);
        await Language(page, "en", "dark");
        await Device.Of(page);
        await page.GotoAsync(new Uri(server.Address, "/in").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"http://localhost:{server.Address.Port}");
        await NewcomersServer.Keep(page, "sign-in-en-dark-390");
    }

    /// <summary>Chromium gives passkeys to a name, and to 127.0.0.1 none.</summary>
    private string At(string path) => $"http://localhost:{server.Address.Port}{path}";

    private static Task Language(IPage page, string language, string theme) => page.AddInitScriptAsync($"localStorage.setItem('screenops.language', '{language}'); localStorage.setItem('screenops.theme', '{theme}')");

    /// <summary>A command centre with a password.</summary>
    private async Task<Guid> Person(string name, string phone)
    {
        var (accounts, id) = (server.Get<Accounts>(), Guid.NewGuid());
        await accounts.Add(new(id, NewcomersServer.District, name, Grant.CommandCentre, null, Guid.Empty, false), phone, default);
        await accounts.ChangePassword(id, null, Password, default);
        return id;
    }

    private async Task Enter(IPage page, Guid account)
    {
        await page.GotoAsync(At($"/in#{(await server.Get<OneTimeCodes>().ForAccount(account, default)).Code}"));
        await page.Reaches($"^{Regex.Escape(At("/"))}$");
    }

    /// <summary>The pane of the own account.</summary>
    private static Task Open(IPage page) => page.Locator("tr", new() { Has = page.Locator(".chip", new() { HasTextRegex = new("^(您|You)$") }) }).GetByRole(AriaRole.Button).ClickAsync();

    private async Task SignedInAt(IPage page, Guid account, DateTimeOffset at)
    {
        var who = (await server.Get<Accounts>().Find(account, default))!.Principal().At(at);
        await page.Context.AddCookiesAsync([new() { Name = AccessSetup.CookieName, Value = Cookies.Of(server, who), Url = At("/"), HttpOnly = true, SameSite = SameSiteAttribute.Strict }]);
    }

    /// <summary>An authenticator inside the device, with a screen lock.</summary>
    private sealed record Device(ICDPSession Line, string Id)
    {
        public static async Task<Device> Of(IPage page)
        {
            var line = await page.Context.NewCDPSessionAsync(page);
            await line.SendAsync("WebAuthn.enable");
            var made = await line.SendAsync("WebAuthn.addVirtualAuthenticator", new()
            {
                ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
            });
            return new(line, made!.Value.GetProperty("authenticatorId").GetString()!);
        }

        /// <summary>Whether the person takes the finger away.</summary>
        public Task Refuse(bool refuse) => Line.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = Id, ["isUserVerified"] = !refuse });
    }
}
