using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Requests;
using ScreenOps.Server.Sites;

namespace ScreenOps.Browser.Tests.Board;

/// <summary>
/// A rehearsal that stands at five to seven, when most people wait: those on duty at their posts, most of them; sites asking for help, one of them answered; swabs that are late;
/// a tenth of the list known by name. Beside it one site of the real round at work: numbers called, tubes filled, a box on its way. So that every part of a page has something in it.
/// </summary>
internal static class BusyMorning
{
    private const string District = NewcomersServer.District, Site = "S01";
    private static readonly TimeSpan Begins = new(5, 20, 0), Stands = new(6, 55, 0), Patience = TimeSpan.FromMinutes(5);
    /// <summary>No faster: on a slow machine the tablets would fall behind their clock.</summary>
    private const int Speed = 150;

    /// <summary>Gives the rehearsal's round.</summary>
    public static async Task<int> Begin(RehearsedServer rehearsed)
    {
        using var limit = new CancellationTokenSource(Patience);
        var (server, cancel) = (rehearsed.Server, limit.Token);
        using var http = await rehearsed.Http();
        var begun = await (await http.PostAsJsonAsync("/api/v1/rehearsals", new { speed = Speed, seed = 7, people = true }, cancel)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>(cancel);
        var (round, book) = ((int)begun!["round"]!, server.Get<RoundBook>());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await RehearsedServer.TimeOfDay(http) < Begins) await timer.WaitForNextTickAsync(cancel);
        await BringPeople(server, round, (await book.Round(District, round))!.Clock.GetUtcNow());
        while (await RehearsedServer.TimeOfDay(http) < Stands) await timer.WaitForNextTickAsync(cancel);
        var now = (await book.Round(District, round))!.Clock.GetUtcNow();
        (await http.DeleteAsync("/api/v1/rehearsals", cancel)).EnsureSuccessStatusCode();
        await Stand(server, round, now);
        await Box(server, round, now.ToUnixTimeMilliseconds(), [("PJ-BOX-07", "S03", 225), ("PJ-BOX-08", "S09", 215)]);
        await Name(server, round, "S02", 6000, now.ToUnixTimeMilliseconds(), cancel);
        await Ask(server, (await book.Round(District, round))!, now.ToUnixTimeMilliseconds());
        await Work(server, http, (await book.Open(District, false))!, cancel);
        return round;
    }

