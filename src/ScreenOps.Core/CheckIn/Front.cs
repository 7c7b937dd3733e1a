namespace ScreenOps.Core.CheckIn;

/// <summary>What a site has called of its line. Times are unix milliseconds on the round's clock.</summary>
/// <param name="Called">The highest ordinary ticket called.</param>
/// <param name="CalledAt">When it called last, ordinary or priority.</param>
/// <param name="Priorities">How many priority numbers were called.</param>
/// <param name="CalledPriority">The highest of them.</param>
public sealed record LineCalls(int Called, long CalledAt, int Priorities, int CalledPriority);

/// <summary>The number that stands at the front of a line, as residents are told it.</summary>
public static class Front
{
    /// <summary>A site that called nobody for so long is no longer believed to call; its line is then told by who left it.</summary>
    public const long Silence = 10 * 60_000;

    /// <param name="passed">The places that were left: the line's length minus the queue, see decision 0002.</param>
    /// <param name="calls">Null where the site calls no numbers.</param>
    public static int Of(int passed, LineCalls? calls, long now)
    {
        if (calls is null or { CalledAt: 0 }) return passed;
        // Who was called before their turn left a place behind that is not the front's.
        return now - calls.CalledAt < Silence ? calls.Called : Math.Max(calls.Called, passed - calls.Priorities);
    }
}
