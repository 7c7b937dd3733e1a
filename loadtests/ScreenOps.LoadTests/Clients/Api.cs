using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScreenOps.Core.Board;
using ScreenOps.LoadTests.Ground;

namespace ScreenOps.LoadTests.Clients;

internal sealed record SiteShown(string Code);

internal sealed record RoundShown(int Id, string State, bool Rehearsal);

internal sealed record Verified(int Sites, long Arrived, long Sampled, IReadOnlyList<string> Differences, IReadOnlyList<string> Repairs);

/// <summary>The server's HTTP API, spoken as an operator.</summary>
internal sealed class Api : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private const int Tries = 15;
    private readonly HttpClient http;

    /// <param name="district">Null: the first.</param>
    public Api(ServerAt server, string? district = null)
    {
        http = new() { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        if (district is not null) http.DefaultRequestHeaders.Add("X-District", district);
    }

    public async Task<IReadOnlyList<string>> Sites(CancellationToken cancel) => [.. (await Get<SiteShown[]>("sites", cancel)).Select(s => s.Code)];

    public async Task<string> District(CancellationToken cancel) => (await Get<JsonElement>("district", cancel)).GetProperty("code").GetString()!;

    public Task<RoundShown[]> Rounds(CancellationToken cancel) => Get<RoundShown[]>("rounds", cancel);

    public Task<RoundShown> MakeRound(string name, bool rehearsal, CancellationToken cancel) => Post<RoundShown>("rounds", new { name, rehearsal }, cancel);

    public Task OpenRound(int round, CancellationToken cancel) => Post<RoundShown>($"rounds/{round}/open", null, cancel);

    public Task CloseRound(int round, CancellationToken cancel) => Post<RoundShown>($"rounds/{round}/close", null, cancel);

    public Task<Snapshot> Board(int round, CancellationToken cancel) => Get<Snapshot>($"board?round={round}", cancel);

    public Task<Verified> Verify(CancellationToken cancel) => Post<Verified>("board/verify", null, cancel);

    /// <summary>Enrols a tablet by a one-time code, as its lead would. Gives its token.</summary>
    public async Task<string> Enrol(string site, Guid device, bool rehearsal, CancellationToken cancel)
    {
        var code = (await Post<JsonElement>("codes", new { site, rehearsal }, cancel)).GetProperty("code").GetString();
        return (await Post<JsonElement>("session/code", new { code, device, bearer = true }, cancel)).GetProperty("accessToken").GetString()!;
    }

    /// <summary>Makes a district, or adds to one, from the text of a sites.csv; done when it is imported.</summary>
    public async Task Import(string district, string sites, CancellationToken cancel)
    {
        using var form = new MultipartFormDataContent { { new StringContent(sites), "file", "sites.csv" } };
        var id = (await Read<JsonElement>(await http.PostAsync($"/api/v1/imports?district={district}", form, cancel), cancel)).GetProperty("id").GetGuid();
        while (true)
        {
            var job = await Get<JsonElement>($"imports/{id}", cancel);
            switch (job.GetProperty("state").GetString())
            {
                case "Running": await Task.Delay(50, cancel); break;
                case "Done" when job.GetProperty("refused").GetInt32() == 0: return;
                default: throw new LoadTestException($"The import of district {district} did not go well: {job}");
            }
        }
    }

    private Task<T> Get<T>(string path, CancellationToken cancel) => Patiently<T>(() => http.GetAsync("/api/v1/" + path, cancel), cancel);

    private Task<T> Post<T>(string path, object? body, CancellationToken cancel) =>
        Patiently<T>(() => http.PostAsync("/api/v1/" + path, body is null ? null : JsonContent.Create(body, options: Json), cancel), cancel);

    /// <summary>Waits and asks again where the server says that it is not ready.</summary>
    private static async Task<T> Patiently<T>(Func<Task<HttpResponseMessage>> ask, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await ask();
            if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests) || tries == Tries) return await Read<T>(answer, cancel);
            using (answer) await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), cancel);
        }
    }

    private static async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
        {
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted) return (await answer.Content.ReadFromJsonAsync<T>(Json, cancel))!;
            throw new LoadTestException($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }

    public void Dispose() => http.Dispose();
}
