namespace ScreenOps.Core.Samples;

/// <summary>The seven known ways in which a person's result is lost. Each has a check of this name.</summary>
public enum Loss
{
    /// <summary>A swab was broken off, and the person has not been put into a tube since.</summary>
    AbortedSwab,

    /// <summary>Counted as sampled, and in no tube of the round; or in one for longer than a moment without being counted.</summary>
    NotInTube,

    /// <summary>The number that the person gave is another's, whose name and phone are not theirs; or somebody said at the tube that this is not who stands there.</summary>
    WrongIdentity,

    /// <summary>A pass or ticket was shown again after its holder was sampled; or somebody said at the tube that the code is another's.</summary>
    OthersCode,

    /// <summary>In a tube without a valid identity number, so that no result finds the person.</summary>
    NoIdentityNumber,

    /// <summary>Swabs that are older than the district's limit and have not reached the lab.</summary>
    TransportDelay,

    /// <summary>A barcode was scanned again after it was used: two tubes may carry it.</summary>
    TubeScannedTwice,
}
