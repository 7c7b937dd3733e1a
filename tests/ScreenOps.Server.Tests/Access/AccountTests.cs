using System.Net;
using System.Net.Http.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>Who may make whom.</summary>
public sealed class AccountTests(RealEngines engines)
{
    [Fact]
    public async Task An_order_sent_twice_makes_one_account_and_each_answer_carries_a_link()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var centre = server.Http(await server.Centre(district.Code));
        var order = new { id = Guid.NewGuid(), name = "Li", grant = "Desk", phone = "13900000001", site = "S1" };
        for (var sent = 0; sent < 2; sent++)
        {
            var made = await (await centre.PostAsJsonAsync("/api/v1/accounts", order)).Content.ReadFromJsonAsync<Made>();
            Assert.Contains($"/in#{made!.Code}", made.Url, StringComparison.Ordinal);
            var session = await (await server.Http().PostAsJsonAsync("/api/v1/session/code", new { code = made.Code, bearer = true })).Content.ReadFromJsonAsync<Shown>();
            Assert.Equal(("Desk", "S1"), (session!.Grant, session.Site));
        }
        Assert.Single((await centre.GetFromJsonAsync<Shown[]>("/api/v1/accounts"))!, a => a.Name == "Li");
    }

    [Fact]
    public async Task The_id_of_another_account_brings_no_link_to_it()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        var boss = new AccountInfo(Guid.NewGuid(), null, "operator", Grant.Operator, null, Guid.Empty, false);
        await server.Get<Accounts>().Add(boss, null, default);
        using var centre = server.Http(await server.Centre(district.Code));
        var answer = await centre.PostAsJsonAsync("/api/v1/accounts", new { id = boss.Id, name = "Li", grant = "Desk", site = "S1" });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task Only_an_operator_makes_operators_or_brings_one_in()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var centre = server.Http(await server.Centre(district.Code));
        using var operators = server.Http(server.Get<ServerToken>().ForFolder());
        var order = new { id = Guid.NewGuid(), name = "Wang", grant = "Operator" };
        Assert.Equal(HttpStatusCode.Forbidden, (await centre.PostAsJsonAsync("/api/v1/accounts", order)).StatusCode);
        for (var sent = 0; sent < 2; sent++) Assert.Equal(HttpStatusCode.OK, (await operators.PostAsJsonAsync("/api/v1/accounts", order)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await centre.PostAsJsonAsync("/api/v1/codes", new { account = order.id })).StatusCode);
        Assert.DoesNotContain((await centre.GetFromJsonAsync<Shown[]>("/api/v1/accounts"))!, a => a.Grant == "Operator");
        Assert.Contains((await operators.GetFromJsonAsync<Shown[]>("/api/v1/accounts"))!, a => a.Grant == "Operator");
    }

    [Fact]
    public async Task A_command_centre_brings_nobody_of_another_district_in()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("insert into districts (code, name) values ('elsewhere', 'E')");
        await using var server = await district.Server();
        var other = await server.Get<Accounts>().FirstCentre("elsewhere", "centre", default);
        using var centre = server.Http(await server.Centre(district.Code));
        Assert.Equal(HttpStatusCode.NotFound, (await centre.PostAsJsonAsync("/api/v1/codes", new { account = other })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await centre.PostAsJsonAsync("/api/v1/accounts", new { id = other, name = "centre", grant = "CommandCentre" })).StatusCode);
    }

    [Fact]
    public async Task An_operator_acts_in_the_district_it_names_and_is_told_when_there_is_none_of_that_name()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("insert into districts (code, name, created_at) values ('elsewhere', 'E', now() + interval '1 hour')");
        await using var server = await district.Server();
        using var operators = server.Http(server.Get<ServerToken>().ForFolder());
        Assert.Equal(district.Code, (await operators.GetFromJsonAsync<Shown>("/api/v1/session"))!.District);
        operators.DefaultRequestHeaders.Add("X-District", "elsewhere");
        Assert.Equal("elsewhere", (await operators.GetFromJsonAsync<Shown>("/api/v1/session"))!.District);
        operators.DefaultRequestHeaders.Remove("X-District");
        operators.DefaultRequestHeaders.Add("X-District", "nowhere");
        using var lost = await operators.GetAsync("/api/v1/rounds");
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
        Assert.Contains("nowhere", await lost.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var centre = server.Http(await server.Centre(district.Code));
        centre.DefaultRequestHeaders.Add("X-District", "elsewhere");
        Assert.Equal(district.Code, (await centre.GetFromJsonAsync<Shown>("/api/v1/session"))!.District);
    }

    private sealed record Made(string Code, string Url);

    private sealed record Shown(string? Name, string? Grant, string? District, string? Site);
}
