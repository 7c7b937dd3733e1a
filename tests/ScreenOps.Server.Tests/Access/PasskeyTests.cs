using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>Signing in by a passkey, and all that does not sign in.</summary>
public sealed class PasskeyTests(RealEngines engines)
{
    [Fact]
    public async Task Who_added_a_passkey_signs_in_by_it_with_neither_name_nor_password_until_it_is_removed()
    {
        await using var scene = await Scene.Set(engines);
        var (district, page, passkey) = (scene.District, scene.Page, scene.Passkey);
        Assert.Equal(HttpStatusCode.Unauthorized, await page.Session());

        using (var entered = await page.Enter(passkey)) Assert.Equal("Li", (await entered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await page.Http.GetAsync("/api/v1/members")).StatusCode);
        var own = Assert.Single((await page.Http.GetFromJsonAsync<PasskeyShown[]>("/api/v1/session/passkeys"))!);
        Assert.Equal(("phone", "board.example", true), (own.Name, own.Host, own.Used is not null));
        Assert.StartsWith("sealed:", await district.Ask<string>("select name from passkeys"), StringComparison.Ordinal);
        Assert.Equal(1, (await page.Http.GetFromJsonAsync<JsonElement[]>("/api/v1/accounts"))!.Single(a => a.GetProperty("id").GetGuid() == scene.Person).GetProperty("passkeys").GetInt32());

        Assert.Equal(HttpStatusCode.NoContent, (await page.Http.DeleteAsync($"/api/v1/session/passkeys/{own.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await page.Http.DeleteAsync($"/api/v1/session/passkeys/{own.Id}")).StatusCode);
        await page.SignOut();
        Assert.Equal(HttpStatusCode.Unauthorized, (await page.Enter(passkey)).StatusCode);
        Assert.Equal("PasskeyAdded PasskeyUsed PasskeyRemoved", await Trail(district, scene.Person));
    }

    [Fact]
    public async Task Nothing_but_a_fresh_proof_of_this_page_by_this_passkey_signs_in_and_each_refusal_says_the_same()
    {
        await using var scene = await Scene.Set(engines);
        var (district, page, passkey) = (scene.District, scene.Page, scene.Passkey);
        using var unknown = new SoftPasskey();
        unknown.UserHandle = passkey.UserHandle;
        Assert.Equal(HttpStatusCode.OK, (await page.Enter(passkey)).StatusCode);
        await page.SignOut();

        string[] said =
        [
            await PasskeyPage.Said(await page.Enter(unknown)),
            await PasskeyPage.Said(await page.Enter(passkey, spoil: true)),
            await Otherwise(() => passkey.Origin = "https://evil.example", () => passkey.Origin = PasskeyPage.Address),
            await Otherwise(() => passkey.Origin = "https://board.example:444", () => passkey.Origin = PasskeyPage.Address),
            await Otherwise(() => passkey.Host = "evil.example", () => passkey.Host = "board.example"),
            await Otherwise(() => passkey.Asked = false, () => passkey.Asked = true),
            await Otherwise(() => passkey.UserHandle = unknown.UserHandle = "bm9ib2R5", () => passkey.UserHandle = unknown.UserHandle),
            // A copy of the passkey counts from where it was copied: one enters and counts two, so that the next is behind.
            await Otherwise(() => passkey.Count = 0, () => passkey.Count = 20),
        ];
        Assert.All(said, s => Assert.Equal(said[0], s));
        Assert.StartsWith("401", said[0], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await page.Session());
        await Eventually.True(async () => (await Trail(district, scene.Person)).Split(' ').Count(k => k == "PasskeyRefused") == 7, "what was tried with the passkey stands in the trail");

        async Task<string> Otherwise(Action spoil, Action mend)
        {
            spoil();
            var answer = await PasskeyPage.Said(await page.Enter(passkey));
            mend();
            return answer;
        }
    }

    [Fact]
    public async Task A_challenge_is_answered_once_in_time_and_by_the_browser_that_asked()
    {
        await using var scene = await Scene.Set(engines);
        var (district, page, passkey) = (scene.District, scene.Page, scene.Passkey);
        using var other = new PasskeyPage(scene.Server);

        // This authenticator does not count, so that nothing but the challenge tells a repeat from the first.
        var proof = passkey.Prove(await page.Ask("passkey"));
        var held = page.Cookies.GetAllCookies().Single(c => c.Name == PasskeyAsks.CookieName);
        await other.Ask("passkey");
        Assert.StartsWith("400", await PasskeyPage.Said(await new PasskeyPage(scene.Server).Send(proof)), StringComparison.Ordinal);
        Assert.StartsWith("401", await PasskeyPage.Said(await other.Send(proof)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await page.Send(proof)).StatusCode);
        await page.SignOut();
        page.Cookies.Add(new Cookie(held.Name, held.Value, held.Path, held.Domain));
        Assert.Contains("passkeyLate", await PasskeyPage.Said(await page.Send(proof)), StringComparison.Ordinal);

        proof = passkey.Prove(await page.Ask("passkey"));
        await district.Do("update passkey_asks set expires = now()");
        Assert.Contains("passkeyLate", await PasskeyPage.Said(await page.Send(proof)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await page.Session());
        Assert.Equal(HttpStatusCode.OK, (await page.Send(passkey.Prove(await page.Ask("passkey")))).StatusCode);
        // Whoever asked without end leaves nothing behind: rows past their time go with the next.
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from passkey_asks where expires <= now()"));
    }

    [Fact]
    public async Task A_locked_or_disabled_account_takes_no_passkey_and_a_first_password_must_be_changed_all_the_same()
    {
        await using var scene = await Scene.Set(engines);
        var (district, page, passkey) = (scene.District, scene.Page, scene.Passkey);
        var wrong = await PasskeyPage.Said(await page.Enter(passkey, spoil: true));
        foreach (var (shut, open) in new[] { ("locked_until = now() + interval '1 minute'", "locked_until = null"), ("disabled_at = now()", "disabled_at = null") })
        {
            await district.Do($"update accounts set {shut} where id = '{scene.Person}'");
            Assert.Equal(wrong, await PasskeyPage.Said(await page.Enter(passkey)));
            await district.Do($"update accounts set {open} where id = '{scene.Person}'");
        }
        await district.Do($"update accounts set must_change = true where id = '{scene.Person}'");
        using var entered = await page.Enter(passkey);
        Assert.True((await entered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("mustChange").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, (await page.Http.GetAsync("/api/v1/members")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await page.Http.PostAsync("/api/v1/session/passkeys/begin", null)).StatusCode);
    }

    [Fact]
    public async Task Passkeys_outlive_a_new_password_and_a_sign_out_everywhere_and_end_with_a_link_that_takes_the_account_over()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await PasskeyPage.Serve(district);
        var id = await PasskeyPage.Person(server, district.Code);
        using var page = new PasskeyPage(server);
        using var passkey = new SoftPasskey();
        using var late = new SoftPasskey();
        await page.SignIn();
        await page.Add(passkey);
        Assert.Equal(HttpStatusCode.OK, (await page.Http.PutAsJsonAsync("/api/v1/session/password", new { old = PasskeyPage.Password, @new = "four calling birds" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await page.Http.DeleteAsync("/api/v1/session?everywhere=true")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await page.Enter(passkey)).StatusCode);

        var begun = await page.Ask("passkeys");
        using var found = new PasskeyPage(server);
        var link = (await server.Get<OneTimeCodes>().ForNewPassword(id, default)).Code;
        Assert.Equal(HttpStatusCode.OK, (await found.Http.PostAsJsonAsync("/api/v1/session/code", new { code = link })).StatusCode);
        // Whoever was in before adds nothing in the seconds until that sign-in ends.
        Assert.False((await page.SendNew(late.Make(begun))).IsSuccessStatusCode);
        await page.SignOut();
        Assert.Equal(HttpStatusCode.Unauthorized, (await page.Enter(passkey)).StatusCode);
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from passkeys"));
        Assert.EndsWith("PasskeyUsed PasskeyRemoved", await Trail(district, id), StringComparison.Ordinal);
    }

    private static Task<string> Trail(BoardDistrict district, Guid account) =>
        district.Ask<string>($"select coalesce(string_agg(kind, ' ' order by number), '') from audit where subject = 'account/{account}' and kind like 'Passkey%'");

    /// <summary>A person of the office who has added a passkey and signed out.</summary>
    private sealed record Scene(BoardDistrict District, TestServer Server, Guid Person, PasskeyPage Page, SoftPasskey Passkey) : IAsyncDisposable
    {
        public static async Task<Scene> Set(RealEngines engines)
        {
            var district = await BoardDistrict.Make(engines);
            var server = await PasskeyPage.Serve(district);
            var scene = new Scene(district, server, await PasskeyPage.Person(server, district.Code), new(server), new());
            await scene.Page.SignIn();
            await scene.Page.Add(scene.Passkey);
            await scene.Page.SignOut();
            return scene;
        }

        public async ValueTask DisposeAsync()
        {
            Passkey.Dispose();
            Page.Dispose();
            await Server.DisposeAsync();
        }
    }
}
