using ScreenOps.Core.Samples;

namespace ScreenOps.Server.Samples;

internal enum TubeActKind { Open, Put, Move, Abort, Close, Reopen, Trouble, Clear, Doubt }

/// <summary>What somebody at the tube says that the check-in could not know.</summary>
internal enum PlaceDoubt { WrongIdentity, OthersCode }

/// <summary>One act with a tube. Whoever does it makes the id and keeps it over retries, so that an act sent twice is one; acts made without a network are sent later in their order.</summary>
/// <param name="Made">Unix milliseconds on the round's clock when it was done.</param>
/// <param name="Site">Open: where; left out by a sender that is of one site.</param>
/// <param name="Size">Open: a smaller tube than the round's rule, for those who shall not be pooled; null: as the rule says.</param>
/// <param name="Person">Who; or a pass, or a ticket of the tube's site.</param>
/// <param name="To">Move: the other tube's barcode.</param>
/// <param name="Why">Needed with Move, Abort, Reopen, Trouble, Clear and Doubt.</param>
internal sealed record TubeAct(
    Guid? Id, TubeActKind? Kind, string? Barcode, long Made, string? Site = null, int? Lane = null, int? Size = null, Guid? Person = null, string? Pass = null, int? Ticket = null,
    string? To = null, TubeTrouble? Trouble = null, PlaceDoubt? Doubt = null, string? Why = null)
{
    private const int WhyMost = 200;

    /// <summary>Why it cannot be meant, and what to send; null: it can.</summary>
    public string? Fault(int roundSize) => this switch
    {
        { Id: null } => "id is a UUID that the sender makes and keeps over retries.",
        { Kind: null } => $"kind is one of {string.Join(", ", Enum.GetNames<TubeActKind>())}.",
        { Made: <= 0 } => "made is unix milliseconds on the round's clock.",
        _ when SampleCode.Parse(Barcode) is null => "barcode is 4 to 32 digits, Latin letters and hyphens; scan the tube's label again.",
        { Kind: TubeActKind.Open, Size: { } size } when !Tube.Sizes.Contains(size) || size > roundSize => $"size is 1, 5, 10 or 20, and at most {roundSize}, the round's rule.",
        { Kind: TubeActKind.Open, Lane: < 1 or > 99 } => "lane is 1 to 99, or left out.",
        { Kind: TubeActKind.Put or TubeActKind.Move or TubeActKind.Abort or TubeActKind.Doubt } when Named != 1 => "Say one of person, pass or ticket.",
        { Kind: TubeActKind.Move } when SampleCode.Parse(To) is null => "to is the barcode of the other tube; scan it.",
        { Kind: TubeActKind.Trouble, Trouble: null } => "trouble is Lost, Spoilt or Flagged.",
        { Kind: TubeActKind.Doubt, Doubt: null } => "doubt is WrongIdentity or OthersCode.",
        { Kind: not (TubeActKind.Open or TubeActKind.Put or TubeActKind.Close) } when string.IsNullOrWhiteSpace(Why) => "why: say in a few words why; it stays with the tube.",
        { Why.Length: > WhyMost } => $"why has at most {WhyMost} characters.",
        _ => null,
    };

    private int Named => (Person is null ? 0 : 1) + (string.IsNullOrEmpty(Pass) ? 0 : 1) + (Ticket is null ? 0 : 1);

    public string By => Person is not null ? "Person" : Pass is not null ? "Pass" : "Ticket";
}

/// <param name="Acts">In the order in which they were done.</param>
internal sealed record TubeActs(IReadOnlyList<TubeAct?>? Acts);

/// <param name="Name">Masked.</param>
/// <param name="Ticket">0 where the person had none.</param>
internal sealed record TubePerson(Guid Id, string Name, int Ticket);

/// <param name="Outcome">Done and Already: it is so now, and committed. Busy: send the same act again. All else changed nothing.</param>
/// <param name="Cure">What to do where it is not so.</param>
/// <param name="Tube">The tube as it is now.</param>
/// <param name="In">The tube that the person is in, where that is another one.</param>
/// <param name="Next">Who comes next; null: nobody with a ticket waits.</param>
internal sealed record TubeAnswer(Guid? Id, TubeOutcome Outcome, string? Cure, TubeShown? Tube = null, TubePerson? Person = null, string? In = null, TubeNext? Next = null);

internal sealed record TubeReply(IReadOnlyList<TubeAnswer> Answers);

/// <summary>Who sends: the site that bounds it (null: none), and whose act it is.</summary>
/// <param name="Lab">It may say what became of tubes, and nothing else.</param>
internal sealed record TubeSender(string? Site, Guid Actor, bool Lab);
