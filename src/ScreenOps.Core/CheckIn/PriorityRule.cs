namespace ScreenOps.Core.CheckIn;

/// <summary>Why somebody has a number of their own. The words stand in the database: never rename.</summary>
public enum PriorityReason { Old, Pregnant, Disabled, Other }

/// <summary>Who goes before, and how often: a rule of the district.</summary>
/// <param name="Every">After so many ordinary numbers a priority one is called, if one waits; 0: always before.</param>
/// <param name="Age">From this age on one is old, by the year of birth.</param>
public sealed record PriorityRule(int Every, int Age)
{
    public const int EveryMost = 20, AgeLeast = 50, AgeMost = 100;

    public static readonly PriorityRule Usual = new(2, 60);

    /// <summary>What the register says for it; null: nothing, which does not mean that there is no reason.</summary>
    public PriorityReason? Of(int? born, bool immobile, int year) =>
        immobile ? PriorityReason.Disabled : born is { } b && year - b >= Age ? PriorityReason.Old : null;

    /// <summary>Whether the next number called is a priority one; null: nobody waits.</summary>
    /// <param name="since">Ordinary numbers called since the last priority one.</param>
    public bool? NextIsPriority(int since, bool ordinary, bool priority) => priority && (since >= Every || !ordinary) ? true : ordinary ? false : null;
}
