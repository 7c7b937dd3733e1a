using System.Net;
using System.Net.Http.Json;
using ScreenOps.Core.Board;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

/// <summary>Totals and minutes by site, village, district and city are what the ledger adds up to, to the unit.</summary>
public sealed class SeriesTests(RealEngines engines)
{
    private const string All = "l.district = @Code", City = "l.district in (@Code, @Other)", VillageV = "l.district = @Code and l.site in ('S1', 'S2')", VillageW = "l.district = @Code and l.site = 'S3'";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<LiveEngine, int> Mornings()
    {
        var data = new TheoryData<LiveEngine, int>();
        foreach (var seed in Enumerable.Range(1, Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1" ? 20 : 2)) data.Add(seed % 2 == 0 ? LiveEngine.Garnet : LiveEngine.Redis, seed);
        return data;
    }

    [Theory]
    [MemberData(nameof(Mornings))]
    public async Task Random_mornings_with_late_counts_and_undos_add_up_live_and_after_they_are_sealed(LiveEngine engine, int seed)
    {
        var districts = await CityDistricts.Make(engines, engine);
        await using var server = await districts.Server();
        var random = new Random(seed);
        await districts.Tell(server, districts.One, "S1", 700, random);
        foreach (var (district, site) in new[] { (districts.One, "S2"), (districts.One, "S3"), (districts.Two, "S1") }) await districts.Tell(server, district, site, 150, random);
        using var http = server.Http(await server.Person(Grant.City));
        http.DefaultRequestHeaders.Add("X-District", districts.One);

        await Eventually.True(async () => await Total(http, "board/totals?by=district") == await districts.Sums(All), "the board has heard of everything");
        await Agree(http, districts, "");
        Assert.Equal(await districts.Sums(City), await Total(http, "city/totals?by=city"));
        Assert.Equal([await districts.Sums(All), await districts.Sums("l.district = @Other")], await Rows(http, "city/totals?by=district"));
        Assert.Equal(await districts.Minutes(City), await Series(http, "city/minutes?from=0"));
        // Site S1 has more minutes than are held live: without from, its last hours; with it, all.
        var (live, whole) = (await Series(http, "board/minutes?site=S1"), await Series(http, "board/minutes?site=S1&from=0"));
        Assert.InRange(live.Count, MinuteSeries.KeptMinutes / 2, MinuteSeries.KeptMinutes);
        Assert.True(whole.Count > MinuteSeries.KeptMinutes);
        Assert.Equal(whole.TakeLast(live.Count), live);

        foreach (var act in new[] { "close", "seal" })
        {
            using var centre = server.Http(await server.Centre(districts.One));
            Assert.Equal(HttpStatusCode.OK, (await centre.PostAsync($"/api/v1/rounds/1/{act}", null, Cancel)).StatusCode);
        }
        await Eventually.True(async () => (await http.GetAsync("/api/v1/board?round=1", Cancel)).StatusCode == HttpStatusCode.NotFound, "the board forgets the sealed round");
        await Agree(http, districts, "&round=1");
    }

    [Fact]
    public async Task A_piece_of_the_minutes_is_cut_out_of_the_whole()
    {
        var districts = await CityDistricts.Make(engines);
        await using var server = await districts.Server();
        await districts.Tell(server, districts.One, "S2", 100, new Random(7));
        using var http = server.Http(await server.Centre(districts.One));
        await Eventually.True(async () => await Total(http, "board/totals?by=district") == await districts.Sums(All), "the board has heard of everything");
        var whole = await districts.Minutes(All);
        var (from, to) = (whole[20].Minute, whole[40].Minute);
        Assert.Equal(whole.Skip(20).Take(20), await Series(http, $"board/minutes?from={from}&to={to}"));
        foreach (var wrong in new[] { $"board/minutes?from={to}&to={from}", "board/minutes?site=S1&village=V", "board/totals?by=street" })
            Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync($"/api/v1/{wrong}", Cancel)).StatusCode);
        foreach (var nothing in new[] { "board/minutes?site=S9", "board/minutes?village=X", "board/minutes?round=9", "board/totals?round=9" })
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/v1/{nothing}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_tablet_sees_the_minutes_of_its_own_site_and_no_totals()
    {
        var districts = await CityDistricts.Make(engines);
        await using var server = await districts.Server();
        using var tablet = server.Http(await server.Tablet(districts.One, Guid.NewGuid(), "S2"));
        Assert.Equal(HttpStatusCode.OK, (await tablet.GetAsync("/api/v1/board/minutes?from=0", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await tablet.GetAsync("/api/v1/board/minutes?site=S1", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await tablet.GetAsync("/api/v1/board/minutes?village=V", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await tablet.GetAsync("/api/v1/board/totals", Cancel)).StatusCode);
    }

    private static async Task Agree(HttpClient http, CityDistricts districts, string round)
    {
        Assert.Equal(await districts.Sums(All), await Total(http, "board/totals?by=district" + round));
        Assert.Equal([await districts.Sums(VillageV), await districts.Sums(VillageW)], await Rows(http, "board/totals?by=village" + round));
        Assert.Equal(await districts.Minutes(All), await Series(http, "board/minutes?from=0" + round));
        Assert.Equal(await districts.Minutes(VillageV), await Series(http, "board/minutes?village=V&from=0" + round));
        Assert.Equal(await districts.Minutes(VillageW), await Series(http, "board/minutes?site=S3&from=0" + round));
    }

    private static async Task<Sum> Total(HttpClient http, string path) => Assert.Single(await Rows(http, path));

    private static async Task<Sum[]> Rows(HttpClient http, string path) => (await http.GetFromJsonAsync<Answer>($"/api/v1/{path}", Cancel))!.Rows;

    private static async Task<IReadOnlyList<QueueMinute>> Series(HttpClient http, string path) => (await http.GetFromJsonAsync<QueueMinute[]>($"/api/v1/{path}", Cancel))!;

    private sealed record Answer(Sum[] Rows);
}
