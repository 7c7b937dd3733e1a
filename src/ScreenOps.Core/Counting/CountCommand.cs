using System.Runtime.Serialization;

namespace ScreenOps.Core.Counting;

/// <summary>What a tablet says. The numbers stand in the ledger: never renumber.</summary>
public enum CountKind { Arrived = 1, Sampled = 2, Left = 3, Queue = 4, Lanes = 5, Open = 6, Pause = 7, Close = 8, Undo = 9 }

/// <summary>
/// One command of one device. The device is the signed-in sender; it numbers its commands 1, 2, 3 …, makes each number once and keeps it over retries.
/// In MessagePack its members are an array in this order, as in all that the live line carries: new ones come last.
/// </summary>
/// <param name="Number">1, 2, 3 … within the device.</param>
/// <param name="N">People for Arrived, Sampled, Left (1 or more) and Queue (0 or more), lanes for Lanes (0 or more), the number to take back for Undo (of a known person: which of their samples); 0 for the rest.</param>
/// <param name="Made">Unix milliseconds on the round's clock when the device made it.</param>
[DataContract]
public sealed record CountCommand(
    [property: DataMember(Order = 0)] long Number, [property: DataMember(Order = 1)] int Round, [property: DataMember(Order = 2)] string Site,
    [property: DataMember(Order = 3)] CountKind Kind, [property: DataMember(Order = 4)] long N, [property: DataMember(Order = 5)] long Made);

public enum CountOutcome { Applied, Refused, Gap, Busy }

/// <summary>The answer to one command. Applied and Refused are committed in PostgreSQL; Gap and Busy used up no number.</summary>
/// <param name="Expected">With Gap: the number to send next.</param>
/// <param name="Reason">With Refused: see <see cref="Refusal"/>. With Busy: what to wait for.</param>
[DataContract]
public sealed record CountReceipt(
    [property: DataMember(Order = 0)] long Number, [property: DataMember(Order = 1)] CountOutcome Outcome, [property: DataMember(Order = 2)] string? Reason = null,
    [property: DataMember(Order = 3)] long? Expected = null);

/// <summary>Why a command was refused for its content: a word for programs; screens have the sentence.</summary>
public static class Refusal
{
    public const string UnknownSite = "unknown-site";
    public const string UnknownRound = "unknown-round";
    public const string OtherSite = "other-site";
    public const string BadAmount = "bad-amount";
    public const string RoundNotOpen = "round-not-open";
    public const string RoundSealed = "round-sealed";
    public const string NothingToUndo = "nothing-to-undo";
    public const string AlreadyHere = "already-here";
    public const string AlreadySampled = "already-sampled";
    public const string NotWaiting = "not-waiting";
}
