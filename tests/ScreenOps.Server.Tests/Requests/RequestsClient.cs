using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Requests;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Requests;

/// <summary>The command centre, or a site's tablet, by HTTP.</summary>
internal sealed class RequestsClient(HttpClient http) : IDisposable
{
    /// <summary>Signs are believed at once, and a dead server is noticed soon.</summary>
    public static readonly string[] Soon = ["--Requests:RaiseAfter=00:00:00", "--Requests:ClearAfter=00:00:00", "--Requests:Tick=00:00:00.100", "--Requests:Lease=00:00:02"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public HttpClient Http => http;

    public static async Task<RequestsClient> Centre(TestServer server, string district) => new(server.Http(await server.Centre(district)));

    public static async Task<RequestsClient> Tablet(TestServer server, string district, string site = "S1") => new(server.Http(await server.Tablet(district, Guid.NewGuid(), site)));

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<IReadOnlyList<AlertShown>> Alerts() => (await http.GetFromJsonAsync<AlertsShown>("/api/v1/rounds/1/alerts", Json))!.Alerts;

    public async Task<AlertWhole> Whole(Guid alert) => (await http.GetFromJsonAsync<AlertWhole>($"/api/v1/rounds/1/alerts/{alert}", Json))!;

    public async Task<IReadOnlyList<AlertShown>> Help() => (await http.GetFromJsonAsync<HelpShown>("/api/v1/rounds/1/help", Json))!.Alerts;

    public Task<HttpResponseMessage> Do(Guid alert, AlertDoes does, int? minutes = null, Guid? id = null) =>
        http.PostAsJsonAsync($"/api/v1/rounds/1/alerts/{alert}/acts", new AlertActOrder(id ?? Guid.NewGuid(), does, minutes, null), Json);

    public async Task<AlertShown> Done(Guid alert, AlertDoes does, int? minutes = null, Guid? id = null)
    {
        using var answer = await Do(alert, does, minutes, id);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<AlertWhole>(Json))!.Alert;
    }

    public static HelpAct Asks(string cause, Guid? id = null) => new(id ?? Guid.NewGuid(), HelpDoes.Ask, null, cause, Now);

    public async Task<HelpReply> Says(params HelpAct[] acts)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/rounds/1/help/acts", new HelpActs(acts), Json);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<HelpReply>(Json))!;
    }

    public async Task<JsonArray> Next() => (await http.GetFromJsonAsync<JsonObject>("/api/v1/rounds/1/next"))!["next"]!.AsArray();

    /// <summary>A site counts, by a device of its own.</summary>
    public static async Task Count(TestServer server, string district, params CountCommand[] commands)
    {
        var device = Guid.NewGuid();
        await Eventually.True(async () => (await server.Get<Counter>().Apply(district, device, null, commands, default)).All(r => r.Outcome == CountOutcome.Applied), "a count");
    }

    public void Dispose() => http.Dispose();
}
