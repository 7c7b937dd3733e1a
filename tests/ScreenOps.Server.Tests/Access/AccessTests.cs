using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>Nobody gets in who should not, and who should is not kept out.</summary>
public sealed class AccessTests(RealEngines engines)
{
    private const string Phone = "13800000001", Password = "three blind mice";

    /// <summary>Everything that a stranger may reach; a new line here is a decision.</summary>
    private static readonly string[] Open =
    [
        "/", "/accounts", "/audit", "/code", "/coverage", "/desk", "/grid", "/display/{site}", "/duty", "/health/live", "/health/ready", "/import", "/in", "/lab", "/look", "/members", "/metrics", "/morning", "/openapi", "/passes", "/person", "/plan", "/plan/sheets", "/post/{site}", "/report", "/rounds", "/s/{site}", "/samples", "/sites", "/tablet", "/tubes", "/wall",
        "POST /api/v1/session", "POST /api/v1/session/code", "POST /api/v1/session/passkey", "POST /api/v1/session/passkey/begin", "/api/v1/public/sites", "/api/v1/public/sites/{code}",
        "POST /api/v1/public/sites/{code}/tickets", "POST /api/v1/public/sites/{code}/way", "POST /api/v1/public/sites/{code}/families", "POST /api/v1/public/sites/{code}/presence", "/api/v1/public/sites/{code}/calls", "/api/v1/public/sites/{code}/calls/code", "/api/v1/public/sites/{code}/calls/live",
        "POST /api/v1/public/passes/qr", "/api/v1/passes/keys", "/api/v1/passes/revoked",
    ];

    [Fact]
    public async Task Every_route_and_hub_names_its_policy_and_strangers_reach_only_what_is_written_here()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        var open = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var route in server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
            var name = $"{(methods is ["GET"] or [] ? "" : string.Join(',', methods) + " ")}/{route.RoutePattern.RawText!.TrimStart('/')}".TrimEnd('/');
            if (name.Length == 0) name = "/";
            var named = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).ToList();
            Assert.True(named.Count > 0 || route.Metadata.GetMetadata<IAllowAnonymous>() is not null, $"{name} names no policy.");
            Assert.All(named, policy => Assert.False(string.IsNullOrEmpty(policy), $"{name} asks for a sign-in without naming a policy."));
            if (named.Contains(Policies.Public) || named.Count == 0) open.Add(name.StartsWith("/openapi", StringComparison.Ordinal) ? "/openapi" : name);
        }
        Assert.Equal(Open.Order(StringComparer.Ordinal), open);
    }

    [Theory]
    [InlineData("GET", "district"), InlineData("GET", "rounds"), InlineData("POST", "rounds"), InlineData("GET", "members"), InlineData("POST", "codes"), InlineData("GET", "board"), InlineData("POST", "counts")]
    public async Task A_stranger_is_told_to_sign_in(string method, string path)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        using var answer = await http.SendAsync(new(new(method), $"/api/v1/{path}"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_link_works_once_and_a_lost_answer_may_be_asked_for_again_by_the_same_tablet()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var code = (await server.Get<OneTimeCodes>().ForSite(district.Code, "S1", false, default)).Code;
        var device = Guid.NewGuid();
        for (var asked = 0; asked < 2; asked++)
            Assert.Equal("S1", (await (await http.PostAsJsonAsync("/api/v1/session/code", new { code, device, bearer = true })).Content.ReadFromJsonAsync<Shown>())!.Site);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync("/api/v1/session/code", new { code, device = Guid.NewGuid(), bearer = true })).StatusCode);
        var link = (await server.Get<OneTimeCodes>().ForAccount(await server.Get<Accounts>().FirstCentre(district.Code, "centre", default), default)).Code;
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync("/api/v1/session/code", new { code = link, bearer = true })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync("/api/v1/session/code", new { code = link, bearer = true })).StatusCode);
    }

    [Fact]
    public async Task Wrong_passwords_lock_the_account_and_the_right_one_does_not_open_it_then()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Person(server, district.Code);
        using var http = server.Http();
        Assert.Equal(HttpStatusCode.OK, (await SignIn(http, Password)).StatusCode);
        for (var tries = 0; tries < 5; tries++) Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(http, "guess")).StatusCode);
        using var locked = await SignIn(http, Password);
        using var stranger = await http.PostAsJsonAsync("/api/v1/session", new { phone = "13800000098", password = Password, bearer = true });
        // Neither that there is such an account nor that the password was right.
        Assert.Equal((HttpStatusCode.Unauthorized, await Said(stranger)), (locked.StatusCode, await Said(locked)));

        static async Task<string> Said(HttpResponseMessage answer) => $"{answer.StatusCode} {answer.Headers.RetryAfter} {Regex.Replace(await answer.Content.ReadAsStringAsync(), "\"traceId\":\"[^\"]*\"", "")}";
    }

    [Fact]
    public async Task A_new_password_signs_out_every_other_screen()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--Access:Recheck=00:00:01");
        await Person(server, district.Code);
        using var http = server.Http();
        using var other = server.Http((await (await SignIn(http, Password)).Content.ReadFromJsonAsync<Shown>())!.AccessToken);
        using var own = server.Http((await (await SignIn(http, Password)).Content.ReadFromJsonAsync<Shown>())!.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await own.PutAsJsonAsync("/api/v1/session/password", new { old = "guess", @new = "four calling birds" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await own.PutAsJsonAsync("/api/v1/session/password", new { old = Password, @new = "four calling birds" })).StatusCode);
        await Eventually.True(async () => (await other.GetAsync("/api/v1/session")).StatusCode == HttpStatusCode.Unauthorized, "the other screen is signed out");
    }

    [Fact]
    public async Task A_cookie_changes_nothing_from_a_page_that_is_not_ours()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Person(server, district.Code);
        using var http = server.Http();
        var signed = await http.PostAsJsonAsync("/api/v1/session", new { phone = Phone, password = Password });
        var cookie = signed.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        foreach (var (header, expected) in new[] { (false, HttpStatusCode.BadRequest), (true, HttpStatusCode.OK) })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Post, "/api/v1/rounds") { Content = JsonContent.Create(new { name = "next" }) };
            ask.Headers.Add("Cookie", cookie);
            if (header) ask.Headers.Add("X-ScreenOps", "1");
            Assert.Equal(expected, (await http.SendAsync(ask)).StatusCode);
        }
    }

    [Fact]
    public async Task A_tablet_counts_and_does_nothing_else()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Tablet(district.Code, Guid.NewGuid()));
        var counted = await http.PostAsJsonAsync("/api/v1/counts", new { commands = new[] { BoardDistrict.Command(1, CountKind.Arrived, 3) } });
        Assert.Equal(HttpStatusCode.OK, counted.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync("/api/v1/members")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsJsonAsync("/api/v1/codes", new { site = "S1" })).StatusCode);
    }

    private static async Task Person(TestServer server, string district)
    {
        var accounts = server.Get<Accounts>();
        var id = Guid.NewGuid();
        await accounts.Add(new(id, district, "centre", Grant.CommandCentre, null, Guid.Empty, false), Phone, default);
        await accounts.ChangePassword(id, null, Password, default);
    }

    private static Task<HttpResponseMessage> SignIn(HttpClient http, string password) => http.PostAsJsonAsync("/api/v1/session", new { phone = Phone, password, bearer = true });

    private sealed record Shown(string? Site, string? AccessToken);
}
