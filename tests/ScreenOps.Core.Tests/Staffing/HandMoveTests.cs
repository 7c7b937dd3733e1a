using CsCheck;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using Xunit;
using static ScreenOps.Core.Tests.Staffing.SmallInput;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class HandMoveTests
{
    [Fact]
    public void Who_is_put_on_an_empty_seat_leaves_the_one_before_and_is_locked()
    {
        var (moved, _) = HandMove.Apply(Input, [1.On(Seat("S1", "A"))], new(Id(1), Seat("S1", "A"), Seat("S2", "A")));
        Assert.Equal([1.On(Seat("S2", "A"), locked: true)], moved!.Plan);
        Assert.Equal((null, null), (moved.Displaced, moved.DisplacedTo));
        var (pooled, _) = HandMove.Apply(Input, [1.On(Seat("S1", "A"))], new(Id(1), Seat("S1", "A"), null));
        Assert.Empty(pooled!.Plan);
    }

    [Fact]
    public void Who_sat_there_takes_the_seat_that_became_free_if_no_rule_is_against_it_else_goes_to_the_pool()
    {
        var (swapped, _) = HandMove.Apply(Input, [1.On(Seat("S1", "A")), 2.On(Seat("S2", "A"))], new(Id(1), Seat("S1", "A"), Seat("S2", "A")));
        Assert.Equal([1.On(Seat("S2", "A"), locked: true), 2.On(Seat("S1", "A"))], swapped!.Plan);
        Assert.Equal(((Guid?)Id(2), (Seat?)Seat("S1", "A")), (swapped.Displaced, swapped.DisplacedTo));
        // The next shift keeps the displaced where it is.
        var (pooled, _) = HandMove.Apply(Input, [1.On(Seat("S1", "A")), 2.On(Seat("S2", "A")), 2.On(Seat("S2", "B"))], new(Id(1), Seat("S1", "A"), Seat("S2", "A")));
        Assert.Equal([2.On(Seat("S2", "B")), 1.On(Seat("S2", "A"), locked: true)], pooled!.Plan);
        Assert.Equal(((Guid?)Id(2), null), (pooled.Displaced, pooled.DisplacedTo));
        // Who was told stays on record for the shift that is lost.
        var (told, _) = HandMove.Apply(Input, [2.On(Seat("S2", "A"), AssignmentState.Confirmed)], new(Id(3), null, Seat("S2", "A")));
        Assert.Equal([2.On(Seat("S2", "A"), AssignmentState.Released), 3.On(Seat("S2", "A"), locked: true)], told!.Plan);
    }

    [Fact]
    public void A_move_that_breaks_a_rule_changes_nothing_and_names_it()
    {
        Rule? Why(Assignment[] plan, Move move) => HandMove.Apply(Input, plan, move) is (null, { } why) ? why.Rule : null;

        Assert.Equal(Rule.NotOnSeat, Why([1.On(Seat("S1", "A"))], new(Id(1), Seat("S2", "A"), Seat("S3", "A"))));
        Assert.Equal(Rule.LockLost, Why([2.On(Seat("S2", "A"), locked: true)], new(Id(1), null, Seat("S2", "A"))));
        Assert.Equal(Rule.TwoPlacesAtOnce, Why([1.On(Seat("S1", "A")), 1.On(Seat("S1", "B"))], new(Id(1), Seat("S1", "A"), Seat("S2", "A"))));
        Assert.Equal(Rule.TwoSeatsInShift, Why([1.On(Seat("S1", "A"))], new(Id(1), null, Seat("S2", "A"))));
        Assert.Equal(Rule.RoleNotHeld, Why([], new(Id(4), null, Seat("S2", "A"))));
        Assert.Equal(Rule.NotAvailable, Why([3.On(Seat("S1", "A"))], new(Id(3), Seat("S1", "A"), Seat("S1", "B"))));
    }

    private static readonly Gen<Seat> AnySeat = Gen.Select(Gen.Int[1, 3], Gen.Int[0, 3].Select(i => Shifts[i].Code), Gen.Int[0, 1], Gen.Bool.Select(b => b ? Role.Sampler : Role.Registrar))
        .Select((site, shift, number, role) => Seat($"S{site}", shift, number, role));

    private static readonly PlanInput Wide = new(Shifts, SmallInput.Sites, Input.Posts, [.. Enumerable.Range(1, 6).Select(i => Member(i, $"V{i % 4}", i == 3 ? ["A", "B"] : null, i % 2 == 0 ? [Role.Sampler, Role.Registrar] : [Role.Sampler]))]);

    /// <summary>Plans that break no rule: each assignment is kept where it goes with those before it.</summary>
    private static readonly Gen<Assignment[]> AnyPlan = Gen.Select(Gen.Int[1, 6], AnySeat, Gen.Int[0, 2].Select(i => new[] { AssignmentState.Proposed, AssignmentState.Published, AssignmentState.Declined }[i]), Gen.Bool)
        .Select((who, seat, state, locked) => who.On(seat, state, locked && state != AssignmentState.Declined)).Array[0, 14]
        .Select(all => all.Aggregate(new List<Assignment>(), (plan, a) =>
        {
            if (!plan.Any(p => p.Member == a.Member && p.Seat.Shift == a.Seat.Shift) && PlanCheck.Violations(Wide, [.. plan, a], []).Count == 0) plan.Add(a);
            return plan;
        }).ToArray());

    [Fact]
    public void The_effect_that_is_shown_is_the_one_that_comes_and_no_move_makes_a_plan_that_breaks_a_rule() =>
        Gen.Select(AnyPlan, Gen.Int[1, 6], AnySeat, Gen.Bool).Sample((plan, who, to, keeps) =>
        {
            Seat? from = keeps ? null : plan.Where(a => a.Holds && a.Member == Id(who)).Select(a => (Seat?)a.Seat).FirstOrDefault();
            var effect = new MoveEffects(Wide, plan).Of(new(Id(who), from, to));
            var (moved, why) = HandMove.Apply(Wide, plan, new(Id(who), from, to));
            Assert.Equal(why, effect.Why);
            if (moved is null) return;
            var after = PlanFigures.Of(Wide, moved.Plan);
            Assert.Equal((after.UnfilledWeight, moved.Displaced, moved.DisplacedTo), (effect.Weight, effect.Displaced, effect.DisplacedTo));
            Assert.Equal(after.TravelKm, effect.TravelKm, 6);
            Assert.Empty(PlanCheck.Violations(Wide, moved.Plan, plan.Where(a => a.Holds && a.Locked && a.Member != Id(who))));
            Assert.Equal(moved.Plan.Count, moved.Plan.DistinctBy(a => (a.Member, a.Seat.Shift)).Count());
        }, iter: 5_000);

    [Fact]
    public void Who_could_move_to_a_seat_is_told_with_the_least_weight_left_first()
    {
        Assignment[] plan = [2.On(Seat("S2", "A", 0, Role.Registrar)), 4.On(Seat("S1", "A", 1)), 1.On(Seat("S1", "A"))];
        var effects = new MoveEffects(Wide, plan);
        var movers = effects.Movers(Seat("S2", "A")).ToList();
        Assert.Equal([Id(2), Id(4), Id(1)], movers.Select(m => m.Move.Member));
        Assert.Equal([effects.Before.UnfilledWeight - 5, effects.Before.UnfilledWeight, effects.Before.UnfilledWeight], movers.Select(m => m.Weight));
    }
}
