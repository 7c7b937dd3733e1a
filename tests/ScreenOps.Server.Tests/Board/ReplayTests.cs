using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Npgsql;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

/// <summary>Looking back at a minute shows what the board showed in it, and not what came to be known later.</summary>
public sealed class ReplayTests(RealEngines engines, ITestOutputHelper output)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_minute_of_a_rehearsed_morning_with_late_facts_is_shown_as_the_board_showed_it()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));
        var morning = await RecordedMorning.Begins(district, server);
        await morning.PlayTo(RecordedMorning.First + 100);
        await Agrees(http, morning);
        await morning.PlayTo(morning.Last);
        await Agrees(http, morning);
        Assert.True(await district.Ask<long>("select count(*) from ledger where district = @code and booked - made > 300000 and refusal is null") > 200, "many facts came late");
        Assert.True(await district.Ask<long>("select count(*) from ledger where district = @code and undoes is not null and refusal is null") > 10, "some were taken back");

        // Another server reads it all at once and says the same, to the letter.
        await using var other = await district.Server();
        using var there = other.Http(await other.Centre(district.Code));
        foreach (var hour in Hours(await Head(http)))
            Assert.Equal(await http.GetStringAsync($"/api/v1/board/replay/{hour}?round=1", Cancel), await there.GetStringAsync($"/api/v1/board/replay/{hour}?round=1", Cancel));
    }

    [Fact]
    public async Task An_hour_that_is_over_costs_a_status_line_until_something_is_committed_late()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(settings: ["--Counting:Sweep=00:05:00"]);
        using var http = server.Http(await server.Centre(district.Code));
        await district.Do(Row(1, "now() - interval '100 minutes'", 5));
        var head = await Head(http);
        Assert.True(head.Last - head.First >= 118, "it can be shown up to a moment ago");
        var address = $"/api/v1/board/replay/{head.First / 60 + 1}?round=1";
        var first = await http.GetAsync(address, Cancel);
        Assert.True(first.Headers.CacheControl!.Private);
        http.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await http.GetAsync(address, Cancel)).StatusCode);

        // PostgreSQL was away: what was booked an hour ago is committed now.
        await district.Do(Row(2, "now() - interval '99 minutes'", 7));
        await Eventually.True(async () => (await http.GetAsync(address, Cancel)).StatusCode == HttpStatusCode.OK, "what came late is shown in its minute");
        http.DefaultRequestHeaders.IfNoneMatch.Clear();
        Assert.Equal(12, (await States(http, await Head(http)))[head.First + 30].Single(s => s.Site == "S1").Arrived);
    }

    [Fact]
    public async Task What_was_never_open_has_nothing_to_look_back_at_and_a_tablet_has_no_business_there()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));
        foreach (var nothing in new[] { "replay?round=0", "replay?round=9", "replay/1?round=1", "replay/9999999?round=1" })
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/v1/board/{nothing}", Cancel)).StatusCode);
        using var tablet = server.Http(await server.Tablet(district.Code, Guid.NewGuid()));
        foreach (var foreign in new[] { "replay?round=1", $"replay/{(await Head(http)).First / 60}?round=1" })
            Assert.Equal(HttpStatusCode.Forbidden, (await tablet.GetAsync($"/api/v1/board/{foreign}", Cancel)).StatusCode);
    }

    /// <summary>SCREENOPS_LONG=1: 130,000 people, 260,000 rows; there it is held against reading the same rows by plain SQL.</summary>
    [Fact]
    public async Task A_round_of_a_whole_town_is_read_once_and_any_hour_of_it_is_there_then()
    {
        var people = Long ? 130_000 : 3000;
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(settings: ["--Counting:Sweep=00:05:00"]);
        using var http = server.Http(await server.Centre(district.Code));
        await district.Do(Town(people));
        var rows = await Scanned(district);
        var (before, began) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.GetTimestamp());
        var head = await Head(http);
        var (opened, held) = (Stopwatch.GetElapsedTime(began), GC.GetTotalMemory(forceFullCollection: true) - before);
        var (bytes, then) = (0L, Stopwatch.GetTimestamp());
        http.DefaultRequestHeaders.AcceptEncoding.Add(new("gzip"));
        foreach (var hour in Hours(head)) bytes += (await http.GetByteArrayAsync($"/api/v1/board/replay/{hour}?round=1", Cancel)).Length;
        var pages = Stopwatch.GetElapsedTime(then) / Hours(head).Count();
        var share = rows.Time / Hours(head).Count();
        output.WriteLine($"{people:N0} people at {Town43} sites, {rows.Count:N0} rows of {rows.Bytes / 1e6:N1} MB: read by plain SQL in {rows.Time.TotalSeconds:N2} s; opened in {opened / rows.Time:N1} times that, {held / 1e6:N1} MB held; "
            + $"an hour's page takes {pages / share:P1} of the time and {bytes / (double)rows.Bytes:P2} of the bytes of its rows");
        if (Long) Assert.True(opened < rows.Time * 10 && pages < share && bytes < rows.Bytes / 20, "a look back costs no more than some readings of the ledger, and each hour after it a fraction of one");
        http.DefaultRequestHeaders.AcceptEncoding.Clear();
        var states = await States(http, head);
        Assert.Equal((people, people), (states[head.Last].Sum(s => s.Arrived), states[head.Last].Sum(s => s.Sampled)));
    }

    /// <summary>The same rows, every column of them, by plain SQL; read once before, so that both find them in memory.</summary>
    private static async Task<(long Count, long Bytes, TimeSpan Time)> Scanned(BoardDistrict district)
    {
        var bytes = await district.Ask<long>("select sum(pg_column_size(l.*)) from ledger l where district = @code and round = 1");
        await using var source = NpgsqlDataSource.Create(district.Postgres);
        await using var command = source.CreateCommand("select * from ledger where district = $1 and round = 1 order by epoch, ord");
        command.Parameters.Add(new() { Value = district.Code });
        var (began, count) = (Stopwatch.GetTimestamp(), 0L);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var row = new object[reader.FieldCount];
        for (; await reader.ReadAsync(Cancel); count++) reader.GetValues(row);
        return (count, bytes, Stopwatch.GetElapsedTime(began));
    }

    private static async Task Agrees(HttpClient http, RecordedMorning morning)
    {
        var head = await Head(http);
        var replay = await States(http, head);
        Assert.Equal((RecordedMorning.First, morning.Board.Keys.Max()), (head.First, head.Last));
        Assert.Equal(morning.Board.Keys.Order(), replay.Keys.Order());
        foreach (var (minute, sites) in morning.Board)
            foreach (var (shown, again) in sites.Zip(replay[minute]))
                Assert.True(Sight.Same(Plain(shown), again), $"minute {minute - RecordedMorning.First}: the board showed {Plain(shown)}, the replay {again}");
    }

    /// <summary>What a page of an hour does not carry is left out, and a report is told to the second.</summary>
    private static SiteState Plain(SiteState s) => s with { Epoch = 0, Version = 0, ReportedAt = s.ReportedAt / 1000 * 1000 };

    private static async Task<ReplayShown> Head(HttpClient http) => (await http.GetFromJsonAsync<ReplayShown>("/api/v1/board/replay?round=1", Cancel))!;

    private static IEnumerable<long> Hours(ReplayShown head)
    {
        for (var hour = head.First / 60; hour <= head.Last / 60; hour++) yield return hour;
    }

    private static async Task<Dictionary<long, List<SiteState>>> States(HttpClient http, ReplayShown head)
    {
        var all = new Dictionary<long, List<SiteState>>();
        foreach (var hour in Hours(head))
        {
            var page = (await http.GetFromJsonAsync<ReplayPage>($"/api/v1/board/replay/{hour}?round=1", Cancel))!;
            for (var m = 0; m < page.Minutes; m++) all[page.From + m] = [.. page.Sites.Select(s => State(page, s, m))];
        }
        return all;
    }

    private static SiteState State(ReplayPage page, ReplaySite s, int minute)
    {
        int At(IReadOnlyList<int> column) => column.Take(minute + 1).Sum();
        var (low, in30, why) = (At(s.Low), At(s.In30), At(s.Why));
        return new(page.Round, s.Site, 0, 0, (SiteStatus)At(s.Status), At(s.Lanes), s.LanesPlanned, At(s.Queue), At(s.Arrived), At(s.Implied), At(s.Sampled), At(s.Left), At(s.Corrected), At(s.Rate),
            low < 0 ? null : new(low, At(s.High), At(s.Likely)), in30 < 0 ? null : in30, (Health)At(s.Health), [.. page.Reasons.Where((_, bit) => (why >> bit & 1) == 1)],
            s.Reported.Take(minute + 1).Sum() * 1000, At(s.Called), At(s.Tickets));
    }

    private const int Town43 = 43;

    /// <summary>They come over seven hours and are sampled ten minutes later.</summary>
    private static string Town(int people) => $"""
        insert into sites (district, code, name, village, latitude, longitude, population, lanes) select @code, 'T' || n, 'T' || n, 'V', 36.7, 117.7, 3000, 2 from generate_series(1, {Town43}) n;
        insert into round_sites select district, 1, code, lanes from sites where district = @code and code like 'T%';
        update rounds set opened_at = now() - interval '9 hours' where district = @code and id = 1;
        insert into ledger (device, number, district, round, site, epoch, ord, version, kind, n, made, booked, minute, arrived, sampled)
        select md5(site)::uuid, v, @code, 1, site, 1, ord, v, kind, 1, at, at, at / 60000, (kind = 1)::int, (kind = 2)::int from (
            select *, row_number() over (order by at, kind, site) as ord, row_number() over (partition by site order by at, kind) as v from (
                select 'T' || (n % {Town43} + 1) as site, k as kind, (extract(epoch from now() - interval '8 hours') * 1000)::bigint + n * 25200000::bigint / {people} + (k - 1) * 600000 as at
                from generate_series(0, {people - 1}) n, generate_series(1, 2) k) e) o
        """;

    private static string Row(int number, string at, int arrived) => $"""
        insert into ledger (device, number, district, round, site, epoch, ord, version, kind, n, made, booked, minute, arrived)
        select '00000000-0000-0000-0000-000000000001', {number}, @code, 1, 'S1', d.epoch, {number}, {number}, 1, {arrived}, ms, ms, ms / 60000, {arrived}
        from districts d, (select (extract(epoch from {at}) * 1000)::bigint as ms) t where d.code = @code
        """;
}
