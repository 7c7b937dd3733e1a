using System.Net;
using System.Net.Http.Json;
using Npgsql;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>What a load balancer and an operator hear when an engine is away.</summary>
public sealed class HealthTests(RealEngines engines)
{
    [Fact]
    public async Task A_server_without_PostgreSQL_lives_and_says_what_it_is_not_ready_for()
    {
        var district = await BoardDistrict.Make(engines);
        var postgres = new NpgsqlConnectionStringBuilder(district.Postgres);
        await using var wire = new Wire(postgres.Port);
        postgres.Port = wire.Port;
        await using var server = await TestServer.Start(postgres.ConnectionString, district.Redis);
        await GoesAndComes(server, wire, "PostgreSQL", "Redis");
    }

    [Fact]
    public async Task A_server_without_Redis_lives_and_says_what_it_is_not_ready_for()
    {
        var district = await BoardDistrict.Make(engines);
        await using var wire = new Wire(int.Parse(district.Redis.Split(':')[1]));
        await using var server = await TestServer.Start(district.Postgres, $"127.0.0.1:{wire.Port}");
        await GoesAndComes(server, wire, "Redis", "PostgreSQL");
    }

    [Fact]
    public async Task What_asks_for_an_engine_that_is_away_is_told_when_to_come_back()
    {
        var district = await BoardDistrict.Make(engines);
        var postgres = new NpgsqlConnectionStringBuilder(district.Postgres);
        await using var wire = new Wire(postgres.Port);
        postgres.Port = wire.Port;
        await using var server = await TestServer.Start(postgres.ConnectionString, district.Redis);
        using var http = server.Http();
        await wire.Cut();
        using var answer = await http.PostAsJsonAsync("/api/v1/session", new { phone = "13800000001", password = "three blind mice" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("database", (await answer.Content.ReadFromJsonAsync<Problem>())!.Title);
    }

    [Fact]
    public async Task An_operator_on_an_empty_database_is_told_to_import()
    {
        var postgres = await engines.Empty();
        await using var server = await TestServer.Start(postgres, engines.Address(LiveEngine.Redis));
        using var http = ServerAddress.Read(server.Folder)!.Http();
        using var answer = await http.GetAsync("/api/v1/rounds");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("import", (await answer.Content.ReadFromJsonAsync<Problem>())!.Detail);
    }

    [Fact]
    public async Task A_database_that_goes_away_just_after_the_start_ends_no_server()
    {
        var district = await BoardDistrict.Make(engines);
        var postgres = new NpgsqlConnectionStringBuilder(district.Postgres);
        await using var wire = new Wire(postgres.Port);
        postgres.Port = wire.Port;
        await using var server = await TestServer.Start(postgres.ConnectionString, district.Redis);
        await wire.Cut();
        using var said = new StringWriter();
        await FirstStart.Greet(server.Services, said, default);
        Assert.Contains("-- link", said.ToString());
        wire.Mend();
        await Eventually.True(async () =>
        {
            using var again = new StringWriter();
            await FirstStart.Greet(server.Services, again, default);
            return again.ToString().Contains("/in#", StringComparison.Ordinal);
        }, "links, once the database is back");
    }

    private static async Task GoesAndComes(TestServer server, Wire wire, string away, string there)
    {
        using var http = server.Http();
        Assert.Equal("ready\n", await http.GetStringAsync("/health/ready"));
        await wire.Cut();
        await Eventually.True(async () =>
        {
            using var ready = await http.GetAsync("/health/ready");
            var told = await ready.Content.ReadAsStringAsync();
            return ready.StatusCode == HttpStatusCode.ServiceUnavailable && told.Contains(away, StringComparison.Ordinal) && !told.Contains(there, StringComparison.Ordinal);
        }, $"told that {away} is away");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        wire.Mend();
        await Eventually.True(async () => (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK, "ready again");
    }

    private sealed record Problem(string Title, string Detail);
}
