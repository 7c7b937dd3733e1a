namespace ScreenOps.Core.Samples;

/// <summary>Open takes people; Full closed by itself and opens by itself when a place falls free; Closed was closed by hand, or is short of a person in a box.</summary>
public enum TubeState { Open, Full, Closed }

/// <summary>What the lab or the site says of a tube whose people must be called back.</summary>
public enum TubeTrouble { Lost, Spoilt, Flagged }

/// <param name="Size">1, 5, 10 or 20 people.</param>
/// <param name="Filled">Those in it.</param>
/// <param name="Box">Null: in none.</param>
public sealed record Tube(string Barcode, int Round, string Site, int Size, int Filled, TubeState State, string? Box = null)
{
    public static readonly IReadOnlyList<int> Sizes = [1, 5, 10, 20];
}

/// <summary>The answers to what people want to do with a tube. All but Done and Already changed nothing.</summary>
public enum TubeOutcome
{
    Done,
    /// <summary>It is so already: this person is in this tube, this tube is open here.</summary>
    Already,
    Full, Closed, UnknownTube, OtherSite, OtherRound,
    /// <summary>The barcode was used for a tube that is over, or of another site or round.</summary>
    BarcodeUsed,
    /// <summary>The person is in another tube of the round.</summary>
    InOtherTube,
    /// <summary>The person is not in this tube.</summary>
    NotInTube,
    InBox, NotClosed,
    UnknownPerson, NoTicket, PassRefused,
    /// <summary>The ledger knows a sample of the person at another site, bound to no tube.</summary>
    SampledElsewhere,
    RoundNotOpen, RoundSealed,
    /// <summary>The act itself cannot be meant: a field is missing or out of bounds.</summary>
    Bad,
    /// <summary>An engine is away or the ledger is behind: the same act may be sent again.</summary>
    Busy,
}

/// <summary>
/// What may be done with a tube, decided on what is locked. Sizes are kept whatever comes in which order: whoever is refused is told the cure, nobody is squeezed in.
/// </summary>
public static class TubeRules
{
    /// <param name="site">Of the sender; null: of all sites.</param>
    public static TubeOutcome Open(Tube? there, int round, string site) => there switch
    {
        null => TubeOutcome.Done,
        { State: TubeState.Open } same when same.Round == round && same.Site == site => TubeOutcome.Already,
        _ => TubeOutcome.BarcodeUsed,
    };

    /// <param name="isIn">Barcode of the tube of the round that the person is in.</param>
    public static TubeOutcome Put(Tube? tube, int round, string? site, string? isIn)
    {
        if (OfSender(tube, round, site) is { } wrong) return wrong;
        if (isIn is not null) return isIn == tube!.Barcode ? TubeOutcome.Already : TubeOutcome.InOtherTube;
        return Room(tube!);
    }

    /// <summary>A mended record, not a moved swab: the tube may be closed that the person is taken from, and not the one that takes.</summary>
    public static TubeOutcome Move(Tube? from, Tube? to, int round, string? site, string? isIn)
    {
        if (OfSender(from, round, site) is { } wrong) return wrong;
        if (isIn == to?.Barcode && to is not null) return TubeOutcome.Already;
        if (isIn != from!.Barcode) return TubeOutcome.NotInTube;
        if (OfSender(to, round, from.Site) is { } other) return other;
        return Room(to!);
    }

    public static TubeOutcome Abort(Tube? tube, int round, string? site, string? isIn) =>
        OfSender(tube, round, site) ?? (isIn == tube!.Barcode ? TubeOutcome.Done : TubeOutcome.NotInTube);

    /// <param name="wanted">Closed or Open: closed by hand or reopened; null: something is said of the tube, which stays as it is.</param>
    public static TubeOutcome OfTube(Tube? tube, int round, string? site, TubeState? wanted) => OfSender(tube, round, site) ?? (wanted, tube!) switch
    {
        (null, _) => TubeOutcome.Done,
        (TubeState.Closed, { State: TubeState.Closed }) or (TubeState.Open, { State: TubeState.Open }) => TubeOutcome.Already,
        (TubeState.Open, { Box: not null }) => TubeOutcome.InBox,
        (TubeState.Open, { State: TubeState.Full }) => TubeOutcome.Full,
        _ => TubeOutcome.Done,
    };

    /// <summary>The tube with one person more, or one fewer; the latter opens what had closed by itself, unless it lies in a box.</summary>
    public static Tube With(Tube tube, int people)
    {
        var filled = tube.Filled + people;
        if (filled < 0 || filled > tube.Size) throw new InvalidOperationException($"A tube of {tube.Size} cannot hold {filled}; ask the rules first.");
        var state = people > 0 && filled == tube.Size ? TubeState.Full
            : people < 0 && tube.State == TubeState.Full ? tube.Box is null ? TubeState.Open : TubeState.Closed : tube.State;
        return tube with { Filled = filled, State = state };
    }

    /// <summary>As it is once somebody opens it again: full where all its places are taken.</summary>
    public static TubeState Reopened(Tube tube) => tube.Filled == tube.Size ? TubeState.Full : TubeState.Open;

    private static TubeOutcome? OfSender(Tube? tube, int round, string? site) =>
        tube is null ? TubeOutcome.UnknownTube : tube.Round != round ? TubeOutcome.OtherRound : site is not null && site != tube.Site ? TubeOutcome.OtherSite : null;

    private static TubeOutcome Room(Tube tube) => tube.State switch
    {
        TubeState.Full => TubeOutcome.Full,
        TubeState.Closed => TubeOutcome.Closed,
        _ => tube.Filled < tube.Size ? TubeOutcome.Done : TubeOutcome.Full,
    };
}
