using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.CheckIn;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>The ten of OWASP's API list of 2023, each with what stands against it here; on one server with two districts.</summary>
public sealed class OwaspTests(RealEngines engines)
{
    [Fact]
    public async Task The_ten_are_held_off()
    {
        var districts = await CityDistricts.Make(engines);
        await using var server = await districts.Server("--Access:UnmasksPerHour=5", "--Access:Tries=3", "--CheckIn:LookupsPerMinute=20");
        using var one = server.Http(await server.Centre(districts.One));
        using var two = server.Http(await server.Centre(districts.Two));
        using var stranger = server.Http();
        await Api1_nobody_reaches_an_object_of_another_district(districts, one, two);
        await Api2_a_guesser_is_locked_out_and_a_forged_token_is_nobodys(server, districts, stranger);
        await Api3_what_a_sender_may_not_set_is_not_set_by_being_sent(districts, one);
        await Api4_what_costs_is_bounded(server, districts, stranger);
        await Api5_no_function_of_the_operator_opens_to_others(one);
        await Api6_a_person_is_counted_once_however_often_it_is_asked(districts, stranger);
        await Api7_the_server_fetches_nothing_that_a_sender_names(server);
        await Api8_answers_carry_their_headers_and_no_inside(stranger);
        await Api9_every_route_of_the_api_is_in_its_document(server, stranger);
        await Api10_what_others_sent_is_taken_as_text_and_nothing_more(districts, one);
    }

