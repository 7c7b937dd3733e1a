using Microsoft.Extensions.Time.Testing;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Rehearsal;
using ScreenOps.Embedded;
using ScreenOps.Server.Board;
using ScreenOps.Server.Rehearsal;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Rehearsal;

public class TabletPlayerTests(RealEngines engines)
{
    private static readonly long Start = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_tablet_whose_server_went_away_in_the_middle_is_acknowledged_everything_once()
    {
        var district = await BoardDistrict.Make(engines);
        var port = LoopbackPort.Free();
        var server = await district.Server(port);
        // By its own clock, which stands, no more than some five hundred are made: the first server cannot have all, however fast it is.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var outbox = new Outbox(1, Morning(2000), time.GetUtcNow().AddSeconds(-500).ToUnixTimeMilliseconds(), long.MaxValue);
        var player = new TabletPlayer(new(server.Address, await server.Tablet(district.Code, Guid.NewGuid())), 1, outbox, time);
        using var stop = new CancellationTokenSource();
        var playing = player.Play(stop.Token);
        await Eventually.True(() => Task.FromResult(outbox.Acknowledged > 200), "some acknowledged");
        await server.DisposeAsync();
        Assert.False(outbox.Done);

        await using var next = await district.Server(port);
        await Eventually.True(() => { time.Advance(TimeSpan.FromMinutes(5)); return Task.FromResult(playing.IsCompleted); }, "the rest is sent to the one that came back");
        await playing;
        Assert.Equal((2000, 0), (outbox.Acknowledged, outbox.Refused));
        await Eventually.True(async () => (await next.Get<DistrictBoards>().Read(district.Code, default)).Any(c =>
            (c.Site, c.Arrived, c.Sampled) == ("S1", outbox.Sum(CountKind.Arrived), outbox.Sum(CountKind.Sampled))), "the board shows them all, once");
    }

    [Fact]
    public void A_silent_tablet_keeps_what_it_makes_and_sends_it_later_with_its_own_times()
    {
        var morning = Morning(60) with { Luck = new(0, default, (20, 40), 1) };
        var outbox = new Outbox(1, morning, Start, long.MaxValue);
        Assert.Equal(20, outbox.Due(Start + 19_999).Length);
        outbox.Take(Enumerable.Range(1, 20).Select(n => new CountReceipt(n, CountOutcome.Applied)).ToList());
        Assert.Empty(outbox.Due(Start + 30_000));
        Assert.Equal(Start + 40_000, outbox.Next(Start + 30_000));
        var late = outbox.Due(Start + 40_000);
        Assert.Equal((21, Start + 20_000), (late[0].Number, late[0].Made));
    }

    [Fact]
    public void What_was_not_taken_is_sent_again_under_its_number()
    {
        var outbox = new Outbox(1, Morning(10), Start, long.MaxValue);
        Assert.True(outbox.Take([new(1, CountOutcome.Applied), new(2, CountOutcome.Busy), new(3, CountOutcome.Busy)]));
        Assert.Equal(2, outbox.Due(Start + 99_000)[0].Number);
        Assert.False(outbox.Take([new(2, CountOutcome.Gap, Expected: 1)]));
        Assert.Equal(1, outbox.Due(Start + 99_000)[0].Number);
        Assert.False(outbox.Done);
    }

    /// <summary>A command a second: opened, then one comes and one is sampled in turn.</summary>
    private static SiteMorning Morning(int commands) => new("S1",
        [.. Enumerable.Range(0, commands).Select(i => new PlannedCommand(i, i == 0 ? CountKind.Open : i % 2 == 1 ? CountKind.Arrived : CountKind.Sampled, i == 0 ? 0 : 1))],
        new(0, default, default, 1));
}
