using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Npgsql;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Samples;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Samples;

/// <summary>A district with residents in households of two and a server whose site S1 fills tubes by HTTP, as its tablet does.</summary>
internal sealed class TubeSite : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private static int barcodes;

    public required BoardDistrict District { get; init; }
    public required TestServer Server { get; init; }
    public required HttpClient Tablet { get; init; }
    public required IReadOnlyList<Guid> People { get; init; }

    public static async Task<TubeSite> Open(RealEngines engines, int people = 12, params string[] settings) => await On(await BoardDistrict.Make(engines), people, settings);

    public static async Task<TubeSite> On(BoardDistrict district, int people, params string[] settings)
    {
        var server = await district.Server(0, settings);
        return new() { District = district, Server = server, Tablet = server.Http(await server.Tablet(district.Code, Guid.NewGuid())), People = await Residents(district, server, people) };
    }

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public static string Barcode() => $"T-{Interlocked.Increment(ref barcodes):D6}";

    private static async Task<IReadOnlyList<Guid>> Residents(BoardDistrict district, TestServer server, int people)
    {
        var vault = server.Get<Vault>();
        await using var source = NpgsqlDataSource.Create(district.Postgres);
        await using var connection = await source.OpenConnectionAsync();
        var ids = Enumerable.Range(0, people).Select(_ => Guid.NewGuid()).ToArray();
        await connection.ExecuteAsync("""
            insert into residents (id, district, household, identity_index, identity_sealed, phone_sealed, name_sealed, village)
            select id, @Code, household, index, sealed, phone, name, 'V' from unnest(@ids, @households, @index, @sealed_, @phones, @names) as r (id, household, index, sealed, phone, name)
            """, new
        {
            district.Code, ids, households = ids.Select((_, i) => $"H{i / 2:D6}").ToArray(), index = ids.Select(i => vault.Index($"{i}")).ToArray(), sealed_ = ids.Select(_ => vault.Seal("990355199907288252")).ToArray(),
            phones = ids.Select((_, i) => vault.Seal($"1990000{i:D4}")).ToArray(), names = ids.Select((_, i) => vault.Seal($"王秀{(char)('一' + i % 500)}")).ToArray(),
        });
        return ids;
    }

    public static TubeAct Act(TubeActKind kind, string barcode, Guid? person = null, string? why = null, string? to = null, long? made = null) => new(Guid.NewGuid(), kind, barcode, made ?? Now, Person: person, Why: why, To: to);

    public Task<TubeAnswer> Do(TubeActKind kind, string barcode, Guid? person = null, string? why = null, string? to = null, HttpClient? by = null) => Send(Act(kind, barcode, person, why, to), by);

    public async Task<TubeAnswer> Send(TubeAct act, HttpClient? by = null) => (await SendAll([act], by))[0];

    public async Task<IReadOnlyList<TubeAnswer>> SendAll(IReadOnlyList<TubeAct> acts, HttpClient? by = null)
    {
        using var answer = await (by ?? Tablet).PostAsJsonAsync("/api/v1/rounds/1/tubes/acts", new { acts }, Json);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<TubeReply>(text, Json)!.Answers;
    }

    public async Task<string> Opened(HttpClient? by = null)
    {
        var barcode = Barcode();
        Assert.Equal(TubeOutcome.Done, (await Do(TubeActKind.Open, barcode, by: by)).Outcome);
        return barcode;
    }

    public async Task<T> Get<T>(HttpClient by, string path) => JsonSerializer.Deserialize<T>(await by.GetStringAsync($"/api/v1/{path}"), Json)!;

    public async Task<BoxAnswer> Box(HttpClient by, string code, BoxActKind kind, string? barcode = null, long? made = null)
    {
        using var answer = await by.PostAsJsonAsync($"/api/v1/rounds/1/boxes/{code}/acts", new BoxAct(kind, null, barcode, made), Json);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<BoxAnswer>(text, Json)!;
    }

    public async Task<HttpClient> As(Grant grant) => Server.Http(await Server.Person(grant, District.Code));

    public async Task<HttpClient> Centre() => Server.Http(await Server.Centre(District.Code));

    public Task<int> Sampled() => District.Ask<int>("select coalesce(sum(sampled), 0)::int from ledger where person is not null");

    public async ValueTask DisposeAsync()
    {
        Tablet.Dispose();
        await Server.DisposeAsync();
    }
}
