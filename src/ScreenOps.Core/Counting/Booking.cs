namespace ScreenOps.Core.Counting;

/// <summary>A command as it enters a turn: whose it is, when the server booked it, and what was wrong with it before it came here.</summary>
/// <param name="Booked">Unix milliseconds on the round's clock.</param>
/// <param name="Refusal">Not null: it uses up its number and does nothing else.</param>
/// <param name="Person">A known person's arrival, sample or leaving: unique by (round, person, kind).</param>
public sealed record Booking(Guid Device, CountCommand Command, long Booked, string? Refusal = null, Guid? Person = null);

/// <summary>What a turn says of one booking.</summary>
public abstract record BookingAnswer
{
    /// <summary>It has its rows (one, or two for a move), applied or refused.</summary>
    public sealed record Booked(IReadOnlyList<LedgerRow> Rows) : BookingAnswer;

    /// <summary>Its number was booked before; the ledger must show it before anybody is told.</summary>
    public sealed record Repeat : BookingAnswer;

    /// <summary>A number before it is missing.</summary>
    public sealed record Gap(long Expected) : BookingAnswer;
}
