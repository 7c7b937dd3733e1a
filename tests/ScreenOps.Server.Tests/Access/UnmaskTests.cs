using System.Net;
using System.Net.Http.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.CheckIn;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>One person, with a reason, for a short time.</summary>
public sealed class UnmaskTests(RealEngines engines)
{
    private const string Name = "王秀英", Why = "tube T-1 was spoilt";

    [Fact]
    public async Task The_command_centre_sees_one_resident_with_a_reason_that_stands_in_the_trail()
    {
        var (district, id) = await Ready();
        await using var server = await district.Server();
        using var centre = server.Http(await server.Centre(district.Code));
        foreach (var why in new[] { null, "", " ", "x", new string('x', 201) }) Assert.Equal(HttpStatusCode.BadRequest, (await Unmask(centre, id, why)).StatusCode);
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from audit"));
        using var answer = await Unmask(centre, id, Why);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var shown = (await answer.Content.ReadFromJsonAsync<Unmasked>())!;
        Assert.Equal((Name, Poster.Phone, null, 30), (shown.Name, shown.Phone, shown.Identity, shown.ShownSeconds));
        var whole = (await (await Unmask(centre, id, Why, identity: true)).Content.ReadFromJsonAsync<Unmasked>())!;
        Assert.Equal(Poster.Identity, whole.Identity);
        Assert.Equal($"resident/{id} {Why}|resident/{id} identity number: {Why}", await district.Ask<string>("select string_agg(subject || ' ' || why, '|' order by number) from audit where kind = 'Unmasked' and actor <> ''"));
        Assert.Equal(0, await district.Ask<int>($"select count(*)::int from audit where position('{Poster.Phone}' in audit::text) + position('{Name}' in audit::text) > 0"));
    }

    [Fact]
    public async Task A_site_sees_whoever_stood_in_its_line_and_nobody_else_and_no_identity_number()
    {
        var (district, id) = await Ready();
        await using var server = await district.Server();
        using var http = server.Http();
        using var desk = server.Http(await server.AtSite(Grant.Desk, district.Code, "S1"));
        using var elsewhere = server.Http(await server.AtSite(Grant.Desk, district.Code, "S2"));
        Assert.Equal(HttpStatusCode.NotFound, (await Unmask(desk, id, Why)).StatusCode);
        Assert.Equal("Ticketed", (await http.Ticket(Poster.Form())).Outcome);
        Assert.Equal(Poster.Phone, (await (await Unmask(desk, id, Why)).Content.ReadFromJsonAsync<Unmasked>())!.Phone);
        Assert.Equal(HttpStatusCode.NotFound, (await Unmask(elsewhere, id, Why)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Unmask(desk, id, Why, identity: true)).StatusCode);
        using var lab = server.Http(await server.Person(Grant.Lab, district.Code));
        Assert.Equal(HttpStatusCode.Forbidden, (await Unmask(lab, id, Why)).StatusCode);
        await district.Do("update rounds set state = 'Sealed' where district = @code and id = 1");
        Assert.Equal(HttpStatusCode.NotFound, (await Unmask(desk, id, Why)).StatusCode);
    }

    [Fact]
    public async Task How_many_one_may_see_in_an_hour_is_bounded_over_all_servers()
    {
        var (district, id) = await Ready();
        await using var one = await district.Server(0, "--Access:UnmasksPerHour=3");
        await using var two = await district.Server(0, "--Access:UnmasksPerHour=3");
        var token = await one.Centre(district.Code);
        using var here = one.Http(token);
        using var there = two.Http(token);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Unmask(i % 2 == 0 ? here : there, id, Why)));
        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a => Assert.Equal(HttpStatusCode.TooManyRequests, a.StatusCode));
        Assert.InRange(answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests).Headers.RetryAfter!.Delta!.Value.TotalMinutes, 50, 61);
        Assert.Equal(3, await district.Ask<int>("select count(*)::int from audit where kind = 'Unmasked'"));
    }

    [Fact]
    public async Task A_member_is_rung_by_the_command_centre_and_the_lead_of_the_own_site_only()
    {
        var (district, _) = await Ready();
        await using var server = await district.Server();
        var member = Guid.NewGuid();
        await district.Do($"""
            insert into members (id, district, name, phone_index, phone_sealed, roles, village) values ('{member}', @code, '{Name}', '\x01', '\x{Convert.ToHexString(server.Get<Vault>().Seal(Poster.Phone))}', array['Sampler'], 'V');
            insert into shifts (district, round, code, name, starts, ends) values (@code, 1, 'A', 'A', '05:30', '09:30');
            insert into posts values (@code, 1, 'S1', 'A', 'Sampler', 1);
            insert into assignments (district, round, member, shift, site, role, seat, state) values (@code, 1, '{member}', 'A', 'S1', 'Sampler', 0, 'Published');
            """);
        foreach (var (grant, site, expected) in new[] { (Grant.CommandCentre, null, HttpStatusCode.OK), (Grant.SiteLead, "S1", HttpStatusCode.OK), (Grant.SiteLead, "S2", HttpStatusCode.NotFound), (Grant.Desk, "S1", HttpStatusCode.Forbidden) })
        {
            using var http = server.Http(await server.AtSite(grant, district.Code, site));
            using var answer = await http.PostAsJsonAsync($"/api/v1/members/{member}/unmask", new { why = Why });
            Assert.Equal((grant, site, expected), (grant, site, answer.StatusCode));
            if (expected == HttpStatusCode.OK) Assert.Equal(Poster.Phone, (await answer.Content.ReadFromJsonAsync<Unmasked>())!.Phone);
        }
    }

    private async Task<(BoardDistrict, Guid)> Ready()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", Name, Poster.Identity, Poster.Phone);
        return (district, await district.Ask<Guid>("select id from residents"));
    }

    private static Task<HttpResponseMessage> Unmask(HttpClient http, Guid id, string? why, bool identity = false) => http.PostAsJsonAsync($"/api/v1/residents/{id}/unmask", new { why, identity });

    private sealed record Unmasked(string Name, string? Phone, string? Identity, int ShownSeconds);
}
