using System.Diagnostics;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Counting;

/// <summary>Where a traced command's time went. Its spans are made when it is over, so that the way there carries two timestamps and nothing else.</summary>
internal static class TapSpans
{
    public const string Turn = "screenops.turn", Commit = "screenops.commit", Board = "screenops.board";

    /// <summary>Waiting for the turn with its script, then the commit, as parts of the call that brought it.</summary>
    public static void Acknowledged(Sending sending, TimeProvider time)
    {
        Span(Turn, sending.Trace, sending.Came, sending.Published, time)?.Dispose();
        Span(Commit, sending.Trace, sending.Published, time.GetTimestamp(), time)?.Dispose();
    }

    /// <param name="from">As the time provider's timestamp, like the other.</param>
    public static Activity? Span(string name, ActivityContext parent, long from, long until, TimeProvider time)
    {
        var (now, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        var span = Telemetry.Source.StartActivity(name, ActivityKind.Internal, parent, startTime: now - time.GetElapsedTime(from, stamp));
        return span?.SetEndTime((now - time.GetElapsedTime(until, stamp)).UtcDateTime);
    }
}
