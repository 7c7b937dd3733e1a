using System.Net;
using System.Net.Http.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>Grants as the office keeps them, and what each change does to who is signed in.</summary>
public sealed class AccountBookTests(RealEngines engines)
{
    private const string Phone = "13900000001", Password = "three blind mice", Next = "four calling birds";

    [Fact]
    public async Task Who_is_disabled_is_out_on_every_screen_and_neither_password_nor_link_brings_in()
    {
        await using var at = await Place.Open(engines);
        var id = await at.Make("Li", "Desk", "S1", Phone);
        using var desk = at.Server.Http(await at.SignIn(await at.Link(id)));
        await desk.PutAsJsonAsync("/api/v1/session/password", new { @new = Password });
        using var again = at.Server.Http(await at.ByPassword(Password));
        var link = await at.Link(id);
        Assert.Equal(HttpStatusCode.NoContent, (await at.State(id, true)).StatusCode);
        await Eventually.True(async () => (await again.GetAsync("/api/v1/session")).StatusCode == HttpStatusCode.Unauthorized, "the desk is signed out");
        Assert.Equal(HttpStatusCode.Unauthorized, (await at.Try(Password)).StatusCode);
        Assert.Null(await at.SignIn(link));
        Assert.True((await at.Shown(id)).Disabled);
        Assert.Equal(HttpStatusCode.NoContent, (await at.State(id, false)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await at.Try(Password)).StatusCode);
        Assert.NotNull(await at.SignIn(link));
        Assert.Equal(["AccountMade", "LinkMade", "PasswordSet", "LinkMade", "AccountDisabled", "AccountEnabled"], (await at.Trail(id)).Where(k => k is not "SignInFailed"));
    }

