using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>Versions order by (epoch, n): a state of a later fold is later, whatever its n.</summary>
public static class Versions
{
    public static bool LaterThan(this SiteCount one, SiteCount other) => Later(one.Epoch, one.Version, other.Epoch, other.Version);

    public static bool LaterThan(this SiteState one, SiteState other) => Later(one.Epoch, one.Version, other.Epoch, other.Version);

    private static bool Later(long epoch, long version, long otherEpoch, long otherVersion) =>
        epoch > otherEpoch || (epoch == otherEpoch && version > otherVersion);
}
