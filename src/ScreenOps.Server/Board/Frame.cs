using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>One message to viewers, serialised once for each protocol however many get it.</summary>
internal sealed class Frame
{
    public static readonly Frame RoundsChanged = new(nameof(ILiveClient.Rounds), [], []);
    public static readonly Frame StaffingChanged = new(nameof(ILiveClient.Staffing), [], []);
    public static readonly Frame RequestsChanged = new(nameof(ILiveClient.Requests), [], []);

    private Frame(string call, object?[] arguments, SiteState[] sites) => (Sites, Message) = (sites, new(new InvocationMessage(call, arguments)));

    public SiteState[] Sites { get; }
    public SerializedHubMessage Message { get; }

    public static Frame Changed(SiteState[] sites) => new(nameof(ILiveClient.Changed), [sites], sites);
}

/// <summary>
/// The frames of the last moments. Viewers that were sent to at the same moment are owed the same: with thousands of them that is the rule.
/// What is not kept any more is made again.
/// </summary>
internal sealed class Frames(int kept = 64)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(long After, long UpTo), Frame?> frames = [];
    private readonly Queue<(long After, long UpTo)> order = new();

    /// <param name="make">Null: nothing changed in this span.</param>
    public Frame? Of(long after, long upTo, Func<Frame?> make)
    {
        lock (gate)
        {
            if (frames.TryGetValue((after, upTo), out var made)) return made;
            if (order.Count == kept) frames.Remove(order.Dequeue());
            order.Enqueue((after, upTo));
            return frames[(after, upTo)] = make();
        }
    }
}
