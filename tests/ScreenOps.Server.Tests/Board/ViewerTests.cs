using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Board;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

public class ViewerTests
{
    private static readonly Scope District = new(null, false, null);

    [Fact]
    public async Task A_stalled_viewer_delays_nobody_and_gets_only_the_newest_state_afterwards()
    {
        var board = Board();
        var (stalled, lively) = (new Client(), new Client());
        using var stop = new CancellationTokenSource();
        var stuck = new TaskCompletionSource();
        stalled.Waits = stuck.Task;
        var runs = new[] { stalled, lively }.Select(c => { var v = new Viewer(board, District, c.Send, new(4), Cadence(TimeProvider.System), TimeProvider.System); v.Join(); return v.Run(stop.Token); }).ToList();
        for (var n = 1; n <= 50; n++)
        {
            board.Changed(Change(n, n));
            var now = n;
            await Eventually.True(() => Task.FromResult(lively.Last?.Queue == now), "the newest at the lively viewer");
        }
        Assert.Equal(1, stalled.Sends);
        stuck.SetResult();
        await Eventually.True(() => Task.FromResult(stalled.Last?.Queue == 50), "the newest at the viewer that was stalled");
        Assert.Equal(2, stalled.Sends);
        await stop.CancelAsync();
        await Task.WhenAll(runs.Select(r => Assert.ThrowsAnyAsync<OperationCanceledException>(() => r)));
    }

