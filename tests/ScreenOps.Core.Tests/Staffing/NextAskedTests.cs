using CsCheck;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using Xunit;
using static ScreenOps.Core.Tests.Staffing.SmallInput;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class NextAskedTests
{
    private static readonly DateTimeOffset Noon = new(2022, 8, 14, 12, 0, 0, TimeSpan.FromHours(8));

    private static AskingGround Ground(int[]? barred = null, (int Member, int HoursAgo)[]? asked = null, int[]? stays = null) =>
        new((barred ?? []).Select(Id).ToHashSet(), (asked ?? []).ToDictionary(a => Id(a.Member), a => Noon.AddHours(-a.HoursAgo)), (stays ?? []).Select(Id).ToHashSet());

    private static int[] Next(PlanInput input, AskingGround ground, int few, params Assignment[] plan) =>
        [.. NextAsked.Of(input, plan, Seat("S1", "A"), ground, few).Select(c => Enumerable.Range(1, 20).Single(n => Id(n) == c.Member.Id))];

    private static PlanInput Of(params Candidate[] members) => new(Shifts, SmallInput.Sites, [new("S1", "A", Role.Sampler, 2), new("S1", "B", Role.Sampler, 2)], members);

    [Fact]
    public void Of_those_who_live_as_near_who_was_asked_least_recently_comes_first()
    {
        var input = Of(Member(1, "V2", null), Member(2, "V1", null), Member(3, "V1", null), Member(4, "V1", null), Member(5, "V1", null));
        Assert.Equal([4, 3, 2, 5, 1], Next(input, Ground(asked: [(2, 1), (3, 9), (5, 1)]), 9, 9.On(Seat("S1", "A"))).Take(5));
        Assert.Equal([4, 3], Next(input, Ground(asked: [(2, 1), (3, 9), (5, 1)]), 2));
    }

    [Fact]
    public void Who_said_no_or_is_being_asked_is_not_asked_and_who_would_stay_is_the_last()
    {
        var input = Of(Member(1, "V1", null), Member(2, "V1", null), Member(3, "V3", null), Member(4, "V1", null));
        Assert.Equal([3, 4], Next(input, Ground(barred: [1], stays: [4]), 9, 2.On(Seat("S1", "A"), AssignmentState.Declined)));
    }

    [Fact]
    public void Who_offered_to_stay_is_available_in_the_shift_that_follows_and_in_no_other()
    {
        var input = NextAsked.WithStays(Of(Member(1, "V1", ["A"]), Member(2, "V1", null)), [(Id(1), "A"), (Id(2), "A")]);
        Assert.Equal(["A", "B"], input.Member(Id(1))!.Shifts!);
        Assert.Null(input.Member(Id(2))!.Shifts);
    }

    [Fact]
    public void Stage_after_stage_everybody_who_could_is_asked_once_and_nobody_twice()
    {
        var members = Gen.Select(Gen.Int[0, 3].Select(n => new[] { "V1", "V2", "V3", "nowhere" }[n]), Gen.Int[0, 2].Select(n => new string[]?[] { null, ["A"], ["B"] }[n])).Array[0, 12];
        Gen.Select(members, Gen.Int[1, 4]).Sample((kinds, few) =>
        {
            var input = Of([.. kinds.Select((k, i) => Member(i + 1, k.Item1, k.Item2))]);
            var asked = new List<int>();
            for (var stage = Next(input, Ground(), few); stage.Length > 0; stage = Next(input, Ground(barred: [.. asked]), few)) asked.AddRange(stage);
            Assert.Equal(asked.Distinct().Count(), asked.Count);
            Assert.Equal(kinds.Select((k, i) => (k.Item2, i + 1)).Where(k => k.Item1 is not ["B"]).Select(k => k.Item2).Order(), asked.Order());
        });
    }
}
