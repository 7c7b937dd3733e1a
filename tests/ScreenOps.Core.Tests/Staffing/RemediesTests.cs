using CsCheck;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using Xunit;
using static ScreenOps.Core.Tests.Staffing.SmallInput;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class RemediesTests
{
    [Fact]
    public void What_would_help_most_comes_first_with_how_many_people_would_close_it()
    {
        // Three who can sample, one of them also registers; three samplers and two registrars are needed.
        var input = Of([Post("S1", Role.Sampler, 3), Post("S2", Role.Registrar, 2)], [Member(1, "V1", null), Member(2, "V1", null, Role.Sampler, Role.Registrar)]);
        var remedies = Remedies.Of(input, [1.On(Seat("S1", "A")), 2.On(Seat("S1", "A", 1))]);
        // A third sampler lets the second member register.
        Assert.Equal(
            ["2 more 采样员 in shift A would fill 2 seats (weight 15); 1 of the shift would stay empty", "2 more 信息员 in shift A would fill 2 seats (weight 10); 1 of the shift would stay empty"],
            remedies.Select(r => r.Text));
    }

    [Fact]
    public void Who_is_free_now_needs_nobody_more()
    {
        var input = Of([Post("S1", Role.Sampler, 2)], [Member(1, "V1", null), Member(2, "V1", null), Member(3, "V1", ["B"])]);
        Assert.Empty(Remedies.Of(input, []));
        Assert.Equal("1 more 采样员 in shift A would fill 1 seat (weight 10); none of the shift would stay empty", Assert.Single(Remedies.Of(input, [2.On(Seat("S1", "A"), AssignmentState.Declined)])).Text);
    }

    /// <summary>Against every way to put the people on the seats.</summary>
    [Fact]
    public void So_many_people_fill_so_much_and_one_more_fills_nothing()
    {
        var kinds = Gen.Int[1, 7].Array[0, 4];
        Gen.Select(kinds, Gen.Int[0, 2].Array[3]).Sample((people, seats) =>
        {
            Role[] roles = [Role.Sampler, Role.Registrar, Role.Marshal];
            Role[] Held(int kind) => [.. roles.Where((_, i) => (kind >> i & 1) != 0)];
            PlanInput With(IEnumerable<int> kinds) => Of([.. roles.Select((r, i) => Post("S1", r, seats[i]))], [.. kinds.Select((k, i) => Member(i + 1, "V1", null, Held(k)))]);
            int Least(IEnumerable<int> kinds) => Every([.. kinds], [.. seats]);
            var remedies = Remedies.Of(With(people), []);
            foreach (var (role, i) in roles.Select((r, i) => (r, i)))
            {
                var found = remedies.SingleOrDefault(r => r.Role == role);
                var more = found?.People ?? 0;
                Assert.Equal(Least(people) - (found?.Weight ?? 0), Least([.. people, .. Enumerable.Repeat(1 << i, more)]));
                Assert.Equal(Least([.. people, .. Enumerable.Repeat(1 << i, more)]), Least([.. people, .. Enumerable.Repeat(1 << i, more + 1)]));
            }
        }, iter: 2_000);
    }

    [Fact]
    public void Everybody_without_a_seat_is_told_why_with_numbers()
    {
        var input = Of([Post("S1", Role.Sampler, 2)], [Member(1, "V1", null), Member(2, "V1", null), Member(3, "V1", null), Member(4, "V1", ["B"]), Member(5, "V1", null, Role.Courier)]);
        string[] Why(params Assignment[] plan) => [.. LeftOver.Of(input, plan).Select(l => $"{l.Reason}: {l.Text}")];
        Assert.Equal(
            ["Full: no seat is left: 2 采样员 in shift A for 3 who could", "NoPost: no post needs 采样员 in shift B", "NoPost: no post needs 转运员 in any shift"], Why(1.On(Seat("S1", "A")), 2.On(Seat("S1", "A", 1))));
        Assert.Equal("CouldTake: could take one of 1 empty 采样员 in shift A", Why(1.On(Seat("S1", "A")))[0]);
        Assert.Equal("Away: declined, was released or did not come", Why(1.On(Seat("S1", "A")), 2.On(Seat("S1", "A", 1), AssignmentState.Declined), 3.On(Seat("S1", "A", 1)))[0]);
    }

    private static PlanPost Post(string site, Role role, int seats) => new(site, "A", role, seats);

    private static PlanInput Of(PlanPost[] posts, Candidate[] members) => new(Shifts, SmallInput.Sites, posts, members);

    private static int Every(int[] kinds, int[] seats)
    {
        int[] weight = [10, 5, 2];
        if (kinds.Length == 0) return seats.Zip(weight, (s, w) => s * w).Sum();
        var least = Every(kinds[1..], seats);
        for (var r = 0; r < 3; r++)
            if ((kinds[0] >> r & 1) != 0 && seats[r] > 0) least = Math.Min(least, Every(kinds[1..], [.. seats.Select((s, i) => i == r ? s - 1 : s)]));
        return least;
    }
}
