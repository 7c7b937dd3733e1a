using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ScreenOps.LoadTests.Ground;

namespace ScreenOps.LoadTests.Clients;

/// <summary>What a resident was told.</summary>
internal readonly record struct Told(string Outcome, string Site, int Ticket);

/// <summary>Residents' phones before the posters: one request each, over connections that a mobile network's gateway keeps.</summary>
internal sealed class Posters(Uri server) : IDisposable
{
    private const int Connections = 128;
    private static readonly TimeSpan AfterBusy = TimeSpan.FromMilliseconds(50);
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null, MaxConnectionsPerServer = Connections });
    private long sentAgain;

    /// <summary>Requests that went again after "many people are taking tickets".</summary>
    public long SentAgain => Interlocked.Read(ref sentAgain);

    public async Task<Told> Scan(string site, Resident resident, CancellationToken cancel)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"pass":"{{resident.Pass}}"}""");
        while (true)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/api/v1/public/sites/{site}/tickets")) { Content = new ByteArrayContent(body) { Headers = { ContentType = Json } } };
            using var answer = await http.SendAsync(ask, cancel);
            var said = await answer.Content.ReadAsByteArrayAsync(cancel);
            if (answer.StatusCode == HttpStatusCode.OK) return Read(said);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable) throw new LoadTestException($"A pass at {site} was answered {(int)answer.StatusCode}: {Encoding.UTF8.GetString(said)}");
            Interlocked.Increment(ref sentAgain);
            await Task.Delay(AfterBusy, cancel);
        }
    }

    private static Told Read(byte[] said)
    {
        var json = new Utf8JsonReader(said);
        var (outcome, site, ticket) = ("", "", 0);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1) continue;
            if (json.ValueTextEquals("outcome"u8) && json.Read()) outcome = json.GetString()!;
            else if (json.ValueTextEquals("site"u8) && json.Read()) site = json.GetString()!;
            else if (json.ValueTextEquals("ticket"u8) && json.Read()) ticket = json.GetInt32();
        }
        return new(outcome, site, ticket);
    }

    public void Dispose() => http.Dispose();
}
