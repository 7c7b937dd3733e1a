using CsCheck;
using ScreenOps.Core.Staffing;
using Xunit;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class DutyStepTests
{
    private static readonly DateTimeOffset Six = new(2022, 8, 14, 6, 0, 0, TimeSpan.FromHours(8));
    private static readonly ShiftSpan Shift = new(Six, Six.AddHours(3));
    private static readonly DutyRules Rules = new(TimeSpan.FromHours(2), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));

    private static DutyOutcome Said(AssignmentState state, DutyAct act, int minute) => DutyStep.Decide(state, act, Shift, Six.AddMinutes(minute), Rules);

    [Fact]
    public void Who_was_told_says_yes_or_no_until_the_shift_ends()
    {
        Assert.Equal(new DutyOutcome.Done(AssignmentState.Confirmed), Said(AssignmentState.Published, DutyAct.Confirm, -600));
        Assert.Equal(new DutyOutcome.Done(AssignmentState.Declined), Said(AssignmentState.Confirmed, DutyAct.Decline, 179));
        Assert.Equal(new DutyOutcome.Over(), Said(AssignmentState.Published, DutyAct.Confirm, 180));
        Assert.Equal(new DutyOutcome.NotTold(), Said(AssignmentState.Proposed, DutyAct.Confirm, -600));
    }

    [Fact]
    public void Being_at_the_post_says_yes_and_cannot_be_declined_there()
    {
        Assert.Equal(new DutyOutcome.TooEarly(Six.AddHours(-2)), Said(AssignmentState.Published, DutyAct.CheckIn, -121));
        Assert.Equal(new DutyOutcome.Done(AssignmentState.Present), Said(AssignmentState.Published, DutyAct.CheckIn, -120));
        Assert.Equal(new DutyOutcome.AtPost(), Said(AssignmentState.Present, DutyAct.Decline, 0));
    }

    [Fact]
    public void Who_was_thought_absent_and_comes_is_present_and_who_was_released_is_not_called_back()
    {
        Assert.Equal(new DutyOutcome.TooEarly(Six.AddMinutes(-15)), Said(AssignmentState.Confirmed, DutyAct.Miss, -16));
        Assert.Equal(new DutyOutcome.Done(AssignmentState.Absent), Said(AssignmentState.Confirmed, DutyAct.Miss, -15));
        Assert.Equal(new DutyOutcome.Done(AssignmentState.Present), Said(AssignmentState.Absent, DutyAct.CheckIn, 40));
        Assert.Equal(new DutyOutcome.Gone(AssignmentState.Absent), Said(AssignmentState.Absent, DutyAct.Confirm, 40));
        foreach (var act in Enum.GetValues<DutyAct>()) Assert.Equal(new DutyOutcome.Gone(AssignmentState.Released), Said(AssignmentState.Released, act, 0));
    }

    [Fact]
    public void A_step_made_again_changes_nothing_and_nobody_comes_to_a_seat_by_saying_no()
    {
        var acts = Gen.Select(Gen.Enum<DutyAct>(), Gen.Int[-300, 300]).Array[1, 12];
        Gen.Select(Gen.Enum<AssignmentState>(), acts).Sample((start, steps) =>
        {
            var state = start;
            foreach (var (act, minute) in steps.OrderBy(s => s.Item2))
            {
                var before = state;
                if (Said(state, act, minute) is not DutyOutcome.Done done) continue;
                state = done.State;
                Assert.NotEqual(before, state);
                Assert.Equal(new DutyOutcome.Already(state), Said(state, act, minute));
                Assert.Equal(new DutyOutcome.Already(state), Said(state, act, 10_000));
                Assert.DoesNotContain(before, new[] { AssignmentState.Proposed, AssignmentState.Released });
                if (act is DutyAct.Decline or DutyAct.Miss) Assert.False(new Assignment(default, default, state, false).Holds);
            }
        });
    }
}