    [Fact]
    public async Task A_viewer_is_sent_at_most_25_times_a_second_and_at_once_when_it_was_idle()
    {
        var (board, client, time) = (Board(), new Client(), new FakeTimeProvider());
        using var stop = new CancellationTokenSource();
        var viewer = new Viewer(board, District, client.Send, new(4), Cadence(time), time);
        viewer.Join();
        var run = viewer.Run(stop.Token);
        board.Changed(Change(1, 1));
        await Eventually.True(() => Task.FromResult(client.Sends == 1), "the first at once");
        board.Changed(Change(2, 2));
        board.Changed(Change(3, 3));
        Assert.Equal(1, client.Sends);
        await Eventually.True(() => { time.Advance(TimeSpan.FromMilliseconds(40)); return Task.FromResult(client.Last?.Queue == 3); }, "the second after its interval");
        Assert.Equal(2, client.Sends);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void There_is_room_for_a_few_more_than_were_taken_and_always_for_who_tells_nothing()
    {
        var (silent, telling) = (new Intake(2), new Intake(2));
        telling.Taken(0);
        for (var n = 0; n < 3; n++) { Assert.True(silent.Room(default).IsCompleted); silent.Sent(); }
        for (var n = 0; n < 2; n++) { Assert.True(telling.Room(default).IsCompleted); telling.Sent(); }
        var room = telling.Room(default);
        Assert.False(room.IsCompleted);
        // What was never sent cannot have been taken, and what was taken stays so.
        telling.Taken(99);
        Assert.True(telling.Room(default).IsCompleted);
        for (var n = 0; n < 2; n++) telling.Sent();
        telling.Taken(1);
        Assert.False(telling.Room(default).IsCompleted);
    }

    [Fact]
    public async Task Who_is_owed_the_same_gets_the_same_frame_and_each_gets_the_newest()
    {
        var (board, time) = (Board(), new FakeTimeProvider());
        var clients = Enumerable.Range(0, 20).Select(_ => new Client()).ToList();
        using var stop = new CancellationTokenSource();
        var runs = clients.ConvertAll(c => { var v = new Viewer(board, District, c.Send, new(4), Cadence(time), time); v.Join(); return v.Run(stop.Token); });
        for (var n = 1; n <= 200; n++)
        {
            board.Changed(Change(n, n));
            time.Advance(TimeSpan.FromMilliseconds(40));
        }
        await Eventually.True(() => { time.Advance(TimeSpan.FromMilliseconds(40)); return Task.FromResult(clients.TrueForAll(c => c.Last?.Queue == 200)); }, "the newest at each viewer");
        var frames = clients.SelectMany(c => c.Frames).ToList();
        Assert.True(frames.Distinct(ReferenceEqualityComparer.Instance).Count() < frames.Count, $"{frames.Count} sends, none shared");
        await stop.CancelAsync();
        await Task.WhenAll(runs.Select(r => Assert.ThrowsAnyAsync<OperationCanceledException>(() => r)));
    }

    [Fact]
    public void The_interval_widens_while_timers_come_late_and_narrows_again_within_its_bounds()
    {
        var cadence = Cadence(TimeProvider.System);
        Assert.Equal(TimeSpan.FromMilliseconds(40), cadence.Interval);
        for (var n = 0; n < 100; n++) cadence.Take(TimeSpan.FromMilliseconds(60));
        Assert.Equal(TimeSpan.FromMilliseconds(500), cadence.Interval);
        for (var n = 0; n < 100; n++) cadence.Take(TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromMilliseconds(40), cadence.Interval);
    }

    [Fact]
    public void A_gap_in_the_sequence_is_kept_until_the_whole_was_read_and_then_goes_on()
    {
        var board = Board();
        board.Changed(Change(1, 1));
        board.Changed(Change(3, 3));
        Assert.False(board.Trusted);
        board.Changed(Change(4, 4));
        Assert.True(board.Replace(Change(3, 3)));
        Assert.Equal(4, board.Round(1)!.Find("S1")!.Count.Queue);
        Assert.True(board.Trusted);
        board.Changed(new(9, 1, []));
        Assert.False(board.Trusted);
        Assert.False(board.Replace(new(0, 0, [])));
    }

    [Fact]
    public void A_screen_of_one_site_looks_when_that_site_changes_and_when_anything_may_have()
    {
        var board = Board();
        var (whole, one, unknown) = (board.Pulse(), board.Pulse("S1"), board.Pulse("S9"));
        board.Changed(Change(1, 1, "S2"));
        board.StaffingChanged();
        board.RequestsChanged("S2");
        Assert.Equal((true, false, true), (whole.IsCompleted, one.IsCompleted, unknown.IsCompleted));
        foreach (var change in new Action[] { () => board.Changed(Change(2, 1)), () => board.RequestsChanged("S1"), () => board.RequestsChanged(null), () => board.Replace(Change(2, 1)), () => Know(board, "another name") })
        {
            one = board.Pulse("S1");
            Assert.False(one.IsCompleted);
            change();
            Assert.True(one.IsCompleted);
        }
    }

    [Fact]
    public void Time_alone_changes_all_of_a_streets_sites_at_once_and_those_of_a_city_in_turns()
    {
        foreach (var (sites, turns) in new[] { (43, 1), (1_200, 3) })
        {
            var board = Board();
            Assert.True(board.Replace(new(5, 1, [.. Enumerable.Range(0, sites).SelectMany(n => Change(1, 1, $"T{n:0000}").Sites)])));
            // Once on the way: every turn finds another part, whichever is the first; each is judged for the first time.
            var told = Enumerable.Range(0, turns).Select(_ =>
            {
                var before = board.Stamp;
                board.Age();
                return board.Round(1)!.States(null, before).Select(s => s.Site).ToList();
            }).ToList();
            Assert.All(told, part => Assert.InRange(part.Count, 1, 500));
            Assert.Equal(sites + 1, told.SelectMany(part => part).Distinct().Count());
            var all = board.Stamp;
            board.Age();
            Assert.Empty(board.Round(1)!.States(null, all));
        }
    }

    [Fact]
    public void An_older_epoch_or_sequence_changes_nothing()
    {
        var board = Board();
        board.Changed(Change(1, 1));
        board.Changed(Change(1, 99));
        board.Changed(Change(2, 99) with { Epoch = 4 });
        Assert.Equal(1, board.Round(1)!.Find("S1")!.Count.Queue);
        Assert.True(board.Trusted);
    }

    private static DistrictBoard Board()
    {
        var board = new DistrictBoard("d", TimeProvider.System);
        Know(board, "one");
        Assert.True(board.Replace(new(5, 0, [])));
        return board;
    }

    private static void Know(DistrictBoard board, string name)
    {
        var round = new RoundInfo("d", 1, name, RoundState.Open, new(2026, 1, 5), 10, false, null, null, null, new RoundClock(TimeProvider.System));
        var site = new SiteInfo("S1", "S1", "V", 36, 117, 100, 2, "", false);
        board.Know([new(round, new("d", "D", "Asia/Shanghai", 15, 30, 180), new Dictionary<string, SiteInfo> { ["S1"] = site }, null, null)]);
    }

    private static DistrictFold Change(long sequence, long arrived, string site = "S1") =>
        new(5, sequence, [new(new SiteCount(1, site, 5, sequence, arrived, 0, 0, 0, 0, SiteStatus.Open, 2, 1, 0, 0), [])]);

    private static Cadence Cadence(TimeProvider time) => new(Options.Create(new BoardOptions()), time, new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), NullLogger<Cadence>.Instance);

    private sealed class Client
    {
        private readonly List<Frame> frames = [];
        private readonly Lock gate = new();
        private SiteState? last;
        private int sends;

        public Task Waits { get; set; } = Task.CompletedTask;
        public SiteState? Last { get { lock (gate) return last; } }
        public int Sends { get { lock (gate) return sends; } }

        public IReadOnlyList<Frame> Frames { get { lock (gate) return [.. frames]; } }

        public async ValueTask Send(Frame frame)
        {
            if (frame.Sites.Length == 0) return;
            lock (gate) { sends++; frames.Add(frame); }
            await Waits;
            lock (gate) last = frame.Sites[^1];
        }
    }
}
