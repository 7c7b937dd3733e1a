namespace ScreenOps.Core.Counting;

/// <summary>What a command does to its site: additions to the five sums, and perhaps a setting. It may change while it is being worked out.</summary>
internal struct Effect
{
    public long Arrived, Implied, Sampled, Left, Corrected;
    public CountKind? Sets;
    public Setting Now, Before;

    public readonly long Queue => Arrived + Implied - Sampled - Left + Corrected;

    /// <summary>Books it in the totals and takes it out of the queue.</summary>
    public void KeepOutOfQueue() => Corrected -= Queue;

    /// <summary>The queue is never below zero: who was sampled or left with nobody counted had arrived.</summary>
    public void ImplyArrivals(long queueBefore) => Implied += Math.Max(0, -(queueBefore + Queue));
}
