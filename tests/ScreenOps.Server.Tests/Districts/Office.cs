using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Districts;

/// <summary>The sample's sites, shifts and posts on a server of one's own, and a command centre that works with them by HTTP.</summary>
internal sealed class Office : IAsyncDisposable
{
    private static int count;
    private readonly string district;
    private readonly TestServer server;
    private readonly HttpClient http;

    private Office(string district, TestServer server, HttpClient http) => (this.district, this.server, this.http) = (district, server, http);

    public static async Task<Office> Open(RealEngines engines)
    {
        var server = await TestServer.Start(await engines.Database(), engines.Address(LiveEngine.Redis));
        using var folder = ImportFolder.Copy("sites.csv", "shifts.csv", "posts.csv");
        // No other has its code: they share a Redis.
        var district = $"office{Interlocked.Increment(ref count)}";
        await Bring(server, district, folder);
        return new(district, server, server.Http(await server.Centre(district)));
    }

    public async Task Bring(string sites, string posts)
    {
        using var folder = ImportFolder.Copy().With("sites.csv", sites).With("posts.csv", posts);
        await Bring(server, district, folder);
    }

    public async Task<int> Make(string name) => (int)(await Do(HttpMethod.Post, "rounds", new { name }))!["id"]!;

    public async Task<HttpResponseMessage> Ask(HttpMethod method, string path, object? body = null)
    {
        using var ask = new HttpRequestMessage(method, $"/api/v1/{path}");
        if (body is not null) ask.Content = JsonContent.Create(body);
        return await http.SendAsync(ask, TestContext.Current.CancellationToken);
    }

    /// <summary>What is answered to an act that must succeed; null for nothing.</summary>
    public async Task<JsonNode?> Do(HttpMethod method, string path, object? body = null)
    {
        using var answer = await Ask(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public async Task<JsonNode> Plan(int round) => (await http.GetFromJsonAsync<JsonNode>($"/api/v1/rounds/{round}"))!;

    /// <summary>How many sites the round has, and the lanes of one.</summary>
    public async Task<(int Count, int Lanes)> Sites(int round, string site)
    {
        var sites = (await http.GetFromJsonAsync<JsonArray>($"/api/v1/sites?round={round}"))!;
        return (sites.Count, (int)sites.Single(s => (string?)s!["code"] == site)!["lanesPlanned"]!);
    }

    /// <summary>These posts in shift A.</summary>
    public async Task<IEnumerable<(string, string, int)>> Posts(int round, params (string Site, string Role)[] posts)
    {
        var all = (await Plan(round))["posts"]!.AsArray();
        return posts.Select(p => (p.Site, p.Role, (int)all.Single(a => (string?)a!["site"] == p.Site && (string?)a["role"] == p.Role && (string?)a["shift"] == "A")!["seats"]!)).ToList();
    }

    /// <summary>Puts somebody on the first seat of a post.</summary>
    public async Task Seat(int round, string site, string shift, string role)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync("""
            with one as (insert into members (district, name, phone_index, phone_sealed, roles, village) values (@district, 'One', 'x', 'x', array[@role], 'V') returning id)
            insert into assignments select @district, @round, id, @shift, @site, @role, 0, 'Published' from one
            """, new { district, round, site, shift, role });
    }

    private static Task Bring(TestServer server, string district, ImportFolder folder) =>
        server.Get<DistrictImport>().Import(district, "普集街道", ImportFile.InFolder(folder.Path), null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }
}
