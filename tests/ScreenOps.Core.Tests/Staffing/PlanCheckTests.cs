using CsCheck;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using Xunit;
using static ScreenOps.Core.Tests.Staffing.SmallInput;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class PlanCheckTests
{
    [Fact]
    public void A_plan_that_breaks_no_rule_passes()
    {
        Assert.Empty(Rules(1.On(Seat("S1", "A")), 1.On(Seat("S1", "B")), 1.On(Seat("S3", "C")), 2.On(Seat("S1", "A", 1)), 3.On(Seat("S2", "A"))));
    }

    [Fact]
    public void Each_rule_that_is_broken_is_named_once()
    {
        Assert.Equal([Rule.NoSuchSeat], Rules(1.On(Seat("S1", "A", 2))));
        Assert.Equal([Rule.NoSuchSeat], Rules(1.On(Seat("S9", "A"))));
        Assert.Equal([Rule.NoSuchMember], Rules(9.On(Seat("S1", "A"))));
        Assert.Equal([Rule.RoleNotHeld], Rules(1.On(Seat("S1", "A", 0, Role.Registrar))));
        Assert.Equal([Rule.NotAvailable], Rules(3.On(Seat("S1", "B"))));
        Assert.Equal([Rule.TwoSeatsInShift], Rules(1.On(Seat("S1", "A")), 1.On(Seat("S1", "A", 1))));
        Assert.Equal([Rule.TwoOnSeat], Rules(1.On(Seat("S1", "A")), 2.On(Seat("S1", "A"))));
        Assert.Equal([Rule.TwoPlacesAtOnce], Rules(1.On(Seat("S1", "A")), 1.On(Seat("S2", "B"))));
        Assert.Equal([Rule.TwoPlacesAtOnce], Rules(1.On(Seat("S1", "A")), 1.On(Seat("S1", "D"))));
    }

    [Fact]
    public void What_is_locked_must_still_be_there()
    {
        Assignment[] kept = [1.On(Seat("S1", "A"), locked: true)];
        Assert.Empty(PlanCheck.Violations(Input, [1.On(Seat("S1", "A"))], kept));
        Assert.Equal(Rule.LockLost, Assert.Single(PlanCheck.Violations(Input, [2.On(Seat("S1", "A"))], kept)).Rule);
        Assert.Equal(Rule.LockLost, Assert.Single(PlanCheck.Violations(Input, [1.On(Seat("S1", "A"), AssignmentState.Released)], kept)).Rule);
    }

    [Fact]
    public void Who_declined_was_released_or_is_absent_holds_no_seat()
    {
        foreach (var state in new[] { AssignmentState.Declined, AssignmentState.Released, AssignmentState.Absent })
            Assert.Empty(Rules(1.On(Seat("S1", "A"), state), 2.On(Seat("S1", "A")), 1.On(Seat("S2", "B"))));
    }

    [Fact]
    public void A_refusal_says_what_to_do()
    {
        Assert.Contains("采样员", PlanCheck.Against(Input, [], Seat("S1", "A"), Id(4))!.Text, StringComparison.Ordinal);
        Assert.Contains("only in A", PlanCheck.Against(Input, [], Seat("S1", "B"), Id(3))!.Text, StringComparison.Ordinal);
        Assert.Contains("free that seat first", PlanCheck.Against(Input, [1.On(Seat("S1", "A"))], Seat("S2", "A"), Id(1))!.Text, StringComparison.Ordinal);
        Assert.Contains("only be at S1", PlanCheck.Against(Input, [1.On(Seat("S1", "A"))], Seat("S2", "B"), Id(1))!.Text, StringComparison.Ordinal);
    }

    /// <summary>Against a slow and simple telling of the same rules.</summary>
    [Fact]
    public void Random_plans_pass_when_and_only_when_every_rule_holds()
    {
        var seat = Gen.Select(Of("S1", "S2", "S3"), Of("A", "B", "C", "D"), Gen.Int[0, 2], (s, h, n) => Seat(s, h, n));
        var plan = Gen.Select(seat, Gen.Int[1, 5], Of(AssignmentState.Proposed, AssignmentState.Published, AssignmentState.Declined), (s, m, state) => m.On(s, state)).List[0, 5];
        plan.Sample(p => Assert.Equal(Lawful([.. p.Where(a => a.State != AssignmentState.Declined)]), Rules([.. p]).Length == 0), iter: 20_000);
    }

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static bool Lawful(List<Assignment> plan)
    {
        var shift = Shifts.ToDictionary(s => s.Code);
        bool Alone(Assignment a) => a.Seat.Number < 2 && Input.Members.Any(m => m.Id == a.Member && m.Roles.Contains(a.Seat.Role) && (m.Shifts is null || m.Shifts.Contains(a.Seat.Shift)));
        bool Beside(Assignment a, Assignment b)
        {
            if (a.Seat == b.Seat && a.Member != b.Member) return false;
            if (a.Member != b.Member) return true;
            var (one, two) = (shift[a.Seat.Shift], shift[b.Seat.Shift]);
            if (one.Starts < two.Ends && two.Starts < one.Ends) return false;
            return a.Seat.Site == b.Seat.Site || (one.Ends != two.Starts && two.Ends != one.Starts);
        }
        return plan.All(Alone) && Enumerable.Range(0, plan.Count).All(i => Enumerable.Range(0, i).All(j => Beside(plan[i], plan[j])));
    }
}
