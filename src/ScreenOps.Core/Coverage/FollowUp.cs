namespace ScreenOps.Core.Coverage;

/// <summary>What was heard of somebody who has no sample of the round. The names stand in the database.</summary>
public enum FollowUp { Coming, HomeVisit, Refuses, Away, Exempt }

/// <summary>Where somebody stands in a round, as far as the ledger and the tubes know.</summary>
public enum Reached
{
    Missing,
    /// <summary>Sampled, but the tube was lost or spoilt: to be sampled again.</summary>
    Again,
    /// <summary>In the line of a site.</summary>
    Waiting,
    Sampled,
}

public static class FollowUps
{
    /// <summary>Nobody needs to look for this person any more: away from the district for the whole round, or not to be sampled.</summary>
    public static bool Settles(this FollowUp heard) => heard is FollowUp.Away or FollowUp.Exempt;
}
