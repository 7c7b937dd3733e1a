using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>A desk of a site, by HTTP.</summary>
internal sealed class DeskClient(HttpClient http, string site = "S1") : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public HttpClient Http => http;

    public static async Task<DeskClient> Of(TestServer server, BoardDistrict district, string site = "S1") =>
        new(server.Http(await server.Tablet(district.Code, Guid.NewGuid(), site)), site);

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<HttpResponseMessage> Ask(string text, string query = "") => Post("find", new { text }, query);

    public Task<HttpResponseMessage> Post(string path, object body, string query = "") => http.PostAsJsonAsync($"/api/v1/desk/{site}/{path}{query}", body, Json);

    public async Task<DeskFound> Find(string text) => await Read<DeskFound>(await Ask(text));

    /// <summary>The one who is found.</summary>
    public async Task<DeskPerson> One(string text) => Assert.Single((await Find(text)).Found);

    /// <summary>As the page does it: who is told Busy sends the same again.</summary>
    public async Task<IReadOnlyList<DeskTicket>> CheckIn(params DeskArrival[] people)
    {
        IReadOnlyList<DeskTicket> tickets = [];
        var made = Now;
        await Eventually.True(async () =>
        {
            using var answer = await Post("checkins", new DeskArrivals(people, made));
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            tickets = (await Read<DeskTickets>(answer)).Tickets;
            return tickets.All(t => t.Outcome != PersonOutcome.Busy);
        }, "tickets");
        return tickets;
    }

    public async Task<Call?> Call(CallAct act, int? ticket = null, int lane = 1, Guid? id = null, int? from = null)
    {
        var order = new CallOrder(id ?? Guid.NewGuid(), act, lane, ticket, Now, from);
        DeskCall? said = null;
        await Eventually.True(async () =>
        {
            using var answer = await Post("calls", order);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            said = await Read<DeskCall>(answer);
            return true;
        }, "a call");
        return said!.Called;
    }

    public async Task<DeskLine> Line() => await Read<DeskLine>(await http.GetAsync($"/api/v1/desk/{site}/line"));

    public static async Task<T> Read<T>(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, Json)!;
    }

    /// <summary>Status and reason of a refusal.</summary>
    public static async Task<(HttpStatusCode, string?)> Refused(HttpResponseMessage answer) =>
        (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() : null);

    public void Dispose() => http.Dispose();
}
