using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>What counts after the weight of the seats that stay empty.</summary>
internal enum PlanAim
{
    /// <summary>Least travel, then fewest changes. What is set by hand or published stays.</summary>
    ShortWays,

    /// <summary>Fewest changes, then least travel: the repair of a plan that people were told. Only what is locked by hand must stay.</summary>
    FewMoves,

    /// <summary>Least travel, and nobody is moved: what stands stays.</summary>
    AddOnly,
}

/// <param name="Standing">The plan as it is: breaks no rule. Members who declined, were released or are absent are not asked for that shift.</param>
internal sealed record PlanTask(PlanInput Input, IReadOnlyCollection<Assignment> Standing, PlanAim Aim = PlanAim.ShortWays)
{
    /// <summary>More are not solved as one: the ways to share them out over sites grow beyond any memory.</summary>
    public const int MostShifts = 6;

    public static bool TooManyShifts(PlanInput input) => input.Posts.Select(p => p.Shift).Distinct().Count() > MostShifts;

    /// <summary>What every answer holds.</summary>
    public IReadOnlyList<Assignment> Fixed { get; } = [.. Standing.Where(a => Aim switch
    {
        PlanAim.FewMoves => a.Holds && a.Locked,
        PlanAim.AddOnly => a.Holds,
        _ => a.Kept,
    })];
}
