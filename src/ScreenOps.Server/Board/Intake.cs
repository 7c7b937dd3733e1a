namespace ScreenOps.Server.Board;

/// <summary>
/// What one viewer was sent and has not taken yet. A line holds megabytes on their way, in which a picture grows old; so a screen that tells what it has taken
/// is sent no more than a few changes ahead of it, and then the newest. One that tells nothing gets as much as its line takes.
/// </summary>
internal sealed class Intake(int ahead)
{
    private readonly Lock gate = new();
    private long sent, taken;
    private bool tells;
    private TaskCompletionSource? room;

    public void Sent()
    {
        lock (gate) sent++;
    }

    /// <param name="changes">How many it has taken since it joined; what it cannot have taken does not count.</param>
    public void Taken(long changes)
    {
        lock (gate)
        {
            (tells, taken) = (true, Math.Clamp(changes, taken, sent));
            if (!HasRoom) return;
            room?.TrySetResult();
            room = null;
        }
    }

    /// <summary>Ends when there is room for one more.</summary>
    public Task Room(CancellationToken stop)
    {
        lock (gate)
        {
            if (HasRoom) return Task.CompletedTask;
            room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return room.Task.WaitAsync(stop);
        }
    }

    private bool HasRoom => !tells || sent - taken < ahead;
}
