using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>How passes end, and the keys they are signed with.</summary>
public sealed class PassTests(RealEngines engines)
{
    [Fact]
    public async Task A_pass_issued_anew_ends_the_old_one_on_every_server_and_for_tablets_without_a_network()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        using var here = one.Http();
        using var there = two.Http();
        var old = (await here.Ticket(Poster.Form())).Pass;
        Assert.Equal(0, (await List(there)).Count);
        var person = await district.Ask<Guid>("select id from residents");
        using var desk = one.Http(await one.Centre(district.Code));
        var order = new { id = Guid.NewGuid(), kind = "resident" };
        var next = await Reissue(desk, person, order);
        Assert.Equal(order.id, next.Id);
        Assert.Equal(next.Id, (await Reissue(desk, person, order)).Id);
        using (var refused = await there.Scan(new { pass = old.Text })) Assert.Contains("newer pass", await refused.Content.ReadAsStringAsync());
        Assert.Equal(("Already", next.Id), await there.Ticket(new { pass = next.Text }) is var same ? (same.Outcome, same.Pass.Id) : default);
        Assert.Equal(next.Id, (await here.Ticket(Poster.Form())).Pass.Id);
        await Eventually.True(async () => (await List(there)).Has(old.Id), "the other server's list has the old pass");
        var list = await List(here);
        Assert.Equal((1, false), (list.Count, list.Has(next.Id)));
        await Reissue(desk, person, new { id = Guid.NewGuid(), kind = "resident" });
        using var late = await desk.PostAsJsonAsync($"/api/v1/residents/{person}/pass", order);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        using var nobody = await desk.PostAsJsonAsync($"/api/v1/residents/{Guid.NewGuid()}/pass", new { id = Guid.NewGuid() });
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    [Fact]
    public async Task The_list_of_revoked_passes_leaves_out_what_is_over_and_costs_a_status_line_while_nothing_changes()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var pass = (await http.Ticket(Poster.Form())).Pass;
        await district.Do("update passes set revoked_at = now()");
        await Eventually.True(async () => (await List(http)).Has(pass.Id), "it is in the list");
        using var first = await http.GetAsync("/api/v1/passes/revoked");
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/v1/passes/revoked");
        ask.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await http.SendAsync(ask);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        await district.Do("update passes set expires_at = now() - interval '1 second'");
        await Eventually.True(async () => (await List(http)).Count == 0, "what is over needs no list");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/api/v1/passes/revoked?district=nowhere")).StatusCode);
    }

    [Fact]
    public async Task Keys_are_changed_while_servers_run_and_what_the_old_one_signed_holds_until_it_is_dropped()
    {
        var district = await BoardDistrict.Make(engines);
        var folder = Directory.CreateTempSubdirectory("screenops-keys-").FullName;
        try
        {
            await using var one = await TestServer.Start(district.Postgres, district.Redis, $"--ScreenOps:KeyFolder={folder}");
            await using var two = await TestServer.Start(district.Postgres, district.Redis, $"--ScreenOps:KeyFolder={folder}");
            using var here = one.Http();
            using var there = two.Http();
            var old = (await here.Ticket(Poster.Form())).Pass;
            var first = Assert.Single(await Kids(here));
            var said = await Verb(one, "new");
            var second = said.Split(' ')[0];
            await Eventually.True(async () => await Kids(here) is [var a, var b] && (a, b) == (second, first) && (await Kids(there)).Count == 2, "both servers know both keys, the new one first");
            Assert.Equal(old.Id, (await there.Ticket(new { pass = old.Text })).Pass.Id);
            var next = (await here.Ticket(Poster.Form(Poster.Other))).Pass;
            Assert.Equal("Already", (await there.Ticket(new { pass = next.Text })).Outcome);
            Assert.Contains("signs", (await Assert.ThrowsAsync<Server.Platform.StartException>(() => Verb(one, "drop", second))).Message);
            Assert.DoesNotContain(first, await Verb(one, "drop", first));
            await Eventually.True(async () => (await Kids(here)).Count == 1 && (await Kids(there)).Count == 1, "the old key is gone on both servers");
            using (var refused = await there.Scan(new { pass = old.Text })) Assert.Contains($"signed elsewhere (key {first})", await refused.Content.ReadAsStringAsync());
            Assert.Equal("Already", (await there.Ticket(new { pass = next.Text })).Outcome);
            // What cannot be read changes nothing.
            await File.WriteAllTextAsync(Path.Combine(folder, "passes"), "not a key");
            Assert.Contains("does not hold private P-256 keys", (await Assert.ThrowsAsync<Server.Platform.StartException>(() => Verb(one, "new"))).Message);
            Assert.Equal([second], await Kids(here));
            Assert.Equal($"KeyAdded pass-key/{second}|KeyDropped pass-key/{first}", await district.Ask<string>("select string_agg(kind || ' ' || subject, '|' order by number) from (select * from audit where subject like 'pass-key/%' order by number limit 2) a"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_member_has_a_pass_of_the_staff_which_takes_no_ticket()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("insert into members (district, name, phone_index, phone_sealed, roles, village) values (@Code, '员一', 'x', 'x', array['Sampler'], 'V')");
        await using var server = await district.Server();
        var member = await district.Ask<Guid>("select id from members");
        var account = (await server.Get<Accounts>().ForMember(district.Code, member, default))!.Value;
        using var http = server.Http();
        var code = (await server.Get<OneTimeCodes>().ForAccount(account, default)).Code;
        using var session = await http.PostAsJsonAsync("/api/v1/session/code", new { code, bearer = true });
        var token = JsonDocument.Parse(await session.Content.ReadAsStringAsync()).RootElement.GetProperty("accessToken").GetString();
        using var phone = server.Http(token);
        var pass = (await phone.GetFromJsonAsync<Pass>("/api/v1/passes/own"))!;
        Assert.Equal(pass.Id, (await phone.GetFromJsonAsync<Pass>("/api/v1/passes/own"))!.Id);
        Assert.Equal(PassKind.Staff, Assert.IsType<PassReading.Valid>(server.Get<Passes>().Read(pass.Text)).Claims.Kind);
        using (var refused = await http.Scan(new { pass = pass.Text })) Assert.Contains("pass of the staff", await refused.Content.ReadAsStringAsync());
        await district.Do("update members set retired_at = now()");
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync("/api/v1/passes/own")).StatusCode);
    }

    private static async Task<RevokedPasses> List(HttpClient http)
    {
        var list = await http.GetFromJsonAsync<JsonElement>("/api/v1/passes/revoked");
        return RevokedPasses.Read(Convert.FromBase64String(list.GetProperty("ids").GetString()!))!;
    }

    private static async Task<Pass> Reissue(HttpClient desk, Guid person, object order)
    {
        using var answer = await desk.PostAsJsonAsync($"/api/v1/residents/{person}/pass", order);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<Pass>())!;
    }

    private static async Task<IReadOnlyList<string>> Kids(HttpClient http) =>
        [.. (await http.GetFromJsonAsync<JsonElement>("/api/v1/passes/keys")).GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()!)];

    private static async Task<string> Verb(TestServer server, params string[] args)
    {
        await using var said = new StringWriter();
        Assert.Equal(0, await PassKeysVerb.Run(args, new(server.Address, server.Get<ServerToken>().ForFolder()), said, default));
        return said.ToString();
    }
}
