namespace ScreenOps.Core.Samples;

public enum TransportState { InTime, Late, TooLate }

/// <summary>How long swabs may be on their way, from the first of them to the lab's signature.</summary>
/// <param name="Warn">From this age on it is late.</param>
/// <param name="Alarm">From this age on it is too late.</param>
public sealed record TransportLimits(TimeSpan Warn, TimeSpan Alarm)
{
    /// <summary>Limits belong to the worse state. Nothing swabbed yet is in time.</summary>
    /// <param name="firstSwab">Unix milliseconds, as the others.</param>
    /// <param name="received">The lab's signature; null: still on the way.</param>
    public TransportState Of(long? firstSwab, long? received, long now)
    {
        if (firstSwab is not { } first) return TransportState.InTime;
        var age = TimeSpan.FromMilliseconds((received ?? now) - first);
        return age >= Alarm ? TransportState.TooLate : age >= Warn ? TransportState.Late : TransportState.InTime;
    }
}
