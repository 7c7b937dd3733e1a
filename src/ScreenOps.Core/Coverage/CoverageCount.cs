namespace ScreenOps.Core.Coverage;

/// <summary>People of a part of the tree. Each stands in one of Sampled, Waiting, Settled and <see cref="Missing"/>.</summary>
/// <param name="Sampled">With a sample that still counts.</param>
/// <param name="Waiting">In the line of a site.</param>
/// <param name="Settled">Without a sample, and nobody needs to look for them: away or exempt.</param>
/// <param name="HomeVisits">Of the missing, those to be sampled at home.</param>
/// <param name="Again">Of the missing, those whose tube was lost or spoilt.</param>
public readonly record struct CoverageCount(int People, int Sampled, int Waiting, int Settled, int HomeVisits, int Again)
{
    /// <summary>Whom somebody must still look for.</summary>
    public int Missing => People - Sampled - Waiting - Settled;

    public static CoverageCount operator +(CoverageCount a, CoverageCount b) => Add(a, b);

    public static CoverageCount Add(CoverageCount a, CoverageCount b) =>
        new(a.People + b.People, a.Sampled + b.Sampled, a.Waiting + b.Waiting, a.Settled + b.Settled, a.HomeVisits + b.HomeVisits, a.Again + b.Again);
}
