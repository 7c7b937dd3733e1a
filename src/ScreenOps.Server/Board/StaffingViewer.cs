using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>
/// A page of people: it is told that the staffing of its district changed and reads it by itself, at once when it was idle, then at most twice a second,
/// since what it reads is a whole document.
/// </summary>
internal sealed class StaffingViewer(DistrictBoard board, Func<Frame, ValueTask> send, TimeProvider time) : IViewer
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private long seen;

    public Snapshot Join()
    {
        seen = board.StaffingStamp;
        return board.Snapshot(null, null);
    }

    public async Task Run(CancellationToken stop)
    {
        while (true)
        {
            var pulse = board.Pulse();
            if (board.StaffingStamp is var now && now != seen)
            {
                seen = now;
                await send(Frame.StaffingChanged);
                await Task.Delay(Interval, time, stop);
            }
            else await pulse.WaitAsync(stop);
            stop.ThrowIfCancellationRequested();
        }
    }
}
