namespace ScreenOps.Core.Districts;

/// <summary>How much of a person's number or name somebody at a desk has to know to be shown who it may be.</summary>
public static class DeskNumbers
{
    /// <summary>Last characters of an identity number or a phone. Among 60,000 residents some six share those of an identity number.</summary>
    public const int End = 4;

    /// <summary>First characters of a name.</summary>
    public const int Begin = 2;
}