    [Fact]
    public async Task A_link_for_who_forgot_the_password_opens_nothing_before_a_new_one_is_chosen()
    {
        await using var at = await Place.Open(engines);
        var id = await at.Make("Li", "CommandCentre", null, Phone);
        using var first = at.Server.Http(await at.SignIn(await at.Link(id)));
        await first.PutAsJsonAsync("/api/v1/session/password", new { @new = Password });
        var link = await at.Link(id, newPassword: true);
        Assert.Equal(HttpStatusCode.OK, (await at.Try(Password)).StatusCode);
        using var forgot = at.Server.Http(await at.SignIn(link));
        Assert.Equal(HttpStatusCode.Unauthorized, (await at.Try(Password)).StatusCode);
        Assert.True((await forgot.GetFromJsonAsync<Session>("/api/v1/session"))!.MustChange);
        Assert.Equal(HttpStatusCode.Forbidden, (await forgot.GetAsync("/api/v1/members")).StatusCode);
        var chosen = await (await forgot.PutAsJsonAsync("/api/v1/session/password", new { @new = Next })).Content.ReadFromJsonAsync<Session>();
        using var came = at.Server.Http(chosen!.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await came.GetAsync("/api/v1/members")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await at.Try(Next)).StatusCode);
        Assert.Null(await at.SignIn(link));
    }

    [Fact]
    public async Task Whose_grant_changed_signs_in_anew_and_whose_name_changed_does_not()
    {
        await using var at = await Place.Open(engines);
        var id = await at.Make("Li", "Desk", "S1", Phone);
        using var desk = at.Server.Http(await at.SignIn(await at.Link(id)));
        Assert.Equal(HttpStatusCode.NoContent, (await at.Change(id, new { name = "Li Mei" })).StatusCode);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => at.Shown(id)));
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await at.Change(id, new { name = "Li Mei", grant = "SiteLead", site = "S2" })).StatusCode);
        await Eventually.True(async () => (await desk.GetAsync("/api/v1/session")).StatusCode == HttpStatusCode.Unauthorized, "the old grant is worth nothing");
        Assert.Equal(("Li Mei", "SiteLead", "S2", "139****0001"), (await at.Shown(id)) is var a ? (a.Name, a.Grant, a.Site, a.Phone) : default);
        Assert.Equal("Desk of S1 to SiteLead of S2", await at.District.Ask<string>("select why from audit where kind = 'AccountChanged' order by number desc limit 1"));
        Assert.Equal(HttpStatusCode.BadRequest, (await at.Change(id, new { name = "Li Mei", grant = "Desk", site = "S9" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await at.Change(id, new { name = "Li Mei", grant = "City" })).StatusCode);
    }

    [Fact]
    public async Task Nobody_locks_the_office_out_by_the_own_account_and_nobody_reaches_another_districts()
    {
        await using var at = await Place.Open(engines);
        var own = (await at.List()).Single(a => a.Own);
        Assert.Equal(HttpStatusCode.Conflict, (await at.State(own.Id, true)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await at.Change(own.Id, new { name = "me", grant = "Lab" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await at.Change(own.Id, new { name = "me" })).StatusCode);
        await at.District.Do("insert into districts (code, name, created_at) values ('elsewhere', 'E', now() + interval '1 hour')");
        var other = await at.Server.Get<Accounts>().FirstCentre("elsewhere", "centre", default);
        Assert.Equal(HttpStatusCode.NotFound, (await at.State(other, true)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await at.Change(other, new { name = "mine" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await at.Centre.DeleteAsync($"/api/v1/accounts/{other}/sessions")).StatusCode);
    }

    [Fact]
    public async Task Wrong_passwords_and_the_lock_stand_in_the_trail_and_strangers_only_as_a_number()
    {
        await using var at = await Place.Open(engines);
        var id = await at.Make("Li", "CommandCentre", null, Phone);
        using var first = at.Server.Http(await at.SignIn(await at.Link(id)));
        await first.PutAsJsonAsync("/api/v1/session/password", new { @new = Password });
        for (var tries = 0; tries < 5; tries++) Assert.Equal(HttpStatusCode.Unauthorized, (await at.Try("guess")).StatusCode);
        await Eventually.True(async () => (await at.Trail(id)).Contains("Locked"), "the lock stands in the trail");
        Assert.Equal(5, (await at.Trail(id)).Count(k => k == "SignInFailed"));
        Assert.NotNull((await at.Shown(id)).LockedUntil);
        await at.Link(id, newPassword: true);
        Assert.Equal(0, await at.District.Ask<int>($"select count(*)::int from audit where position('{Phone}' in audit::text) > 0"));
    }

    /// <summary>A command centre at its page of accounts, by HTTP.</summary>
    private sealed class Place : IAsyncDisposable
    {
        public required BoardDistrict District { get; init; }
        public required TestServer Server { get; init; }
        public required HttpClient Centre { get; init; }

        public static async Task<Place> Open(RealEngines engines)
        {
            var district = await BoardDistrict.Make(engines);
            var server = await district.Server(0, "--Access:Recheck=00:00:01", "--Access:PasswordsPerMinute=1000");
            return new() { District = district, Server = server, Centre = server.Http(await server.Centre(district.Code)) };
        }

        public async Task<Guid> Make(string name, string grant, string? site, string phone)
        {
            var id = Guid.NewGuid();
            Assert.Equal(HttpStatusCode.OK, (await Centre.PostAsJsonAsync("/api/v1/accounts", new { id, name, grant, site, phone })).StatusCode);
            return id;
        }

        public async Task<string> Link(Guid account, bool newPassword = false) =>
            (await (await Centre.PostAsJsonAsync("/api/v1/codes", new { account, newPassword })).Content.ReadFromJsonAsync<Made>())!.Code;

        /// <summary>The token that the code brings; null: none.</summary>
        public async Task<string?> SignIn(string code)
        {
            using var answer = await Server.Http().PostAsJsonAsync("/api/v1/session/code", new { code, bearer = true });
            return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<Session>())!.AccessToken : null;
        }

        public Task<HttpResponseMessage> Try(string password) => Server.Http().PostAsJsonAsync("/api/v1/session", new { phone = Phone, password, bearer = true });

        public async Task<string?> ByPassword(string password) => (await (await Try(password)).Content.ReadFromJsonAsync<Session>())!.AccessToken;

        public Task<HttpResponseMessage> State(Guid id, bool disabled) => Centre.PutAsJsonAsync($"/api/v1/accounts/{id}/state", new { disabled });

        public Task<HttpResponseMessage> Change(Guid id, object order) => Centre.PutAsJsonAsync($"/api/v1/accounts/{id}", order);

        public async Task<Account[]> List() => (await Centre.GetFromJsonAsync<Account[]>("/api/v1/accounts"))!;

        public async Task<Account> Shown(Guid id) => (await List()).Single(a => a.Id == id);

        public async Task<string[]> Trail(Guid account) => (await District.Ask<string>($"select coalesce(string_agg(kind, ' ' order by number), '') from audit where subject = 'account/{account}'")).Split(' ');

        public async ValueTask DisposeAsync()
        {
            Centre.Dispose();
            await Server.DisposeAsync();
        }
    }

    private sealed record Made(string Code);

    private sealed record Session(bool MustChange, string? AccessToken);

    private sealed record Account(Guid Id, string Name, string Grant, string? Site, string? Phone, bool Disabled, DateTimeOffset? LockedUntil, bool Own);
}
