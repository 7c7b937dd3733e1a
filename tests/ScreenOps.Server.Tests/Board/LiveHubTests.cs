using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

public class LiveHubTests(RealEngines engines)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LiveEngine.Redis, false), InlineData(LiveEngine.Garnet, true), InlineData(LiveEngine.Cluster, false)]
    public async Task A_tap_on_one_server_reaches_a_viewer_of_another(LiveEngine engine, bool json)
    {
        var district = await BoardDistrict.Make(engines, engine);
        await using var one = await district.Server();
        await using var two = await district.Server();
        var seen = new Seen();
        await using var viewer = await two.Line(await two.Centre(district.Code), seen.Take, json);
        var snapshot = await viewer.Watch("");
        Assert.Equal((1, 3), (snapshot.Round, snapshot.Sites.Count));
        Assert.All(snapshot.Sites, s => Assert.Equal(SiteStatus.NotOpened, s.Status));

        await using var tablet = await one.Line(await one.Tablet(district.Code, Guid.NewGuid()));
        var receipts = await tablet.Tell(BoardDistrict.Command(1, CountKind.Open), BoardDistrict.Command(2, CountKind.Lanes, 2), BoardDistrict.Command(3, CountKind.Arrived, 12));
        Assert.All(receipts, r => Assert.Equal(CountOutcome.Applied, r.Outcome));
        await Eventually.True(() => Task.FromResult(seen["S1"] is { Queue: 12, Status: SiteStatus.Open, Wait: not null }), "the tap at the viewer");
    }

    [Fact]
    public async Task A_tablet_sees_its_own_site_and_a_person_cannot_count()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await using var tablet = await server.Line(await server.Tablet(district.Code, Guid.NewGuid(), "S2"));
        Assert.Equal(["S2"], (await tablet.Watch("")).Sites.Select(s => s.Site));
        var other = await Assert.ThrowsAsync<HubException>(() => tablet.Watch("site:S1"));
        Assert.Contains("site:S2", other.Message, StringComparison.Ordinal);
        await using var centre = await server.Line(await server.Centre(district.Code));
        var refused = await Assert.ThrowsAsync<HubException>(() => centre.Tell(BoardDistrict.Command(1, CountKind.Arrived, 1)));
        Assert.Contains("enrol", refused.Message, StringComparison.Ordinal);
        var scope = await Assert.ThrowsAsync<HubException>(() => centre.Watch("village:9"));
        Assert.Contains(Scope.Known, scope.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_made_on_one_server_a_moment_ago_is_watched_on_another()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        using var maker = one.Http(await one.Centre(district.Code));
        await using var viewer = await two.Line(await two.Centre(district.Code));
        Assert.Equal(1, (await viewer.Watch("")).Round);
        var made = await (await maker.PostAsJsonAsync("/api/v1/rounds", new { rehearsal = true }, Cancel)).Content.ReadFromJsonAsync<MadeRound>(Cancel);
        var snapshot = await viewer.Watch($"round:{made!.Id}");
        Assert.Equal((made.Id, true, 3), (snapshot.Round, snapshot.Rehearsal, snapshot.Sites.Count));
    }

    private sealed record MadeRound(int Id);

    [Fact]
    public async Task Nobody_watches_without_signing_in()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Line(""));
    }

    [Fact]
    public async Task After_Redis_was_emptied_the_board_is_right_again()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        var seen = new Seen();
        await using var viewer = await server.Line(await server.Centre(district.Code), seen.Take);
        await viewer.Watch("");
        await using var tablet = await server.Line(await server.Tablet(district.Code, Guid.NewGuid()));
        await tablet.Tell(BoardDistrict.Command(1, CountKind.Open), BoardDistrict.Command(2, CountKind.Arrived, 7));
        await Eventually.True(() => Task.FromResult(seen["S1"]?.Queue == 7), "seven people");
        var epoch = seen["S1"]!.Epoch;

        await district.Empty();
        await Eventually.True(() => Task.FromResult(seen["S1"] is { Queue: 7 } s && s.Epoch > epoch), "the same seven in a new epoch");
        await tablet.Tell(BoardDistrict.Command(3, CountKind.Sampled, 2));
        await Eventually.True(() => Task.FromResult(seen["S1"]?.Queue == 5), "counting goes on");
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_change_whose_message_never_came_is_missed_and_shown(LiveEngine engine)
    {
        var district = await BoardDistrict.Make(engines, engine);
        await using var server = await district.Server(0, "--Counting:Sweep=00:05:00");
        var seen = new Seen();
        await using var viewer = await server.Line(await server.Centre(district.Code), seen.Take);
        await viewer.Watch("");
        await using var tablet = await server.Line(await server.Tablet(district.Code, Guid.NewGuid()));
        await tablet.Tell(BoardDistrict.Command(1, CountKind.Arrived, 7));
        await Eventually.True(() => Task.FromResult(seen["S1"]?.Queue == 7), "seven people");
        await district.CountInSilence("S1", 2);
        await Eventually.True(() => Task.FromResult(seen["S1"]?.Queue == 9), "the two of whom nobody was told");
        await tablet.Tell(BoardDistrict.Command(2, CountKind.Arrived, 1));
        await Eventually.True(() => Task.FromResult(seen["S1"]?.Queue == 10), "it is followed as before");
    }

    [Fact]
    public async Task A_viewer_that_never_reads_delays_no_other()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var stalled = new ClientWebSocket();
        await stalled.ConnectAsync(new UriBuilder(new Uri(server.Address, "/hubs/live")) { Scheme = "ws", Query = $"access_token={await server.Centre(district.Code)}" }.Uri, Cancel);
        foreach (var message in new[] { """{"protocol":"json","version":1}""", """{"type":1,"invocationId":"1","target":"Watch","arguments":[""]}""" })
            await stalled.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, Cancel);
        var seen = new Seen();
        await using var lively = await server.Line(await server.Centre(district.Code), seen.Take);
        await lively.Watch("");
        await using var tablet = await server.Line(await server.Tablet(district.Code, Guid.NewGuid()));
        for (var n = 1; n <= 100; n++)
        {
            var number = n;
            await tablet.Tell(BoardDistrict.Command(n, CountKind.Arrived, 1));
            await Eventually.True(() => Task.FromResult(seen["S1"]?.Arrived == number), "each tap at the lively viewer");
        }
    }

    [Fact]
    public async Task A_screen_that_is_behind_is_sent_four_changes_and_the_newest_when_it_has_taken_them()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        var (behind, lively) = (new Seen(), new Seen());
        await using var slow = await server.Line(await server.Centre(district.Code), behind.Take);
        await using var fast = await server.Line(await server.Centre(district.Code), lively.Take);
        await slow.Watch("");
        await slow.InvokeAsync("Taken", 0, Cancel);
        await fast.Watch("");
        await using var tablet = await server.Line(await server.Tablet(district.Code, Guid.NewGuid()));
        for (var n = 1; n <= 20; n++)
        {
            var number = n;
            await tablet.Tell(BoardDistrict.Command(n, CountKind.Arrived, 1));
            await Eventually.True(() => Task.FromResult(lively["S1"]?.Arrived == number && behind.Sends >= Math.Min(4, number)), "each tap at the screen that tells nothing, the first four at the other");
        }
        Assert.Equal(4, behind.Sends);
        Assert.True(behind["S1"]!.Arrived < 20);
        await slow.InvokeAsync("Taken", 4, Cancel);
        await Eventually.True(() => Task.FromResult(behind["S1"]!.Arrived == 20), "the newest at the one that was behind");
        Assert.InRange(behind.Sends, 5, 8);
    }

    [Fact]
    public async Task A_round_that_opens_is_told_to_viewers_of_the_open_round()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("update rounds set state = 'Closed', closed_at = now() where district = @code and id = 1");
        await using var server = await district.Server();
        var (seen, told) = (new Seen(), new TaskCompletionSource());
        await using var viewer = await server.Line(await server.Centre(district.Code), seen.Take);
        viewer.On("Rounds", told.SetResult);
        Assert.Equal(0, (await viewer.Watch("district")).Round);
        await district.Do("""
            insert into rounds (district, id, name, state, day, opened_at) values (@code, 2, 'two', 'Open', current_date, now());
            insert into round_sites select @code, 2, code, 2 from sites where district = @code;
            """);
        await told.Task.WaitAsync(Eventually.Limit, Cancel);
        await Eventually.True(() => Task.FromResult(seen["S1"]?.Round == 2), "the new round's sites");
    }
}

/// <summary>What a viewer was shown last of each site.</summary>
internal sealed class Seen
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SiteState> states = [];

    public int Sends { get; private set; }

    public SiteState? this[string site] { get { lock (gate) return states.GetValueOrDefault(site); } }

    public void Take(SiteState[] changed)
    {
        lock (gate)
        {
            Sends++;
            foreach (var state in changed) states[state.Site] = state;
        }
    }
}
