using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>
/// A screen of all districts: the open real round of each, its sites named district/site. It is sent the newest state of each changed site, at most once a
/// second, since nobody reads thousands of sites faster. A district that comes later is seen from the next Watch on.
/// </summary>
internal sealed class CityViewer(IReadOnlyList<DistrictBoard> boards, Func<Frame, ValueTask> send, Intake intake, TimeProvider time) : IViewer
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly Scope Open = new(null, false, null);
    private readonly Seen[] seen = [.. boards.Select(b => new Seen(b))];

    private sealed class Seen(DistrictBoard board)
    {
        private long stamp, rounds;
        private RoundBoard? watched;

        /// <summary>States that changed since the last call, and whether the list of rounds did; the first time all are new.</summary>
        public (IEnumerable<SiteState> States, bool Rounds) Next()
        {
            if (watched is not null && board.Stamp == stamp) return ([], false);
            var (now, roundsNow, round) = (board.Stamp, board.RoundsStamp, Open.Of(board));
            var states = round?.States(null, ReferenceEquals(round, watched) ? stamp : -1) ?? [];
            var newRounds = roundsNow != rounds;
            (stamp, rounds, watched) = (now, roundsNow, round);
            return (states.Select(s => s with { Site = $"{board.District}/{s.Site}" }), newRounds);
        }
    }

    public Snapshot Join() => new(0, "", false, time.GetUtcNow().ToUnixTimeMilliseconds(), 1, [.. seen.SelectMany(s => s.Next().States)]);

    public async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            await intake.Room(stop);
            var news = seen.Select(s => s.Next()).ToList();
            SiteState[] changed = [.. news.SelectMany(n => n.States)];
            if (news.Any(n => n.Rounds)) await send(Frame.RoundsChanged);
            if (changed.Length == 0) continue;
            intake.Sent();
            await send(Frame.Changed(changed));
        }
    }
}
