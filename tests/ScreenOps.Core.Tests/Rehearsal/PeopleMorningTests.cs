using CsCheck;
using ScreenOps.Core.Rehearsal;
using Xunit;

namespace ScreenOps.Core.Tests.Rehearsal;

public sealed class PeopleMorningTests
{
    private const int Told = 15_900, Starts = 19_800;

    private static RehearsedDuty[] Duties(int people) => [.. Enumerable.Range(1, people).Select(n => new RehearsedDuty(new(n, 0, 0, new byte[8]), "A", Starts))];

    [Fact]
    public void Nobody_answers_twice_comes_after_declining_or_says_anything_before_being_told()
    {
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 10_000]).Sample((people, seed) =>
        {
            var acts = PeopleMorning.Of(Duties(people), Told, seed);
            Assert.Equal(acts, PeopleMorning.Of(Duties(people).Reverse(), Told, seed));
            Assert.All(acts, a => Assert.True(a.Second >= Told + 30 && (a.Act == "Decline") == (a.Reason.Length > 0)));
            foreach (var one in acts.GroupBy(a => a.Member)) Assert.Contains(string.Join(' ', one.Select(a => a.Act)), new[] { "Confirm CheckIn", "Confirm", "CheckIn", "Decline" });
        }, iter: 300);
    }

    [Fact]
    public void Most_come_in_good_time_and_some_of_each_other_kind_are_there()
    {
        var acts = PeopleMorning.Of(Duties(2000), Told, 1).ToLookup(a => a.Act);
        Assert.InRange(acts["Decline"].Count(), 50, 120);
        Assert.InRange(acts["Confirm"].Count(), 1700, 1900);
        Assert.InRange(acts["CheckIn"].Count(), 1800, 1920);
        Assert.InRange(acts["CheckIn"].Count(a => a.Second > Starts), 100, 500);
    }
}
