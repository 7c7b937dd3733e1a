using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Sites;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Staffing;
using ScreenOps.Server.Tests.Districts;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Staffing;

/// <summary>
/// Two sites, two shifts that touch and a dozen people, in an open rehearsal whose clock the test sets: the plan is published, and people sign in on their phones.
/// S1 needs a lead and two samplers early, a lead and a sampler late; S2 a sampler early. Members 1 and 2 are leads; the others sample, 9 and 10 late only.
/// </summary>
internal sealed class MorningDistrict : IAsyncDisposable
{
    public const string Code = "duty";
    private readonly Dictionary<string, HttpClient> phones = [];

    private MorningDistrict(TestServer server, HttpClient centre, int round) => (Server, Centre, Round) = (server, centre, round);

    public TestServer Server { get; }

    public HttpClient Centre { get; }

    public int Round { get; }

    public string Path => $"/api/v1/rounds/{Round}";

    public static async Task<MorningDistrict> Make(RealEngines engines, params string[] settings)
    {
        var server = await TestServer.Start(await engines.Database(), engines.Address(LiveEngine.Redis), ["--Duty:Tick=00:00:00.1", .. settings]);
        using var folder = new ImportFolder();
        District().Write(folder.Path);
        await server.Get<DistrictImport>().Import(Code, "值班街道", ImportFile.InFolder(folder.Path), null, default);
        var centre = server.Http(await server.Centre(Code));
        var round = await (await centre.PostAsJsonAsync("/api/v1/rounds", new { name = "morning", day = "2022-08-14", rehearsal = true, clockFrom = "2022-08-13T20:00:00+08:00", clockSpeed = 1 })).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        var made = new MorningDistrict(server, centre, (int)round!["id"]!);
        foreach (var act in new[] { "open", "plan", "plan/publish" }) await made.Do($"{made.Path}/{act}");
        return made;
    }

    private static MadeDistrict District()
    {
        SiteRow Site(string code, double longitude) => new(code, $"{code}采样点", $"{code}村", 36.7, longitude, 1000, 3, $"{code}村委会");
        PostRow Post(string site, string shift, Role role, int seats) => new(site, shift, role, seats);
        var members = Enumerable.Range(1, 12).Select(i => new MemberRow(
            $"员{i:00}", "志愿者", "", $"138000000{i:00}", i <= 2 ? [Role.SiteLead] : [Role.Sampler], i % 4 == 0 ? "S2村" : "S1村", i is 9 or 10 ? ["B"] : null)).ToList();
        return new([Site("S1", 117.5), Site("S2", 117.52)], [new("A", "早班", new(5, 30), new(9, 30)), new("B", "午班", new(9, 30), new(13, 0))],
            [Post("S1", "A", Role.SiteLead, 1), Post("S1", "A", Role.Sampler, 2), Post("S1", "B", Role.SiteLead, 1), Post("S1", "B", Role.Sampler, 1), Post("S2", "A", Role.Sampler, 1)], members);
    }

    /// <summary>Sets the round's clock to a time of its day; it then runs so many times as fast as real time.</summary>
    public async Task At(string time, double speed = 1)
    {
        await using var connection = await Server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync("update rounds set clock_from = @from::timestamptz, clock_at = @at, clock_speed = @speed where district = @Code and id = @Round", new { from = $"2022-08-14T{time}+08:00", at = DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime, DateTimeKind.Utc), speed, Code, Round });
        Server.Get<RoundBook>().Forget(Code);
    }

    /// <summary>Who is on a seat: name and id, in the order of seats.</summary>
    public async Task<IReadOnlyList<(string Name, string Id, int Seat)>> On(string site, string shift, Role role) =>
        [.. (await Json($"{Path}/plan"))["sites"]!.AsArray().Single(s => (string?)s!["site"] == site)!["seats"]!.AsArray()
            .Where(s => (string?)s!["shift"] == shift && (string?)s["role"] == role.ToString() && s["member"] is not null).Select(s => ((string)s!["member"]!["name"]!, (string)s["member"]!["id"]!, (int)s["seat"]!))];

    /// <summary>The phone of a member, signed in by a link of the command centre.</summary>
    public async Task<HttpClient> Phone(string member)
    {
        if (phones.TryGetValue(member, out var known)) return known;
        var link = await Do($"/api/v1/members/{member}/link");
        using var stranger = Server.Http();
        var session = await (await stranger.PostAsJsonAsync("/api/v1/session/code", new { code = (string)link!["code"]!, bearer = true })).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        return phones[member] = Server.Http((string)session!["accessToken"]!);
    }

    public async Task<JsonObject> Duty(string member) => (await (await Phone(member)).GetFromJsonAsync<JsonObject>("/api/v1/duty"))!;

    public Task<JsonObject> Morning() => Json($"{Path}/morning");

    public async Task<JsonObject> Json(string path) => (await Centre.GetFromJsonAsync<JsonObject>(path))!;

    public async Task<JsonNode?> Do(string path, object? body = null)
    {
        using var answer = await Centre.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public string PostCode(string site) => Server.Get<PostCodes>().Of(Code, Round, site);

    public async Task<(HttpStatusCode, string?)> Say(string member, string path, object body) => await Told(await (await Phone(member)).PostAsJsonAsync($"/api/v1/duty/{path}", body));

    public Task<(HttpStatusCode, string?)> Answer(string member, bool yes, string? reason = null, string shift = "A", string site = "S1", Guid? id = null) =>
        Say(member, $"{Round}/{shift}/answer", new { id = id ?? Guid.NewGuid(), site, yes, reason });

    public Task<(HttpStatusCode, string?)> CheckIn(string member, string code, Guid? id = null) => Say(member, "check-ins", new { id = id ?? Guid.NewGuid(), code });

    /// <summary>The status and the reason's name where there is one.</summary>
    public static async Task<(HttpStatusCode, string?)> Told(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            return (answer.StatusCode, text.Length == 0 ? null : (string?)JsonNode.Parse(text)?["reason"]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in phones.Values) phone.Dispose();
        Centre.Dispose();
        await Server.DisposeAsync();
    }
}
