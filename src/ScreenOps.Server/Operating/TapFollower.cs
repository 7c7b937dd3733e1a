using System.Diagnostics;
using System.Threading.Channels;
using ScreenOps.Server.Board;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>Follows traced commands from where they were published to this server's board, so that one trace tells a tap's whole way. What it cannot keep up with is not told.</summary>
internal sealed class TapFollower : BackgroundService
{
    private const int Most = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Channel<Tap> taps = Channel.CreateBounded<Tap>(new BoundedChannelOptions(Most) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private readonly DistrictBoards boards;
    private readonly TimeProvider time;
    private readonly ILogger<TapFollower> log;

    private readonly record struct Tap(ActivityContext Trace, string District, int Round, string Site, long Epoch, long Version, long Published);

    public TapFollower(CountingMeters meters, DistrictBoards boards, TimeProvider time, ILogger<TapFollower> log)
    {
        (this.boards, this.time, this.log) = (boards, time, log);
        meters.Published = Take;
    }

    /// <summary>On the turn's own way: it only notes what is traced.</summary>
    private void Take(Turn turn)
    {
        var at = 0;
        foreach (var sending in turn.Sendings)
        {
            var last = turn.Said.Skip(at).Take(sending.Count).LastOrDefault(s => s.Row >= 0, Said.Repeat);
            at += sending.Count;
            if (sending.Trace.TraceId == default) continue;
            sending.Published = time.GetTimestamp();
            if (last.Row >= 0 && turn.Rows[last.Row] is { Version: { } version } row) taps.Writer.TryWrite(new(sending.Trace, turn.District, row.Round, row.Site, row.Epoch, version, sending.Published));
        }
    }

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        await foreach (var tap in taps.Reader.ReadAllAsync(stop))
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
            try
            {
                await Shown(tap, either.Token);
                TapSpans.Span(TapSpans.Board, tap.Trace, tap.Published, time.GetTimestamp(), time)?.Dispose();
            }
            catch (Exception e) when (e is OperationCanceledException or TimeoutException && !stop.IsCancellationRequested)
            {
                // The board has no feed; its own log says so.
            }
        }
    }

    private async Task Shown(Tap tap, CancellationToken cancel)
    {
        var board = await boards.Board(tap.District, cancel);
        for (var pulse = board.Pulse(); !Shows(board, tap); pulse = board.Pulse()) await pulse.WaitAsync(cancel);
    }

    private static bool Shows(DistrictBoard board, Tap tap) =>
        board.Counts().Any(s => s.Round == tap.Round && s.Site == tap.Site && (s.Epoch > tap.Epoch || (s.Epoch == tap.Epoch && s.Version >= tap.Version)));
}
