using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>Who was signed out or revoked is out, on every line; who asks too often waits.</summary>
public sealed class SignedOutTests(RealEngines engines)
{
    [Fact]
    public async Task A_revoked_tablet_loses_its_line_and_does_not_get_another()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--Access:Recheck=00:00:01");
        var device = Guid.NewGuid();
        var token = await server.Tablet(district.Code, device);
        await using var line = await server.Line(token);
        var closed = new TaskCompletionSource();
        line.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        Assert.Equal(CountOutcome.Applied, (await line.Tell(BoardDistrict.Command(1, CountKind.Arrived, 3)))[0].Outcome);
        using var centre = server.Http(await server.Centre(district.Code));
        Assert.Equal(device, Assert.Single((await centre.GetFromJsonAsync<Tablet[]>("/api/v1/devices"))!).Id);
        Assert.Equal(HttpStatusCode.NotFound, (await centre.DeleteAsync($"/api/v1/devices/{Guid.NewGuid()}")).StatusCode);
        for (var sent = 0; sent < 2; sent++) Assert.Equal(HttpStatusCode.NoContent, (await centre.DeleteAsync($"/api/v1/devices/{device}")).StatusCode);
        await closed.Task.WaitAsync(Eventually.Limit);
        await Eventually.True(async () => (await server.Http(token).GetAsync("/api/v1/session")).StatusCode == HttpStatusCode.Unauthorized, "the token is worth nothing");
    }

    [Fact]
    public async Task Signing_out_everywhere_closes_open_boards()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--Access:Recheck=00:00:01");
        var token = await server.Centre(district.Code);
        await using var line = await server.Line(token);
        var closed = new TaskCompletionSource();
        line.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        await line.Watch("district");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Http(token).DeleteAsync("/api/v1/session?everywhere=true")).StatusCode);
        await closed.Task.WaitAsync(Eventually.Limit);
    }

    [Fact]
    public async Task A_tablet_that_moved_to_another_site_does_not_count_by_its_old_sign_in()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--Access:Recheck=00:00:01");
        var device = Guid.NewGuid();
        using var old = server.Http(await server.Tablet(district.Code, device));
        using var moved = server.Http(await server.Tablet(district.Code, device, "S2"));
        await Eventually.True(async () => (await old.GetAsync("/api/v1/session")).StatusCode == HttpStatusCode.Unauthorized, "the old sign-in is worth nothing");
        Assert.Equal(HttpStatusCode.OK, (await moved.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task A_token_in_an_address_opens_the_live_line_only()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var token = await server.Centre(district.Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"/api/v1/session?access_token={Uri.EscapeDataString(token)}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync($"/hubs/live/negotiate?negotiateVersion=1&access_token={Uri.EscapeDataString(token)}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    [Fact]
    public async Task Who_guesses_too_often_is_told_when_to_come_back()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--Access:CodesPerMinute=2");
        using var http = server.Http();
        HttpResponseMessage answer;
        var asked = 0;
        do answer = await http.PostAsJsonAsync("/api/v1/session/code", new { code = "GUESS" });
        while (answer.StatusCode == HttpStatusCode.Unauthorized && ++asked < 10);
        Assert.Equal((HttpStatusCode.TooManyRequests, 2), (answer.StatusCode, asked));
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 20, 30);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Every_public_route_of_the_api_has_a_limit_per_address()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        var open = server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy == Policies.Public)).ToList();
        Assert.NotEmpty(open);
        Assert.All(open, e => Assert.True(e.Metadata.GetMetadata<EnableRateLimitingAttribute>() is not null, $"{e.RoutePattern.RawText} has no rate limit."));
    }

    [Fact]
    public async Task An_address_where_nothing_is_says_so_and_asks_for_no_sign_in()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var answer = await server.Http().GetAsync("/nothing.here");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_wrong_method_or_content_is_not_called_a_missing_sign_in()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.DeleteAsync("/api/v1/public/sites")).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await http.PostAsync("/api/v1/session", new StringContent("phone=1"))).StatusCode);
    }

    [Fact]
    public async Task A_browser_keeps_its_sign_in_from_scripts_and_other_sites()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var code = (await server.Get<OneTimeCodes>().ForAccount(await server.Get<Accounts>().FirstCentre(district.Code, "centre", default), default)).Code;
        using var signed = await http.PostAsJsonAsync("/api/v1/session/code", new { code });
        var cookie = signed.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("accessToken\":\"", await signed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/session")).StatusCode);
    }

    private sealed record Tablet(Guid Id);
}
