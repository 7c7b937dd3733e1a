using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>Who adds and removes passkeys, and where they work.</summary>
public sealed class PasskeyChangeTests(RealEngines engines)
{
    [Fact]
    public async Task Whoever_finds_a_screen_open_adds_and_removes_nothing_without_the_password()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await PasskeyPage.Serve(district);
        var id = await PasskeyPage.Person(server, district.Code);
        var account = (await server.Get<Accounts>().Find(id, default))!;
        using var old = server.Http(server.Get<ServerToken>().For(account.Principal().At(TimeProvider.System.GetUtcNow() - new AccessOptions().ConfirmedFor - TimeSpan.FromSeconds(1))));
        old.DefaultRequestHeaders.Add("Origin", PasskeyPage.Address);
        foreach (var (method, path) in new[] { ("POST", "session/passkeys/begin"), ("DELETE", $"session/passkeys/{Guid.NewGuid()}"), ("DELETE", $"accounts/{id}/passkeys/{Guid.NewGuid()}") })
        {
            using var answer = await old.SendAsync(new(new(method), $"/api/v1/{path}"));
            Assert.Equal((HttpStatusCode.Conflict, "confirm"), (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString()));
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await old.PostAsJsonAsync("/api/v1/session/confirm", new { password = "guess", bearer = true })).StatusCode);
        using var confirmed = await old.PostAsJsonAsync("/api/v1/session/confirm", new { password = PasskeyPage.Password, bearer = true });
        using var fresh = server.Http((await confirmed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
        fresh.DefaultRequestHeaders.Add("Origin", PasskeyPage.Address);
        Assert.Equal(HttpStatusCode.OK, (await fresh.PostAsync("/api/v1/session/passkeys/begin", null)).StatusCode);
        // Guesses of the password count here as at the door.
        for (var tries = 0; tries < new AccessOptions().Tries; tries++) Assert.Equal(HttpStatusCode.BadRequest, (await old.PostAsJsonAsync("/api/v1/session/confirm", new { password = "guess", bearer = true })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await old.PostAsJsonAsync("/api/v1/session/confirm", new { password = PasskeyPage.Password, bearer = true })).StatusCode);
    }

    [Fact]
    public async Task What_is_no_passkey_of_this_page_is_not_added_nor_is_one_that_is_another_accounts()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await PasskeyPage.Serve(district);
        await PasskeyPage.Person(server, district.Code);
        await PasskeyPage.Person(server, district.Code, "13900000002");
        using var page = new PasskeyPage(server);
        using var other = new PasskeyPage(server);
        await page.SignIn();
        await other.SignIn("13900000002");
        foreach (var passkey in new[] { new SoftPasskey { Origin = "https://evil.example" }, new SoftPasskey { Host = "evil.example" }, new SoftPasskey { Asked = false } })
            Assert.Contains("passkeyNotMade", await PasskeyPage.Said(await page.SendNew(passkey.Make(await page.Ask("passkeys")))), StringComparison.Ordinal);
        using var good = new SoftPasskey();
        var begun = await page.Ask("passkeys");
        other.Cookies.Add(page.Cookies.GetAllCookies().Single(c => c.Name == PasskeyAsks.CookieName));
        Assert.Contains("passkeyLate", await PasskeyPage.Said(await other.SendNew(good.Make(begun))), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await page.SendNew(good.Make(begun))).StatusCode);
        Assert.Contains("passkeyNotMade", await PasskeyPage.Said(await other.SendNew(good.Make(await other.Ask("passkeys")))), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await page.SendNew(good.Make(await page.Ask("passkeys")), " ")).StatusCode);
        Assert.Equal(1, await district.Ask<int>("select count(*)::int from passkeys"));
    }

    [Fact]
    public async Task An_account_has_no_more_passkeys_than_its_list_shows()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await PasskeyPage.Serve(district);
        await PasskeyPage.Person(server, district.Code);
        using var page = new PasskeyPage(server);
        await page.SignIn();
        for (var made = 0; made < PasskeyBook.Most; made++)
        {
            using var passkey = new SoftPasskey();
            await page.Add(passkey);
        }
        using var more = new SoftPasskey();
        Assert.Contains("passkeyFull", await PasskeyPage.Said(await page.SendNew(more.Make(await page.Ask("passkeys")))), StringComparison.Ordinal);
        Assert.Equal(PasskeyBook.Most, (await page.Http.GetFromJsonAsync<PasskeyShown[]>("/api/v1/session/passkeys"))!.Length);
    }

    [Fact]
    public async Task The_office_takes_the_passkey_of_a_lost_phone_and_reaches_no_other_districts()
    {
        var districts = await CityDistricts.Make(engines);
        await using var server = await districts.Server("--Access:PasswordsPerMinute=1000", $"--ScreenOps:PublicUrl={PasskeyPage.Address}");
        var id = await PasskeyPage.Person(server, districts.One, grant: Grant.Desk);
        await PasskeyPage.Person(server, districts.One, "13900000002");
        await PasskeyPage.Person(server, districts.Two, "13900000003");
        using var desk = new PasskeyPage(server);
        using var passkey = new SoftPasskey();
        await desk.SignIn();
        await desk.Add(passkey);
        var own = Assert.Single((await desk.Http.GetFromJsonAsync<PasskeyShown[]>("/api/v1/session/passkeys"))!).Id;
        using var elsewhere = new PasskeyPage(server);
        await elsewhere.SignIn("13900000003");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Http.GetAsync($"/api/v1/accounts/{id}/passkeys")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Http.DeleteAsync($"/api/v1/accounts/{id}/passkeys/{own}")).StatusCode);
        using var centre = new PasskeyPage(server);
        await centre.SignIn("13900000002");
        Assert.Equal("phone", Assert.Single((await centre.Http.GetFromJsonAsync<PasskeyShown[]>($"/api/v1/accounts/{id}/passkeys"))!).Name);
        Assert.Equal(HttpStatusCode.NoContent, (await centre.Http.DeleteAsync($"/api/v1/accounts/{id}/passkeys/{own}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await new PasskeyPage(server).Enter(passkey)).StatusCode);
    }

    [Theory]
    [InlineData(PasskeyPage.Address, "http://127.0.0.1:8080", "passkeyAddress", PasskeyPage.Address), InlineData(PasskeyPage.Address, "https://other.example", "passkeyAddress", PasskeyPage.Address)]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080", "passkeyAddress", "http://localhost:8080"), InlineData("https://10.0.0.5", "https://10.0.0.5", "passkeyName", null)]
    public async Task A_page_at_another_address_is_told_where_passkeys_work(string publicUrl, string origin, string reason, string? address)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(0, $"--ScreenOps:PublicUrl={publicUrl}");
        using var page = new PasskeyPage(server, origin);
        using var answer = await page.Http.PostAsync("/api/v1/session/passkey/begin", null);
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.BadRequest, reason, address), (answer.StatusCode, told.GetProperty("reason").GetString(), told.TryGetProperty("address", out var named) ? named.GetString() : null));
        if (address is not null) Assert.Contains(address, told.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_server_has_no_public_name_passkeys_are_for_the_name_that_the_page_was_opened_by()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await PasskeyPage.Person(server, district.Code);
        var origin = $"http://localhost:{server.Address.Port}";
        using var page = new PasskeyPage(server, origin);
        page.Http.DefaultRequestHeaders.Host = new Uri(origin).Authority;
        using var passkey = new SoftPasskey { Origin = origin, Host = "localhost" };
        await page.SignIn();
        await page.Add(passkey);
        Assert.Equal(HttpStatusCode.OK, (await page.Enter(passkey)).StatusCode);
    }

    [Fact]
    public async Task Who_tries_passkeys_too_often_waits()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await PasskeyPage.Serve(district, "--Access:PasskeysPerMinute=2");
        using var page = new PasskeyPage(server);
        for (var asked = 0; asked < 2; asked++) await page.Ask("passkey");
        using var answer = await page.Http.PostAsync("/api/v1/session/passkey/begin", null);
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (answer.StatusCode, answer.Headers.RetryAfter is not null));
    }
}