    /// <summary>The clock stands nearly still, so that pictures of a quarter of an hour show one minute.</summary>
    private static async Task Stand(NewcomersServer server, int round, DateTimeOffset now)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync("update rounds set state = 'Open', closed_at = null, clock_from = @now, clock_at = now(), clock_speed = 0.001 where district = @District and id = @round", new { now, District, round });
        server.Get<RoundBook>().Forget(District);
    }

    /// <summary>Before the first shift begins: of it one in forty does not come, of the second one in twelve has not answered; so whatever the machine's speed lets people say by themselves.</summary>
    private static async Task BringPeople(NewcomersServer server, int round, DateTimeOffset now)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        foreach (var (shift, state, step, one) in new[] { (0, "Present", "CheckIn", 40), (1, "Confirmed", "Confirm", 12) })
            await connection.ExecuteAsync("""
                with said as (update assignments set state = @state where district = @District and round = @round and state in ('Published', 'Confirmed') and abs(hashtext(member::text)) % @one > 0
                    and shift = (select code from shifts where district = @District and round = @round order by starts offset @shift limit 1) returning *)
                insert into duty_steps (id, district, round, member, shift, site, role, seat, step, actor, at)
                select gen_random_uuid(), district, round, member, shift, site, role, seat, @step, 'Member', @at from said
                """, new { District, round, shift, state, step, one, at = now });
    }

    /// <summary>Sealed and signed for by the site; of each, how many minutes ago its first swab was.</summary>
    private static async Task Box(NewcomersServer server, int round, long now, (string Code, string Site, int Ago)[] boxes)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        foreach (var (code, site, ago) in boxes)
            await connection.ExecuteAsync("""
                insert into boxes (district, code, round, site, made_at, sealed_at, first_swab) values (@District, @code, @round, @site, @swab, @swab + 3600000, @swab);
                insert into box_signatures (district, code, side, actor, name, at) values (@District, @code, 'Site', gen_random_uuid(), @site, @swab + 3700000);
                insert into tubes (district, barcode, round, site, size, filled, opened_at, first_swab, state, box)
                select @District, @code || '-' || lpad(n::text, 2, '0'), @round, @site, 10, 10, @swab + n * 240000, @swab + n * 240000, 'Closed', @code from generate_series(0, 11) n
                """, new { District, round, code, site, swab = now - ago * 60_000L });
    }

    /// <summary>So many of the list come by name, to the site of their village where it has one, over the last hour; one in ten still waits. Of the first grid somebody said why not.</summary>
    private static async Task Name(NewcomersServer server, int round, string elsewhere, int people, long now, CancellationToken cancel)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync(cancel);
        var come = await connection.QueryAsync<(Guid Person, string Site)>("""
            select r.id, coalesce((select min(s.code) from sites s where s.district = r.district and s.village = r.village), @elsewhere)
            from residents r where r.district = @District order by hashtext(r.id::text) % 7, r.village, r.grid, r.id limit @people
            """, new { District, elsewhere, people });
        var counter = server.Get<Counter>();
        await Parallel.ForEachAsync(come.Select((one, at) => (one.Person, one.Site, At: at)), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancel }, async (one, token) =>
        {
            var made = now - (2 + one.At % 58) * 60_000L;
            await counter.CheckIn(District, new(round, one.Site, one.Person, made), token);
            if (one.At % 10 > 0) await counter.Sample(District, new(round, one.Site, one.Person, made + 60_000), token);
        });
        await connection.ExecuteAsync("""
            insert into follow_ups (district, round, resident, heard, by_name, at)
            select @District, @round, r.id, (array['Coming', 'HomeVisit', 'Refuses', 'Away', 'Exempt'])[1 + n % 5], 'centre', @now
            from (select r.id, row_number() over (order by r.door, r.id)::int n from residents r where (r.district, r.village, r.grid) = (select district, village, grid from residents where district = @District and grid <> '' order by village, grid limit 1)) r
            where n % 17 = 3 and not exists (select from ledger l where l.district = @District and l.round = @round and l.person = r.id)
            """, new { District, round, now });
    }

    /// <summary>Sites of the real round that count are heard of again, so that none looks silent in pictures that are taken later.</summary>
    public static async Task Report(NewcomersServer server)
    {
        var round = (await server.Get<RoundBook>().Open(District, false))!.Id;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (site, at) in (await server.Get<SiteBook>().Sites(District, round)).Select((site, at) => (site.Code, at)).Where(s => s.at % 8 != 7 && s.at != 3))
            await server.Get<Counter>().Apply(District, Guid.NewGuid(), site, [new(1, round, site, CountKind.Arrived, 1 + at % 3, now)], default);
    }

    private static async Task Ask(NewcomersServer server, RoundInfo round, long now)
    {
        var store = server.Get<AlertStore>();
        foreach (var (site, cause, ago) in new[] { ("S11", Cause.Medical, 1), ("S04", Cause.Tubes, 6), ("S17", Cause.People, 12), ("S22", Cause.Order, 3) })
        {
            var told = await store.Raise(round, site, cause, new(AlertBy.Site, null, site, site), new(Guid.NewGuid(), AlertDoes.Ask, Made: now - ago * 60_000), default);
            if (cause == Cause.People && told is AlertResult.Told { Alert: var alert })
                await store.Act(round, alert.Id, new(AlertBy.Office, Guid.NewGuid(), "centre", null), new(Guid.NewGuid(), AlertDoes.Take, Minutes: 15), default);
        }
    }

    /// <summary>At the site that tablets, desks and phones of the pictures belong to: people with numbers, three of them called, a full tube and one that is being filled.</summary>
    private static async Task Work(NewcomersServer server, HttpClient http, RoundInfo round, CancellationToken cancel)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await Name(server, round.Id, Site, 1500, now, cancel);
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync(cancel);
        var people = (await connection.QueryAsync<Guid>("select id from residents r where district = @District and not exists (select from ledger l where l.district = r.district and l.round = @round and l.person = r.id) order by household, id limit 40", new { District, round = round.Id })).ToList();
        foreach (var person in people) await server.Get<Counter>().CheckIn(District, new(round.Id, Site, person, now - 20 * 60_000), cancel);
        await Box(server, round.Id, now, [("PJ-BOX-01", Site, 190), ("PJ-BOX-02", "S05", 95), ("PJ-BOX-03", "S12", 40)]);
        var acts = new List<object>();
        void Act(string kind, string barcode, Guid? person = null) => acts.Add(new { id = Guid.NewGuid(), kind, barcode, made = now - 600_000 + acts.Count * 20_000, site = Site, size = 10, person });
        foreach (var (tube, persons) in new[] { ("PJ-0001", people[..10]), ("PJ-0002", people[10..17]) })
        {
            Act("Open", tube);
            foreach (var person in persons) Act("Put", tube, person);
        }
        (await http.PostAsJsonAsync($"/api/v1/rounds/{round.Id}/tubes/acts", new { acts }, cancel)).EnsureSuccessStatusCode();
        foreach (var lane in new[] { 2, 1, 2, 1 })
            (await http.PostAsJsonAsync($"/api/v1/desk/{Site}/calls", new { id = Guid.NewGuid(), act = "Next", lane, made = now }, cancel)).EnsureSuccessStatusCode();
    }
}
