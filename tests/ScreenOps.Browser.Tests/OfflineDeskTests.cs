using Dapper;
using Microsoft.Playwright;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Samples;
using Xunit;

namespace ScreenOps.Browser.Tests;

/// <summary>A desk that loses the network, works on, is closed and opened again, and comes back.</summary>
public sealed class OfflineDeskTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    private const string District = NewcomersServer.District;

    private sealed record Someone(Guid Id, string Household, string Pass);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_residents_and_two_tubes_without_network_the_page_closed_and_opened_again_are_there_once_when_it_is_back()
    {
        var people = await People("S01", 9);
        var desk = await Desk("S01");
        var context = desk.Context;
        await Tube(desk, "OFF-0001");
        await context.SetOfflineAsync(true);
        for (var n = 0; n < 5; n++) await Serve(desk, people[n].Pass, n + 1, "OFF-0001");
        await Assertions.Expect(Mark(desk)).ToHaveAttributeAsync("data-unsent", "10");
        await NewcomersServer.Keep(desk, "desk-offline-zh-1280");

        await desk.CloseAsync();
        desk = NewcomersServer.Patient(await context.NewPageAsync());
        await desk.GotoAsync(new Uri(server.Address, "/desk").ToString());
        await Assertions.Expect(Mark(desk)).ToHaveAttributeAsync("data-unsent", "10");
        await Assertions.Expect(desk.Locator("[data-figure=filled]")).ToContainTextAsync("5 /");
        // Shown again without network, the same pass is known to be done with.
        await Say(desk, people[0].Pass);
        await Assertions.Expect(desk.Locator("[data-test=verdict]")).ToHaveTextAsync("这一轮已经采过");
        await Serve(desk, people[5].Pass, 6, "OFF-0001");
        await desk.GetByRole(AriaRole.Button, new() { NameString = "封管" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".tube-now")).ToContainTextAsync("已封管");
        await desk.GetByRole(AriaRole.Button, new() { NameString = "放一边，换一支" }).ClickAsync();
        await Tube(desk, "OFF-0002");
        for (var n = 6; n < 9; n++) await Serve(desk, people[n].Pass, n + 1, "OFF-0002");
        await WalkIn(desk);
        await Sealed(desk, people[0].Household);
        await desk.Locator("[data-test=outbox]").ClickAsync();
        await Assertions.Expect(desk.Locator(".late-waits li")).ToHaveCountAsync(22);
        await NewcomersServer.Keep(desk, "desk-offline-kept-zh-1280");
        await desk.Locator("[data-test=close]").ClickAsync();

        await context.SetOfflineAsync(false);
        await Assertions.Expect(Mark(desk)).ToHaveAttributeAsync("data-unsent", "0");
        await Assertions.Expect(Mark(desk)).ToHaveAttributeAsync("data-troubled", "0");
        await desk.Locator("[data-test=outbox]").ClickAsync();
        await Assertions.Expect(desk.Locator(".late-sheet")).ToContainTextAsync("L10 → 10");
        await NewcomersServer.Keep(desk, "desk-back-zh-1280");
        var round = (await Round()).Id;
        Assert.Equal((10, 10, 10, 10), (await Ask<int>("select count(*)::int from ledger where round = @round and site = 'S01' and kind = 1 and person is not null and refusal is null", round),
            await Ask<int>("select count(distinct ticket)::int from ledger where round = @round and site = 'S01' and kind = 1 and person is not null and refusal is null and ticket between 1 and 10", round),
            await Ask<int>("select coalesce(sum(sampled), 0)::int from ledger where round = @round and site = 'S01' and person is not null", round),
            await Ask<int>("select count(*)::int from tube_places where round = @round and state = 'In' and barcode like 'OFF-000%'", round)));
        Assert.Equal(("6 Closed", "4 Open", 13), (await Ask<string>("select filled || ' ' || state from tubes where barcode = 'OFF-0001' and round = @round", round), await Ask<string>("select filled || ' ' || state from tubes where barcode = 'OFF-0002' and round = @round", round),
            await Ask<int>("select count(*)::int from tube_acts where barcode like 'OFF-000%' and round = @round", round)));
        // Each in the minute in which it was done, not in which it came.
        Assert.True(await Ask<bool>("select bool_and(booked > made) from ledger where round = @round and site = 'S01' and person is not null", round));
        // The server knows of the rest of its life what the desk does, and the log stays over a reload.
        await desk.ReloadAsync();
        await desk.Locator("[data-test=outbox]").ClickAsync();
        await Assertions.Expect(desk.Locator(".late-sheet")).ToContainTextAsync("L10 → 10");
        Assert.Equal(0, await Rows(desk, "acts"));
        await context.CloseAsync();
    }

    [Fact]
    public async Task Who_went_on_who_was_sampled_elsewhere_and_a_tube_whose_barcode_was_used_are_told_in_plain_words_and_settled()
    {
        var people = await People("S02", 4);
        var desk = await Desk("S02");
        await desk.Context.SetOfflineAsync(true);
        await Give(desk, people[0].Pass, "L1");
        await Give(desk, people[1].Pass, "L2");
        await Tube(desk, "USED-0001");
        await Serve(desk, people[2].Pass, 3, "USED-0001");
        await Serve(desk, people[3].Pass, 4, "USED-0001");

        // Meanwhile, at another site: the first took a number later, the second was sampled, and somebody scanned a tube of the same barcode.
        var round = await Round();
        var later = round.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(PersonOutcome.Ticketed, (await server.Get<Counter>().CheckIn(District, new(round.Id, "S03", people[0].Id, later), Cancel)).Outcome);
        Assert.IsType<SampleOutcome.Booked>(await server.Get<Counter>().Sample(District, new(round.Id, "S03", people[1].Id, later), Cancel));
        var act = new TubeAct(Guid.NewGuid(), TubeActKind.Open, "USED-0001", later, "S03");
        Assert.Equal(ScreenOps.Core.Samples.TubeOutcome.Done, (await server.Get<Tubes>().Apply(round, new(null, Guid.NewGuid(), false), [act], Cancel))[0].Outcome);

        await desk.Context.SetOfflineAsync(false);
        await Assertions.Expect(Mark(desk)).ToHaveAttributeAsync("data-unsent", "0");
        await Assertions.Expect(Mark(desk)).ToHaveAttributeAsync("data-troubled", "5");
        await desk.Locator("[data-test=outbox]").ClickAsync();
        await Assertions.Expect(desk.Locator("[data-word=went-on]")).ToContainTextAsync("以后来的为准");
        await Assertions.Expect(desk.Locator("[data-word=sampled]")).ToContainTextAsync("已经记了采样");
        await Assertions.Expect(desk.Locator("[data-word=tube-BarcodeUsed]")).ToContainTextAsync("贴一张新条码");
        await NewcomersServer.Keep(desk, "desk-troubles-zh-1280");
        await desk.SetViewportSizeAsync(390, 844);
        await NewcomersServer.Keep(desk, "desk-troubles-zh-390");
        await desk.SetViewportSizeAsync(1280, 800);
        foreach (var word in new[] { "went-on", "sampled" }) await desk.Locator($"[data-word={word}] [data-test=seen]").ClickAsync();
        await desk.Locator("[data-word=tube-BarcodeUsed] input").FillAsync("new-0001");
        await desk.Locator("[data-word=tube-BarcodeUsed] input").PressAsync("Enter");
        await Assertions.Expect(Mark(desk)).ToHaveAttributeAsync("data-troubled", "0");
        await Assertions.Expect(Mark(desk)).ToHaveAttributeAsync("data-unsent", "0");
        await Eventually(async () => await Ask<int>("select count(*)::int from tube_places where round = @round and barcode = 'NEW-0001' and state = 'In'", round.Id) == 2);
        Assert.Equal("S03", await Ask<string>($"select site from ledger where round = @round and person = '{people[0].Id}' and kind = 1 and refusal is null order by epoch desc, ord desc limit 1", round.Id));
        Assert.Equal(3, await Ask<int>($"select count(*)::int from ledger where round = @round and kind = 2 and refusal is null and person = any('{{{string.Join(',', people.Select(p => p.Id))}}}')", round.Id));
        Assert.Equal(1, await Ask<int>("select count(*)::int from tube_acts where round = @round and barcode = 'USED-0001' and kind = 'ScannedAgain'", round.Id));
        await desk.Context.CloseAsync();
    }

    [Fact]
    public async Task When_nobody_is_signed_in_or_the_round_is_over_keys_and_copy_are_gone_and_what_was_not_sent_is_still_there_and_goes_later()
    {
        var people = await People("S04", 2);
        var desk = await Desk("S04");
        Assert.Equal((2, true), (await Rows(desk, "keys"), await Rows(desk, "shelf") > 0));
        await desk.Context.SetOfflineAsync(true);
        await Give(desk, people[0].Pass, "L1");
        await desk.Context.ClearCookiesAsync();
        await desk.Context.SetOfflineAsync(false);
        await desk.Reaches(@"/in(\?|$)");
        Assert.Equal((0, 0, 1), (await Rows(desk, "keys"), await Rows(desk, "shelf"), await Rows(desk, "acts")));
        // Enrolled again, the server gives the key, and what lay there closed is sent.
        await desk.GotoAsync(server.Link((await server.Get<OneTimeCodes>().ForSite(District, "S04", false, Cancel)).Code));
        await desk.Reaches("/tablet$");
        await desk.GotoAsync(new Uri(server.Address, "/desk").ToString());
        await Eventually(async () => await Rows(desk, "acts") == 0);
        var round = await Round();
        Assert.Equal(1, await Arrived(people[0], round));

        // What is done without network in the round's last minute is booked in it, though the copy is closed by then and the next round open.
        await Assertions.Expect(Mark(desk)).Not.ToHaveAttributeAsync("data-copy", "0");
        await desk.Context.SetOfflineAsync(true);
        await Give(desk, people[1].Pass, "L2");
        Assert.True(await server.Get<RoundStore>().Close(round, Cancel));
        await desk.Context.SetOfflineAsync(false);
        await Assertions.Expect(desk.Locator(".person .ok.no")).ToHaveTextAsync("现在没有采样轮次");
        await Eventually(async () => await Rows(desk, "keys") == 0 && await Rows(desk, "shelf") == 0);
        await Eventually(async () => await Rows(desk, "acts") == 0);
        Assert.Equal(1, await Arrived(people[1], round));
        var next = await server.Get<RoundStore>().Make(District, new(null, null, null, null, false, null, null), round.Day, "第 2 轮", Cancel);
        Assert.True(await server.Get<RoundStore>().Open((await server.Get<RoundBook>().Round(District, next))!, Cancel));
        await desk.ReloadAsync();
        await Assertions.Expect(Mark(desk)).Not.ToHaveAttributeAsync("data-copy", "0");
        Assert.Equal(2, await Rows(desk, "keys"));
        await desk.Context.CloseAsync();
    }

    private Task<int> Arrived(Someone who, RoundInfo round) => Ask<int>($"select count(*)::int from ledger where round = @round and site = 'S04' and person = '{who.Id}' and kind = 1 and refusal is null", round.Id);

    private static ILocator Mark(IPage desk) => desk.Locator("[data-test=outbox]");

    /// <summary>From the pass to the number to the tube, as it is done with a network.</summary>
    private static async Task Serve(IPage desk, string pass, int number, string tube)
    {
        await Give(desk, pass, $"L{number}");
        await desk.Locator("[data-test=put]").ClickAsync();
        await Assertions.Expect(desk.Locator(".tube-pane [data-outcome=Done]")).ToContainTextAsync("存在本机");
        await Assertions.Expect(desk.Locator(".tube-line")).ToContainTextAsync(tube);
    }

    private static async Task Give(IPage desk, string pass, string number)
    {
        await Say(desk, pass);
        await Assertions.Expect(desk.Locator("[data-test=verdict]")).ToHaveTextAsync("可以登记");
        await desk.Locator("[data-test=main]").ClickAsync();
        await Assertions.Expect(desk.Locator("[data-test=numbers]")).ToHaveTextAsync(number);
        await Assertions.Expect(desk.Locator("[data-test=given]")).ToHaveTextAsync("已记下，存在本机");
    }

    private static async Task Say(IPage desk, string text)
    {
        await desk.Locator(".typing .input").FillAsync(text);
        await desk.Locator(".typing .input").PressAsync("Enter");
    }

    private static async Task WalkIn(IPage desk)
    {
        await desk.Keyboard.PressAsync("Escape");
        await Say(desk, "欧阳无名");
        await desk.GetByRole(AriaRole.Button, new() { NameString = "现场登记", Exact = true }).ClickAsync();
        await desk.Locator(".walkin [data-test=main]").ClickAsync();
        await Assertions.Expect(desk.Locator("[data-test=numbers]")).ToHaveTextAsync("L10");
        await desk.Locator("[data-test=put]").ClickAsync();
        await Assertions.Expect(desk.Locator("[data-figure=filled]")).ToContainTextAsync("4 /");
    }

    private static async Task Tube(IPage desk, string barcode)
    {
        await desk.Locator(".tube-pane .scan input").FillAsync(barcode);
        await desk.Locator(".tube-pane .scan input").PressAsync("Enter");
        await Assertions.Expect(desk.Locator(".tube-line")).ToContainTextAsync(barcode);
    }

    /// <summary>What lies on the device's disk tells nobody anything without its key, and the key cannot be taken out of the browser.</summary>
    private static async Task Sealed(IPage desk, string household)
    {
        const string read = """
            async () => {
              const db = await new Promise(done => { const r = indexedDB.open('screenops-desk'); r.onsuccess = () => done(r.result) })
              const all = name => new Promise(done => { const r = db.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result) })
              const rows = [...await all('shelf'), ...await all('acts')], keys = await all('keys')
              const exported = await Promise.all(keys.map(k => crypto.subtle.exportKey('raw', k.key).then(() => true, () => false)))
              return JSON.stringify({ rows: rows.length, plain: rows.map(r => new TextDecoder().decode(r.sealed) + JSON.stringify({ ...r, sealed: 0 })).join(' '), exported, stored: JSON.stringify({ ...localStorage }) })
            }
            """;
        var seen = System.Text.Json.JsonDocument.Parse(await desk.EvaluateAsync<string>(read)).RootElement;
        Assert.InRange(seen.GetProperty("rows").GetInt32(), 23, 40);
        Assert.All(seen.GetProperty("exported").EnumerateArray(), key => Assert.False(key.GetBoolean()));
        foreach (var secret in new[] { household, "OFF-0001", "SO1:", "欧阳", "*" })
        {
            if (secret != "*") Assert.DoesNotContain(secret, seen.GetProperty("plain").GetString());
            if (secret != "OFF-0001") Assert.DoesNotContain(secret, seen.GetProperty("stored").GetString());
        }
    }

    private static Task<int> Rows(IPage desk, string store) => desk.EvaluateAsync<int>("""
        store => new Promise(done => { const r = indexedDB.open('screenops-desk'); r.onsuccess = () => { const c = r.result.transaction(store).objectStore(store).count(); c.onsuccess = () => { r.result.close(); done(c.result) } } })
        """, store);

    /// <summary>The desk of an enrolled tablet that has all it needs to go on alone.</summary>
    private async Task<IPage> Desk(string site)
    {
        var desk = await server.Page(1280, 800);
        await desk.GotoAsync(server.Link((await server.Get<OneTimeCodes>().ForSite(District, site, false, Cancel)).Code));
        await desk.Reaches("/tablet$");
        await desk.GotoAsync(new Uri(server.Address, "/desk").ToString());
        await Assertions.Expect(Mark(desk)).Not.ToHaveAttributeAsync("data-copy", "0");
        await desk.Locator("[data-test=outbox]").ClickAsync();
        await Assertions.Expect(desk.Locator(".late-sheet")).ToContainTextAsync("页面已存本机，没有网络也能打开");
        await desk.Locator("[data-test=close]").ClickAsync();
        return desk;
    }

    /// <summary>Residents of the site's village with their passes.</summary>
    private async Task<IReadOnlyList<Someone>> People(string site, int count)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync(Cancel);
        var ids = (await connection.QueryAsync<(Guid Id, string Household)>("""
            select r.id, r.household from residents r join sites s on s.district = r.district and s.village = r.village where r.district = @District and s.code = @site and not r.walk_in order by r.household, r.id limit @count
            """, new { District, site, count })).ToList();
        Assert.Equal(count, ids.Count);
        var people = new List<Someone>();
        foreach (var (id, household) in ids)
            people.Add(new(id, household, (await server.Get<Passes>().Of(District, (await server.Get<Register>().Known(District, id, Cancel))!, PassKind.Resident, Cancel)).Text));
        return people;
    }

    private async Task<RoundInfo> Round() => (await server.Get<RoundBook>().Open(District, false))!;

    private async Task<T> Ask<T>(string sql, int round)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync(Cancel);
        return (await connection.ExecuteScalarAsync<T>(sql, new { round }))!;
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(NewcomersServer.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await condition()) await timer.WaitForNextTickAsync(limit.Token);
    }
}
