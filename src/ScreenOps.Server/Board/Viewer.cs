using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>One connection that watches.</summary>
internal interface IViewer
{
    /// <summary>Joins, then reads: what changes meanwhile is sent afterwards.</summary>
    Snapshot Join();

    /// <summary>Sends what changed, until it is stopped or the line breaks.</summary>
    Task Run(CancellationToken stop);
}

/// <summary>
/// One that watches a district, or a part of it. It is sent the newest state of each changed site when its last send is done: at once when it was idle,
/// and no more often than the cadence says. It remembers one stamp and its intake bounds what is on its way, so it never works through a backlog and keeps nobody waiting.
/// </summary>
internal sealed class Viewer(DistrictBoard board, Scope scope, Func<Frame, ValueTask> send, Intake intake, Cadence cadence, TimeProvider time) : IViewer
{
    private long seen, roundsSeen, requestsSeen;
    private RoundBoard? watched;

    public Snapshot Join()
    {
        (roundsSeen, requestsSeen, seen, watched) = (board.RoundsStamp, board.RequestsStamp(scope.Site), board.Stamp, scope.Of(board));
        return board.Snapshot(watched, scope.Site);
    }

    public async Task Run(CancellationToken stop)
    {
        while (true)
        {
            await intake.Room(stop);
            var pulse = board.Pulse(scope.Site);
            var sent = await Send();
            if (sent is { } at)
            {
                var rest = cadence.Interval - time.GetElapsedTime(at);
                if (rest > TimeSpan.Zero) await Task.Delay(rest, time, stop);
            }
            else await pulse.WaitAsync(stop);
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Null when there was nothing to send, else when it began.</summary>
    private async Task<long?> Send()
    {
        var (rounds, requests, stamp, round) = (board.RoundsStamp, board.RequestsStamp(scope.Site), board.Stamp, scope.Of(board));
        var began = time.GetTimestamp();
        var changed = round?.Changes(scope.Site, ReferenceEquals(round, watched) ? seen : -1, stamp);
        var (newRounds, newRequests) = (rounds != roundsSeen, requests != requestsSeen);
        (roundsSeen, requestsSeen, seen, watched) = (rounds, requests, stamp, round);
        if (newRounds) await send(Frame.RoundsChanged);
        if (newRequests) await send(Frame.RequestsChanged);
        if (changed is not null)
        {
            intake.Sent();
            await send(changed);
        }
        return newRounds || newRequests || changed is not null ? began : null;
    }
}
