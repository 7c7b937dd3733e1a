using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using Xunit;
using static ScreenOps.Core.Tests.Staffing.SmallInput;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class PlanDifferenceTests
{
    private static readonly PlanInput Wide = new(Shifts, SmallInput.Sites, Input.Posts, [.. Enumerable.Range(1, 7).Select(i => Member(i, "V1", null, Role.Sampler, Role.Registrar))]);

    [Fact]
    public void What_changes_for_whom_stands_in_the_order_of_what_matters()
    {
        Assignment[] before =
        [
            1.On(Seat("S1", "A")), 2.On(Seat("S2", "A")), 3.On(Seat("S2", "B")), 4.On(Seat("S3", "A", 0, Role.Registrar)), 5.On(Seat("S3", "A", 1, Role.Registrar)), 6.On(Seat("S1", "C")),
        ];
        Assignment[] after =
        [
            1.On(Seat("S1", "A", 1)), 2.On(Seat("S3", "A")), 3.On(Seat("S2", "A")), 4.On(Seat("S3", "A", 1)), 5.On(Seat("S3", "A", 1, Role.Registrar), AssignmentState.Declined), 6.On(Seat("S1", "C")), 6.On(Seat("S1", "A")), 7.On(Seat("S1", "B")),
        ];
        var difference = PlanDifference.Of(Wide, before, after);

        // Another number of the same post is nobody's business.
        Assert.DoesNotContain(difference.Changes, c => c.Member == Id(1));
        Assert.Equal([(Id(2), DutyChange.OtherSite), (Id(3), DutyChange.OtherShift), (Id(6), DutyChange.OtherShift), (Id(4), DutyChange.OtherRole), (Id(5), DutyChange.Gone), (Id(7), DutyChange.New)],
            difference.Changes.Select(c => (c.Member, c.Change)));
        Assert.Equal([Seat("S1", "A"), Seat("S1", "C")], difference.Changes.Single(c => c.Member == Id(6)).After);
        var way = GreatCircle.Km(36.7, 117.5, 36.7, 117.6);
        Assert.Equal(way, difference.Changes[0].KmBefore, 2);
        Assert.Equal(2 * way, difference.Changes[0].KmAfter, 2);
        Assert.Equal((PlanFigures.Of(Wide, before), PlanFigures.Of(Wide, after)), (difference.Before, difference.After));
        Assert.Equal(difference.After.Empty - difference.Before.Empty, difference.Posts.Sum(p => p.EmptyAfter - p.EmptyBefore));
        Assert.True(difference.Posts.TakeWhile(p => p.EmptyAfter > p.EmptyBefore).Count() == difference.Posts.Count(p => p.EmptyAfter > p.EmptyBefore));
    }

    [Fact]
    public void A_plan_differs_from_itself_in_nothing()
    {
        Assignment[] plan = [1.On(Seat("S1", "A")), 2.On(Seat("S2", "A"), AssignmentState.Published)];
        var difference = PlanDifference.Of(Wide, plan, [.. plan.Select(a => a with { State = AssignmentState.Confirmed, Locked = true })]);
        Assert.Empty(difference.Changes);
        Assert.Empty(difference.Posts);
    }
}