    private static async Task Api1_nobody_reaches_an_object_of_another_district(CityDistricts districts, HttpClient one, HttpClient two)
    {
        var member = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.Created, (await two.PostAsJsonAsync("/api/v1/members", new { id = member, name = "Li", phone = "13800000007", roles = new[] { "Sampler" }, village = "V" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await one.PostAsJsonAsync($"/api/v1/members/{member}/unmask", new { why = "curious" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await one.DeleteAsync($"/api/v1/members/{member}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await one.PostAsync($"/api/v1/members/{member}/link", null)).StatusCode);
        one.DefaultRequestHeaders.Add("X-District", districts.Two);
        Assert.Equal(3, (await one.GetFromJsonAsync<JsonElement>("/api/v1/sites")).GetArrayLength());
        one.DefaultRequestHeaders.Remove("X-District");
    }

    private static async Task Api2_a_guesser_is_locked_out_and_a_forged_token_is_nobodys(TestServer server, CityDistricts districts, HttpClient stranger)
    {
        var id = Guid.NewGuid();
        await server.Get<Accounts>().Add(new(id, districts.One, "guessed", Grant.CommandCentre, null, Guid.Empty, false), "13800000005", default);
        await server.Get<Accounts>().ChangePassword(id, null, "three blind mice", default);
        for (var tries = 0; tries < 3; tries++) Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsJsonAsync("/api/v1/session", new { phone = "13800000005", password = $"guess {tries}" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsJsonAsync("/api/v1/session", new { phone = "13800000005", password = "three blind mice" })).StatusCode);
        var token = await server.Centre(districts.One);
        using var forged = server.Http(token[..^6] + "AAAAAA");
        Assert.Equal(HttpStatusCode.Unauthorized, (await forged.GetAsync("/api/v1/session")).StatusCode);
    }

    private static async Task Api3_what_a_sender_may_not_set_is_not_set_by_being_sent(CityDistricts districts, HttpClient one)
    {
        var id = Guid.NewGuid();
        await one.PostAsJsonAsync("/api/v1/accounts", new { id, name = "Li", grant = "Desk", site = "S1", district = districts.Two, mustChange = false, stamp = Guid.Empty, passwordHash = "x", member = Guid.NewGuid(), disabled = true });
        Assert.Equal($"{districts.One} t f", await districts.Ask<string>($"select district || ' ' || (password_hash is null and member is null and stamp <> '{Guid.Empty}')::text::char || ' ' || (disabled_at is not null)::text::char from accounts where id = '{id}'"));
    }

    private static async Task Api4_what_costs_is_bounded(TestServer server, CityDistricts districts, HttpClient stranger)
    {
        using var large = await stranger.PostAsync("/api/v1/public/sites/S1/tickets", new StringContent($"{{\"name\":\"{new string('x', 100_000)}\"}}", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var deep = await stranger.PostAsync("/api/v1/session", new StringContent(new string('[', 10_000), System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, deep.StatusCode);
        using var desk = server.Http(await server.AtSite(Grant.Desk, districts.One, "S1"));
        HttpResponseMessage answer;
        var asked = 0;
        do answer = await desk.PostAsJsonAsync("/api/v1/desk/S1/find", new { text = $"{1000 + asked}" });
        while (answer.StatusCode == HttpStatusCode.OK && ++asked < 100);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static async Task Api5_no_function_of_the_operator_opens_to_others(HttpClient one)
    {
        foreach (var (method, path) in new[] { ("GET", "audit"), ("POST", "audit/verify"), ("GET", "vault/keys"), ("POST", "vault/keys"), ("DELETE", "vault/keys/00000000") })
            Assert.Equal(HttpStatusCode.Forbidden, (await one.SendAsync(new(new(method), $"/api/v1/{path}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await one.PostAsJsonAsync("/api/v1/accounts", new { id = Guid.NewGuid(), name = "me", grant = "Operator" })).StatusCode);
    }

    private static async Task Api6_a_person_is_counted_once_however_often_it_is_asked(CityDistricts districts, HttpClient stranger)
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => stranger.PostAsJsonAsync($"/api/v1/public/sites/S1/tickets?district={districts.One}", Poster.Form())));
        Assert.Contains(asked, a => a.IsSuccessStatusCode);
        Assert.Equal(1, await districts.Ask<int>("select count(*)::int from ledger where person is not null and kind = 1 and refusal is null"));
    }

    /// <summary>No route takes an address: nothing in its document is a URI.</summary>
    private static async Task Api7_the_server_fetches_nothing_that_a_sender_names(TestServer server)
    {
        using var http = server.Http();
        Assert.DoesNotContain("\"format\":\"uri\"", (await http.GetStringAsync("/openapi/v1.json")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task Api8_answers_carry_their_headers_and_no_inside(HttpClient stranger)
    {
        foreach (var path in new[] { "/", "/in", "/api/v1/public/sites", "/api/v1/members", "/nothing" })
        {
            using var answer = await stranger.GetAsync(path);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src 'unsafe", policy, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
        using var wrong = await stranger.PostAsync("/api/v1/session", new StringContent("{", System.Text.Encoding.UTF8, "application/json"));
        var told = await wrong.Content.ReadAsStringAsync();
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("ScreenOps.Server", told, StringComparison.Ordinal);
    }

    private static async Task Api9_every_route_of_the_api_is_in_its_document(TestServer server, HttpClient stranger)
    {
        var document = (await stranger.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths");
        foreach (var route in server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(r => r.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)))
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                var path = "/" + System.Text.RegularExpressions.Regex.Replace(route.RoutePattern.RawText!.TrimStart('/').TrimEnd('/'), ":[a-z]+}", "}");
                Assert.True(document.TryGetProperty(path, out var found) && found.TryGetProperty(method.ToLowerInvariant(), out _), $"{method} {path} is not in the document.");
            }
    }

    private static async Task Api10_what_others_sent_is_taken_as_text_and_nothing_more(CityDistricts districts, HttpClient one)
    {
        const string Formula = "=HYPERLINK(\"http://evil.example\")", Sql = "'; drop table members; --";
        foreach (var (name, phone) in new[] { (Formula, "13800000008"), (Sql, "13800000009") })
            Assert.Equal(HttpStatusCode.Created, (await one.PostAsJsonAsync("/api/v1/members", new { id = Guid.NewGuid(), name, phone, roles = new[] { "Sampler" }, village = "V" })).StatusCode);
        Assert.Equal(2, await districts.Ask<int>("select count(*)::int from members where district = @code"));
        Assert.Equal(HttpStatusCode.OK, (await one.PostAsJsonAsync("/api/v1/members/find", new { query = Sql })).StatusCode);
    }
}
