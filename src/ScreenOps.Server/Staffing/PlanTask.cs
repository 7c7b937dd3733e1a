using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>What counts after the weight of the seats that stay empty.</summary>
internal enum PlanAim
{
    /// <summary>Least travel, then fewest changes. What is set by hand or published stays.</summary>
    ShortWays,

    /// <summary>Fewest changes, then least travel: the repair of a plan that people were told. Only what is locked by hand must stay.</summary>
    FewMoves,
}

/// <param name="Standing">The plan as it is: breaks no rule. Members who declined, were released or are absent are not asked for that shift.</param>
internal sealed record PlanTask(PlanInput Input, IReadOnlyCollection<Assignment> Standing, PlanAim Aim = PlanAim.ShortWays)
{
    /// <summary>More are not solved as one: the ways to share them out over sites grow beyond any memory.</summary>
    public const int MostShifts = 6;

    /// <summary>What every answer holds.</summary>
    public IReadOnlyList<Assignment> Fixed { get; } = [.. Standing.Where(a => Aim == PlanAim.FewMoves ? a.Holds && a.Locked : a.Kept)];
}
