namespace ScreenOps.Core.Samples;

/// <summary>Who signs for a box: the site that gives it, the courier who takes it, the lab that receives it.</summary>
public enum BoxSide { Site, Courier, Lab }

public enum BoxOutcome
{
    Done, Already,
    UnknownBox, OtherSite, OtherRound, CodeUsed,
    Sealed, NotSealed, Empty, UnknownTube, TubeOpen,
    /// <summary>The tube lies in another box.</summary>
    InOtherBox,
    /// <summary>The courier took it: it is not opened any more.</summary>
    Gone,
    /// <summary>The lab signs after site and courier.</summary>
    NotHandedOver,
    Bad,
}

public sealed record Box(string Code, int Round, string Site, int Tubes, bool IsSealed, IReadOnlyCollection<BoxSide> Signed);

/// <summary>What may be done with a box: tubes in, sealed, signed by site and courier in either order, and by the lab at the end.</summary>
public static class BoxRules
{
    public static BoxOutcome Pack(Box? box, int round, string? site, Tube? tube)
    {
        if (OfSender(box, round, site) is { } wrong) return wrong;
        if (tube is null) return BoxOutcome.UnknownTube;
        if (tube.Round != round) return BoxOutcome.OtherRound;
        if (tube.Site != box!.Site) return BoxOutcome.OtherSite;
        if (tube.Box == box.Code) return BoxOutcome.Already;
        if (box.IsSealed) return BoxOutcome.Sealed;
        if (tube.Box is not null) return BoxOutcome.InOtherBox;
        return tube.State == TubeState.Open ? BoxOutcome.TubeOpen : BoxOutcome.Done;
    }

    public static BoxOutcome Unpack(Box? box, int round, string? site, Tube? tube) =>
        OfSender(box, round, site) ?? (tube is null ? BoxOutcome.UnknownTube : tube.Box != box!.Code ? BoxOutcome.Already : box.IsSealed ? BoxOutcome.Sealed : BoxOutcome.Done);

    public static BoxOutcome Seal(Box? box, int round, string? site) =>
        OfSender(box, round, site) ?? (box!.IsSealed ? BoxOutcome.Already : box.Tubes == 0 ? BoxOutcome.Empty : BoxOutcome.Done);

    public static BoxOutcome Unseal(Box? box, int round, string? site) =>
        OfSender(box, round, site) ?? (!box!.IsSealed ? BoxOutcome.Already : box.Signed.Count > 0 ? BoxOutcome.Gone : BoxOutcome.Done);

    /// <param name="site">Of who signs for the site; null for the others.</param>
    public static BoxOutcome Sign(Box? box, int round, string? site, BoxSide side)
    {
        if (OfSender(box, round, site) is { } wrong) return wrong;
        if (box!.Signed.Contains(side)) return BoxOutcome.Already;
        if (!box.IsSealed) return BoxOutcome.NotSealed;
        return side == BoxSide.Lab && box.Signed.Count < 2 ? BoxOutcome.NotHandedOver : BoxOutcome.Done;
    }

    private static BoxOutcome? OfSender(Box? box, int round, string? site) =>
        box is null ? BoxOutcome.UnknownBox : box.Round != round ? BoxOutcome.OtherRound : site is not null && site != box.Site ? BoxOutcome.OtherSite : null;
}
