namespace ScreenOps.Core.Staffing;

/// <summary>What a change by hand took away and brought, so that it can be taken back to the letter: who was told is then still told.</summary>
public sealed record HandChange(IReadOnlyList<Assignment> Gone, IReadOnlyList<Assignment> Come)
{
    public static HandChange Between(IReadOnlyCollection<Assignment> before, IReadOnlyCollection<Assignment> after) => new([.. before.Except(after)], [.. after.Except(before)]);

    /// <summary>Null: what it brought is no longer as it was, or what it took away would now break a rule.</summary>
    public IReadOnlyList<Assignment>? TakenBack(PlanInput input, IReadOnlyCollection<Assignment> plan)
    {
        if (!Come.All(plan.Contains)) return null;
        IReadOnlyList<Assignment> back = [.. plan.Except(Come), .. Gone];
        var people = Gone.Select(a => a.Member).ToHashSet();
        return PlanCheck.Violations(input, back, []).Any(v => people.Contains(v.Member)) ? null : back;
    }
}
