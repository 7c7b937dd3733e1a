using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Districts;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Staffing;

/// <summary>The sample district with a draft round, on a server of one's own, seen by its command centre.</summary>
internal sealed class PlanDistrict : IAsyncDisposable
{
    private static int count;

    private PlanDistrict(string code, TestServer server, HttpClient http, string path) => (Code, Server, Http, Path) = (code, server, http, path);

    /// <summary>No other has it: they share a Redis.</summary>
    public string Code { get; }

    public TestServer Server { get; }

    public HttpClient Http { get; }

    public string Path { get; }

    public static async Task<PlanDistrict> Make(RealEngines engines, object? order = null, string? folder = null)
    {
        // Time enough for the search to end by itself on a busy machine: only then is a second plan the same as the first.
        var server = await TestServer.Start(await engines.Database(), engines.Address(LiveEngine.Redis), "--Staffing:Limit=00:01:00");
        ImportFile[] files = [.. ImportFile.InFolder(folder ?? ImportFolder.Sample).Where(f => f.Name is "sites.csv" or "shifts.csv" or "posts.csv" or "roster.xlsx")];
        var code = $"plan{Interlocked.Increment(ref count)}";
        await server.Get<DistrictImport>().Import(code, "普集街道", files, null, default);
        var http = server.Http(await server.Centre(code));
        var round = await (await http.PostAsJsonAsync("/api/v1/rounds", order ?? new { name = "first" })).Content.ReadFromJsonAsync<JsonObject>();
        return new(code, server, http, $"/api/v1/rounds/{round!["id"]}/plan");
    }

    public async Task<JsonObject> Plan() => (await Http.GetFromJsonAsync<JsonObject>(Path))!;

    public async Task<JsonObject> Make() => (await (await Http.PostAsync(Path, null)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;

    public Task<HttpResponseMessage> Put(JsonNode seat, string site, string? member, long? version = null, bool? locked = null) => Http.PutAsJsonAsync(Path + "/seats",
        new { site, shift = (string?)seat["shift"], role = (string?)seat["role"], seat = (int?)seat["seat"], member, version, locked });

    public async Task<JsonObject> Get(string below) => (await Http.GetFromJsonAsync<JsonObject>($"{Path}/{below}"))!;

    public async Task<JsonObject> Post(string below, object? body)
    {
        using var answer = await Http.PostAsJsonAsync($"{Path}/{below}", body);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    public async Task Refused(string below, object body, string reason)
    {
        using var answer = await Http.PostAsJsonAsync($"{Path}/{below}", body);
        Assert.Equal((HttpStatusCode.Conflict, reason), (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["reason"]));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}
