using System.Diagnostics;
using CsCheck;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Staffing;

namespace ScreenOps.Server.Tests.Staffing;

public sealed class FlowAssignerTests
{
    private static readonly FlowAssigner Flow = new(TimeProvider.System, Options.Create(new StaffingOptions { Limit = TimeSpan.FromMinutes(1) }));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Nothing_of_the_sample_district_is_left_unfilled_and_no_rule_is_broken()
    {
        var input = SampleInput.Of();
        var watch = Stopwatch.StartNew();
        var plan = Flow.Assign(input, [], Cancel);
        var took = watch.Elapsed;
        var figures = PlanFigures.Of(input, plan);
        TestContext.Current.SendDiagnosticMessage($"{figures} in {took.TotalMilliseconds:F0} ms");
        Assert.Empty(PlanCheck.Violations(input, plan, []));
        Assert.Equal((908, 908, 0), (figures.Seats, figures.Filled, figures.UnfilledWeight));
        // 245.0366 km is the least there is with both shifts solved as one.
        Assert.InRange(figures.TravelKm, 245.036, 252);
        Assert.Equal(plan.ToHashSet(), Flow.Assign(input, plan, Cancel).ToHashSet());
    }

    [Fact]
    public void Short_of_people_it_leaves_the_light_seats_and_says_why()
    {
        var gone = 0;
        var input = SampleInput.Of(who: m => !m.Roles.Contains(Role.Sampler) || ++gone > 30);
        var plan = Flow.Assign(input, [], Cancel);
        Assert.Empty(PlanCheck.Violations(input, plan, []));
        var empty = EmptySeats.Of(input, plan);
        Assert.Equal(PlanFigures.Of(input, plan).Empty, empty.Sum(e => e.Empty));
        var samplers = empty.Where(e => e is { Role: Role.Sampler, Shift: "A" }).ToList();
        Assert.NotEmpty(samplers);
        Assert.All(samplers, e => Assert.Equal(($"no free 采样员 in shift A: {e.Held} held, {e.Held} used", e.Held), (e.Text, e.Used)));
        Assert.DoesNotContain(empty, e => e.Free > 0);
    }

    [Fact]
    public void What_is_set_by_hand_or_published_stays_and_who_declined_is_not_asked_again()
    {
        var input = SampleInput.Of();
        var first = Flow.Assign(input, [], Cancel);
        List<Assignment> standing = [.. first.Select((a, i) => a with { Locked = i % 7 == 0, State = i % 11 == 0 ? AssignmentState.Published : i % 13 == 0 ? AssignmentState.Declined : AssignmentState.Proposed })];
        var second = Flow.Assign(input, standing, Cancel);
        Assert.Empty(PlanCheck.Violations(input, second, standing.Where(a => a.Kept)));
        var declined = standing.Where(a => !a.Holds).Select(a => (a.Member, a.Seat.Shift)).ToHashSet();
        Assert.DoesNotContain(second, a => a.Holds && declined.Contains((a.Member, a.Seat.Shift)));
        Assert.Superset(standing.Where(a => !a.Holds).ToHashSet(), second.ToHashSet());
    }

    [Fact]
    public void Who_stays_for_the_shift_that_follows_at_once_stays_at_the_site()
    {
        var plan = Flow.Assign(SampleInput.Of(), [], Cancel);
        var both = plan.GroupBy(a => a.Member).Where(g => g.Count() > 1).ToList();
        Assert.True(both.Count > 150, $"Only {both.Count} take both shifts.");
        Assert.All(both, g => Assert.Single(g.Select(a => a.Seat.Site).Distinct()));
    }

    [Fact]
    public void Who_is_needed_in_the_next_shift_is_put_there_before_on_another_post()
    {
        PlanInput input = new(
            [new("A", new(6, 0), new(9, 0)), new("B", new(9, 0), new(12, 0))], [new("S1", "V1", 36.7, 117.5), new("S2", "V2", 36.7, 117.6)],
            [new("S1", "A", Role.Marshal, 1), new("S2", "A", Role.Marshal, 1), new("S1", "B", Role.Courier, 1)],
            [new(new Guid(1, 0, 0, new byte[8]), "V2", [Role.Marshal, Role.Courier], null), new(new Guid(2, 0, 0, new byte[8]), "V1", [Role.Marshal], null)]);
        var plan = Flow.Assign(input, [], Cancel);
        Assert.Empty(PlanCheck.Violations(input, plan, []));
        Assert.Equal(0, PlanFigures.Of(input, plan).Empty);
    }

    [Fact]
    public void A_single_shift_is_filled_as_well_as_can_be()
    {
        var gen = Gen.Select(Gen.Int[0, 2].Array[1, 5], Gen.Int[0, 6].Array[1, 4]);
        gen.Sample(
            (homes, posts) =>
            {
                var input = Tiny(homes, posts);
                var plan = Flow.Assign(input, [], default);
                Assert.Empty(PlanCheck.Violations(input, plan, []));
                var best = Every(input, [.. input.Members.Select(m => m.Id)], [.. input.Seats], []).Select(p => PlanFigures.Of(input, p)).MinBy(f => (f.UnfilledWeight, f.TravelKm))!;
                var found = PlanFigures.Of(input, plan);
                Assert.Equal(best.UnfilledWeight, found.UnfilledWeight);
                // Ways are rounded to a tenth of a metre.
                Assert.Equal(best.TravelKm, found.TravelKm, 3e-4);
            },
            iter: 300);
    }

    [Fact]
    public void A_plan_that_is_no_longer_wanted_stops()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Flow.Assign(SampleInput.Of(), [], stopped.Token));
    }

    private static PlanInput Tiny(int[] homes, int[] posts)
    {
        Role[][] held = [[Role.Sampler], [Role.Sampler, Role.Registrar], [Role.Registrar, Role.Marshal]];
        return new(
            [new("A", new(6, 0), new(9, 0))], Enumerable.Range(0, 3).Select(i => new PlanSite($"S{i}", $"V{i}", 36.7 + 0.01 * i, 117.5 + 0.03 * i)),
            posts.Select((p, i) => new PlanPost($"S{p % 3}", "A", i % 3 == 2 ? Role.Marshal : (Role)(1 + i % 2), 1)).DistinctBy(p => (p.Site, p.Role)),
            homes.Select((h, i) => new Candidate(new Guid(i + 1, 0, 0, new byte[8]), $"V{h}", held[(h + i) % 3], null)));
    }

    private static IEnumerable<List<Assignment>> Every(PlanInput input, List<Guid> people, List<Seat> seats, List<Assignment> so)
    {
        if (people is not [var first, ..]) return [so];
        var rest = people[1..];
        return Every(input, rest, seats, so).Concat(seats.Where(s => input.Member(first)!.Roles.Contains(s.Role))
            .SelectMany(s => Every(input, rest, [.. seats.Where(o => o != s)], [.. so, new Assignment(s, first, AssignmentState.Proposed, false)])));
    }
}
