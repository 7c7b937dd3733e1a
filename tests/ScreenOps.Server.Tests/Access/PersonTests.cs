using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.CheckIn;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>What is kept of one person: handed out, erased, and removed when its time is over.</summary>
public sealed class PersonTests(RealEngines engines)
{
    private const string Name = "王秀英";
    private static readonly object Asked = new { why = "asked for in person" };

    [Fact]
    public async Task A_person_is_handed_everything_that_is_kept_and_who_looked()
    {
        var (district, server, id) = await Ready();
        await using var _ = server;
        using var centre = server.Http(await server.Centre(district.Code));
        Assert.Equal("Ticketed", (await server.Http().Ticket(Poster.Form())).Outcome);
        var found = Assert.Single((await (await centre.PostAsJsonAsync("/api/v1/residents/find", new { identity = Poster.Identity })).Content.ReadFromJsonAsync<Found[]>())!);
        Assert.Equal((id, "王*英", "199****3473"), (found.Id, found.Name, found.Phone));
        Assert.Equal(HttpStatusCode.BadRequest, (await centre.PostAsJsonAsync($"/api/v1/residents/{id}/export", new { })).StatusCode);
        await centre.PostAsJsonAsync($"/api/v1/residents/{id}/unmask", new { why = "call back" });
        var file = JsonDocument.Parse(await (await centre.PostAsJsonAsync($"/api/v1/residents/{id}/export", Asked)).Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((Name, Poster.Identity, Poster.Phone), (file.GetProperty("name").GetString(), file.GetProperty("identity").GetString(), file.GetProperty("phone").GetString()));
        Assert.Equal(("S1", "Arrived"), (file.GetProperty("steps")[0].GetProperty("site").GetString(), file.GetProperty("steps")[0].GetProperty("what").GetString()));
        Assert.Equal(1, file.GetProperty("passes").GetArrayLength());
        Assert.Equal(["Unmasked", "Exported"], file.GetProperty("looks").EnumerateArray().Select(l => l.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task Who_is_erased_is_nowhere_and_what_was_counted_stays()
    {
        var (district, server, id) = await Ready();
        await using var _ = server;
        using var centre = server.Http(await server.Centre(district.Code));
        var ticket = await server.Http().Ticket(Poster.Form());
        Assert.Equal(HttpStatusCode.Conflict, (await centre.PostAsJsonAsync($"/api/v1/residents/{id}/erase", Asked)).StatusCode);
        await district.Do("update rounds set state = 'Sealed', sealed_at = now() where district = @code and id = 1");
        Assert.Equal(HttpStatusCode.NoContent, (await centre.PostAsJsonAsync($"/api/v1/residents/{id}/erase", Asked)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await centre.PostAsJsonAsync($"/api/v1/residents/{id}/erase", Asked)).StatusCode);
        foreach (var query in new object[] { new { identity = Poster.Identity }, new { phone = Poster.Phone } })
            Assert.Empty((await (await centre.PostAsJsonAsync("/api/v1/residents/find", query)).Content.ReadFromJsonAsync<Found[]>())!);
        var vault = server.Get<Vault>();
        Assert.Equal("", vault.Open(await district.Ask<byte[]>("select name_sealed from residents")) + vault.Open(await district.Ask<byte[]>("select identity_sealed from residents")));
        Assert.True(await district.Ask<bool>("select phone_sealed is null and phone_index is null and household = '' and born is null and identity_end is null from residents"));
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from passes where revoked_at is null"));
        Assert.Equal(1, await district.Ask<int>("select sum(arrived)::int from ledger"));
        Assert.Equal($"Erased resident/{id}", await district.Ask<string>("select kind || ' ' || subject from audit order by number desc limit 1"));
        // The same person who comes again is somebody new.
        await district.Do("update rounds set state = 'Open', sealed_at = null where district = @code and id = 1");
        using var phone = server.Http();
        await Eventually.True(async () => { using var answer = await phone.Scan(Poster.Form()); return answer.StatusCode == HttpStatusCode.OK; }, "the round that is open again");
        Assert.NotEqual(ticket.Pass.Id, (await phone.Ticket(Poster.Form())).Pass.Id);
    }

    [Fact]
    public async Task What_was_kept_long_enough_is_removed_with_a_row_that_says_how_much_and_the_rest_stays()
    {
        var (district, server, id) = await Ready();
        await using var _ = server;
        using var http = server.Http();
        await http.Ticket(Poster.Form());
        await http.Ticket(Poster.Form("99042519440520296X", "13800000000", "过路人"));
        await server.Get<OneTimeCodes>().ForSite(district.Code, "S1", false, default);
        await server.Get<Retention>().Once(default);
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from audit where kind = 'Retained'"));

        await district.Do("""
            update rounds set state = 'Sealed', sealed_at = now() - interval '31 days' where district = @code and id = 1;
            insert into follow_ups (district, round, resident, heard, by_name, at) select @code, 1, id, 'Coming', '', 0 from residents where not walk_in;
            update passes set issued_at = now() - interval '40 days'; update codes set expires = now() - interval '8 days';
            """);
        await server.Get<Retention>().Once(default);
        Assert.Equal("codes 1 removed, kept long enough|follow-ups 1 removed, kept long enough|walk-ins 1 removed, kept long enough", await district.Ask<string>("select string_agg(subject || ' ' || why, '|' order by subject) from audit where kind = 'Retained'"));
        var vault = server.Get<Vault>();
        Assert.Equal("", vault.Open(await district.Ask<byte[]>("select name_sealed from residents where walk_in")));
        Assert.Equal(Name, vault.Open(await district.Ask<byte[]>("select name_sealed from residents where not walk_in")));
        await district.Do("update passes set expires_at = now() - interval '31 days'");
        await server.Get<Retention>().Once(default);
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from passes"));
        Assert.Empty((await server.Get<Audit>().Verify(default)).Faults);
    }

    private async Task<(BoardDistrict, TestServer, Guid)> Ready()
    {
        var district = await BoardDistrict.Make(engines);
        var server = await district.Server();
        await district.Resident(server, "H000001", Name, Poster.Identity, Poster.Phone);
        return (district, server, await district.Ask<Guid>("select id from residents"));
    }

    private sealed record Found(Guid Id, string Name, string? Phone);
}
