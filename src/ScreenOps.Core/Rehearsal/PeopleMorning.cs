namespace ScreenOps.Core.Rehearsal;

/// <summary>A member who was told of a duty.</summary>
/// <param name="Starts">Second of the day.</param>
public sealed record RehearsedDuty(Guid Member, string Shift, int Starts);

/// <summary>What a member says of a duty, in a rehearsal through the command centre that took the call.</summary>
/// <param name="Act">Confirm, Decline or CheckIn.</param>
/// <param name="Second">Of the day.</param>
public sealed record RehearsedAct(Guid Member, string Shift, string Act, int Second, string Reason);

/// <summary>How people behave: most say yes soon and come in good time, some cannot, some say nothing and come, a few say yes and do not come.</summary>
public static class PeopleMorning
{
    private const double Declines = 0.04, Silent = 0.06, StaysAway = 0.03;
    private static readonly string[] Reasons = ["发烧", "家里有事", "人在外地", "另有工作"];

    /// <param name="from">Second of the day at which they were told.</param>
    /// <returns>In the order of their seconds; the same for the same seed.</returns>
    public static IReadOnlyList<RehearsedAct> Of(IEnumerable<RehearsedDuty> duties, int from, int seed)
    {
        var dice = new Dice((ulong)seed);
        return [.. duties.OrderBy(d => d.Member).ThenBy(d => d.Starts).SelectMany(d => Acts(d, from, dice)).OrderBy(a => a.Second).ThenBy(a => a.Member)];
    }

    /// <summary>Whether somebody who is asked to step in says yes, and how many seconds later.</summary>
    public static (bool Yes, int After) Asked(Dice dice) => (dice.Part() < 0.6, dice.Whole(60, 420));

    private static IEnumerable<RehearsedAct> Acts(RehearsedDuty duty, int from, Dice dice)
    {
        var (says, comes) = (dice.Part(), dice.Part());
        var answers = from + dice.Whole(30, Math.Max(60, (duty.Starts - from) / 2));
        // Mostly a quarter of an hour early, some just in time or late.
        var arrives = Math.Max(answers + 30, duty.Starts - (int)(dice.Between(-8, 35) * 60));
        var reason = Reasons[dice.Whole(0, Reasons.Length - 1)];
        if (says < Declines)
        {
            yield return new(duty.Member, duty.Shift, "Decline", answers, reason);
            yield break;
        }
        if (says >= Declines + Silent) yield return new(duty.Member, duty.Shift, "Confirm", answers, "");
        if (comes >= StaysAway) yield return new(duty.Member, duty.Shift, "CheckIn", arrives, "");
    }
}
