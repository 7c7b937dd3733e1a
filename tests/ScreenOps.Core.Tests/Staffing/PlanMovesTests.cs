using CsCheck;
using ScreenOps.Core.Staffing;
using Xunit;
using static ScreenOps.Core.Tests.Staffing.SmallInput;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class PlanMovesTests
{
    private static readonly HashSet<Guid> Nobody = [];

    [Fact]
    public void Who_steps_in_is_told_and_answers_and_who_offered_to_stay_has_said_yes()
    {
        Assignment[] plan = [1.On(Seat("S1", "A"), AssignmentState.Absent), 2.On(Seat("S2", "A"), AssignmentState.Confirmed)];
        PlanMove[] moves = [new(Id(3), "A", null, Seat("S1", "A"))];
        var (told, why) = PlanMoves.Apply(Input, plan, moves, Nobody);
        Assert.Null(why);
        Assert.Equal([.. plan, 3.On(Seat("S1", "A"), AssignmentState.Published)], told);
        Assert.Equal(AssignmentState.Confirmed, PlanMoves.Apply(Input, plan, moves, new HashSet<Guid> { Id(3) }).Plan[^1].State);
        Assert.Equal(moves, PlanMoves.Between(plan, told));
    }

    [Fact]
    public void Who_is_at_the_post_or_locked_by_hand_is_not_moved()
    {
        foreach (var kept in new[] { 2.On(Seat("S2", "A"), AssignmentState.Present), 2.On(Seat("S2", "A"), AssignmentState.Confirmed, locked: true) })
            Assert.Equal(Rule.LockLost, PlanMoves.Apply(Input, [kept], [new(Id(2), "A", Seat("S2", "A"), Seat("S1", "A"))], Nobody).Why?.Rule);
        Assert.Equal(Rule.NoSuchSeat, PlanMoves.Apply(Input, [], [new(Id(2), "A", null, Seat("S1", "B"))], Nobody).Why?.Rule);
    }

    [Fact]
    public void The_moves_between_two_plans_make_the_one_into_the_other()
    {
        var seat = Gen.Select(Gen.Int[1, 2].Select(n => $"S{n}"), Gen.Bool.Select(early => early ? "A" : "C"), Gen.Int[0, 1], (s, f, n) => Seat(s, f, n));
        var plans = Gen.Select(Gen.Int[1, 2], seat, (member, at) => member.On(at, AssignmentState.Confirmed)).Array[0, 5].Select(all => all.DistinctBy(a => a.Seat).DistinctBy(a => (a.Member, a.Seat.Shift)).ToArray());
        Gen.Select(plans, plans).Sample((before, after) =>
        {
            var (made, why) = PlanMoves.Apply(Input, before, PlanMoves.Between(before, after), Nobody);
            Assert.True(why is null or { Rule: Rule.TwoOnSeat }, why?.Text);
            if (why is not null) return;
            (Guid, string, string)[] Posts(IEnumerable<Assignment> plan) => [.. plan.Where(a => a.Holds).Select(a => (a.Member, a.Seat.Shift, a.Seat.Site)).Order()];
            Assert.Equal(Posts(after), Posts(made));
        });
    }

    [Fact]
    public void A_repair_puts_nobody_new_into_a_shift_that_ended_and_takes_nobody_who_said_no()
    {
        Assignment[] plan = [1.On(Seat("S1", "A"), AssignmentState.Present), 2.On(Seat("S2", "A"), AssignmentState.Absent)];
        var (input, standing) = RepairGround.Of(Input, plan, new HashSet<string> { "A" }, [(Id(3), "A"), (Id(2), "B")]);
        Assert.True(input.Member(Id(1))!.Available("A"));
        Assert.False(input.Member(Id(3))!.Available("A"));
        Assert.True(input.Member(Id(2))!.Available("B"));
        Assert.True(standing[0].Locked);
        Assert.Equal([(Id(3), "A"), (Id(2), "B")], standing.Skip(2).Select(a => (a.Member, a.Seat.Shift)));
        Assert.All(standing.Skip(2), a => Assert.Equal(AssignmentState.Declined, a.State));
    }

    [Theory]
    [InlineData(2, "S1", 2, null), InlineData(3, "S1", 2, null), InlineData(1, "S1", 2, HandoverRefusal.Oneself), InlineData(2, "S1", 5, HandoverRefusal.NoSuchLane), InlineData(2, "S2", 1, HandoverRefusal.NotAtPost), InlineData(4, "S1", 1, HandoverRefusal.NotHere)]
    public void A_lane_goes_from_one_at_the_post_to_one_of_the_same_site_then_or_next(int to, string site, int lane, HandoverRefusal? refusal)
    {
        Assignment[] all = [1.On(Seat("S1", "A"), AssignmentState.Present), 2.On(Seat("S1", "A", 1), AssignmentState.Confirmed), 3.On(Seat("S1", "B"), AssignmentState.Published), 4.On(Seat("S1", "C"), AssignmentState.Published)];
        Assert.Equal(refusal, LaneHandover.Against(Input, [all[0]], Id(to), [.. all.Where(a => a.Member == Id(to))], site, lane, 4));
    }
}
