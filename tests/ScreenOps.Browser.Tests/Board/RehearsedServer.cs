using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;
using Xunit;

namespace ScreenOps.Browser.Tests.Board;

/// <summary>A server on which a morning was rehearsed and is over, and a real round that has been open for three hours, at some sites of which too many wait.</summary>
public sealed class RehearsedServer : IAsyncLifetime
{
    private const int Hours = 3;
    /// <summary>A quarter past six on the rehearsal's clock.</summary>
    private static readonly TimeSpan Until = new(6, 15, 0);

    public NewcomersServer Server { get; } = new();

    /// <summary>The rehearsal.</summary>
    public int Round { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        using var http = await Http();
        var begun = await (await http.PostAsJsonAsync("/api/v1/rehearsals", new { speed = 600, seed = 4 })).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        Round = (int)begun!["round"]!;
        await Count();
        using var limit = new CancellationTokenSource(NewcomersServer.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await TimeOfDay(http) < Until) await timer.WaitForNextTickAsync(limit.Token);
        (await http.DeleteAsync("/api/v1/rehearsals")).EnsureSuccessStatusCode();
    }

    /// <summary>The command centre without its browser.</summary>
    public async Task<HttpClient> Http()
    {
        var (accounts, tokens) = (Server.Get<Accounts>(), Server.Get<ServerToken>());
        var http = new HttpClient { BaseAddress = Server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.For((await accounts.Find(await accounts.FirstCentre(NewcomersServer.District, "centre", default), default))!.Principal()));
        return http;
    }

    internal static async Task<TimeSpan> TimeOfDay(HttpClient http)
    {
        var now = (await http.GetFromJsonAsync<JsonObject>("/api/v1/rehearsals"))!["simTime"]?.GetValue<long>() ?? 0;
        return DateTimeOffset.FromUnixTimeMilliseconds(now).ToOffset(TimeSpan.FromHours(8)).TimeOfDay;
    }

    private async Task Count()
    {
        var round = (await Server.Get<RoundBook>().Open(NewcomersServer.District, false))!.Id;
        await using (var connection = await Server.Get<NpgsqlDataSource>().OpenConnectionAsync())
            await connection.ExecuteAsync("update rounds set opened_at = now() - make_interval(hours => @Hours) where district = @district and id = @round", new { Hours, district = NewcomersServer.District, round });
        Server.Get<RoundBook>().Forget(NewcomersServer.District);
        var sites = await Server.Get<SiteBook>().Sites(NewcomersServer.District, round);
        await Task.WhenAll(sites.Select((site, at) => Server.Get<Counter>().Apply(NewcomersServer.District, Guid.NewGuid(), site.Code, [.. Morning(round, site.Code, at)], default)));
    }

    /// <summary>One site in eight is not open, one is paused, one fell silent; at one in five more come than are sampled.</summary>
    private static IEnumerable<CountCommand> Morning(int round, string site, int at)
    {
        var (now, number) = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), 0L);
        CountCommand Make(CountKind kind, int n, int minutesAgo) => new(++number, round, site, kind, n, now - minutesAgo * 60_000 + 1000);
        if (at % 8 == 7) yield break;
        yield return Make(CountKind.Open, 0, 178);
        yield return Make(CountKind.Lanes, 2, 178);
        for (var ago = 176; ago >= (at == 3 ? 20 : 1); ago -= 2)
        {
            yield return Make(CountKind.Arrived, 6 + at % 5 + (at % 5 == 0 ? 4 : 0), ago);
            yield return Make(CountKind.Sampled, 6 + at % 5 + (at % 7 == 0 ? 1 : 0), ago - 1);
        }
        if (at == 5) yield return Make(CountKind.Pause, 0, 1);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>Tests that only look share one such server.</summary>
[CollectionDefinition(nameof(Rehearsed))]
public sealed class Rehearsed : ICollectionFixture<RehearsedServer>;
