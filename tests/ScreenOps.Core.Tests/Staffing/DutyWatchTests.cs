using CsCheck;
using ScreenOps.Core.Staffing;
using Xunit;
using static ScreenOps.Core.Tests.Staffing.SmallInput;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class DutyWatchTests
{
    private static readonly DateTimeOffset Six = new(2022, 8, 14, 6, 0, 0, TimeSpan.FromHours(8));
    private static readonly ShiftSpan Early = new(Six, Six.AddHours(3)), Late = new(Six.AddHours(3), Six.AddHours(6));
    private static readonly DutyRules Rules = new(TimeSpan.FromHours(2), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));

    private static WatchedDuty On(int member, string site, AssignmentState state, int told = -600, DateTimeOffset? absentLast = null, bool there = false, string shift = "A") =>
        new(member.On(Seat(site, shift, member % 2), state), shift == "A" ? Early : Late, Six.AddMinutes(told), absentLast, there || state == AssignmentState.Present);

    private static string[] Why(int minute, params WatchedDuty[] duties) =>
        [.. DutyWatch.AtRisk(duties, Six.AddMinutes(minute), Rules).SelectMany(r => r.Risks.Select(x => $"{r.Watched.Duty.Seat.Site} {x.Reason} {x.Since:HH:mm}"))];

    [Fact]
    public void Who_has_not_answered_is_at_risk_after_an_hour_and_at_once_when_the_shift_is_near()
    {
        var told = On(1, "S1", AssignmentState.Published);
        Assert.Empty(Why(-541, told));
        Assert.Equal(["S1 NotConfirmed 20:00"], Why(-540, told));
        Assert.Equal(["S1 NotConfirmed 05:30"], Why(-29, On(1, "S1", AssignmentState.Published, told: -30)));
        Assert.Empty(Why(-29, On(1, "S1", AssignmentState.Confirmed)));
    }

    [Fact]
    public void Who_is_not_at_the_post_a_quarter_of_an_hour_before_is_at_risk_and_stands_first()
    {
        Assert.Empty(Why(-16, On(1, "S1", AssignmentState.Confirmed)));
        Assert.Equal(["S2 NotThere 05:45", "S1 NotConfirmed 20:00"], Why(-16 + 1, On(1, "S1", AssignmentState.Published, there: true), On(2, "S2", AssignmentState.Confirmed)).Concat(Why(-16, On(1, "S1", AssignmentState.Published))));
        Assert.Equal(["S1 NotThere 05:45", "S1 NotConfirmed 20:00"], Why(0, On(1, "S1", AssignmentState.Published)));
        // Who was told later than that is waited for from then on.
        Assert.Equal(["S1 NotThere 06:20"], Why(25, On(1, "S1", AssignmentState.Confirmed, told: 20)));
        Assert.Empty(Why(180, On(1, "S1", AssignmentState.Published)));
    }

    [Fact]
    public void Who_did_not_come_the_last_time_is_at_risk_until_at_the_post()
    {
        var last = Six.AddDays(-3);
        Assert.Equal(["S1 AbsentLast 06:00"], Why(-700, On(1, "S1", AssignmentState.Confirmed, told: -800, absentLast: last)));
        Assert.Empty(Why(-30, On(1, "S1", AssignmentState.Present, absentLast: last)));
        Assert.Equal("did not come the last time, on 2022-08-11", DutyWatch.AtRisk([On(1, "S1", AssignmentState.Confirmed, absentLast: last)], Six.AddHours(-9), Rules)[0].Risks[0].Text);
    }

    [Fact]
    public void Who_stays_on_from_the_shift_before_is_there()
    {
        var (early, late) = (1.On(Seat("S1", "A"), AssignmentState.Present), 1.On(Seat("S1", "B"), AssignmentState.Confirmed));
        Assert.True(DutyWatch.There(Input, [early, late], late));
        Assert.False(DutyWatch.There(Input, [early with { State = AssignmentState.Confirmed }, late], late));
        Assert.False(DutyWatch.There(Input, [early with { Seat = Seat("S2", "A") }, late], late));
        // C comes after a gap.
        Assert.False(DutyWatch.There(Input, [early, 1.On(Seat("S1", "C"), AssignmentState.Confirmed)], 1.On(Seat("S1", "C"), AssignmentState.Confirmed)));
    }

    [Fact]
    public void The_clock_marks_nobody_absent_where_nobody_uses_the_code()
    {
        int[] Absent(int minute, params WatchedDuty[] duties) => [.. DutyWatch.NoShows(duties, Six.AddMinutes(minute), Rules).Select(d => d.Duty.Seat.Number)];
        Assert.Empty(Absent(60, On(1, "S1", AssignmentState.Confirmed)));
        Assert.Empty(Absent(29, On(1, "S1", AssignmentState.Confirmed), On(2, "S1", AssignmentState.Present)));
        Assert.Equal([1], Absent(30, On(1, "S1", AssignmentState.Confirmed), On(2, "S1", AssignmentState.Present)));
        Assert.Empty(Absent(49, On(1, "S1", AssignmentState.Confirmed, told: 20), On(2, "S1", AssignmentState.Present)));
        Assert.Empty(DutyWatch.NoShows([On(1, "S1", AssignmentState.Confirmed), On(2, "S1", AssignmentState.Present)], Six.AddHours(2), Rules with { NoShowAfter = TimeSpan.Zero }));
    }

    [Fact]
    public void Whoever_is_absent_by_the_clock_was_at_risk_before()
    {
        var duty = Gen.Select(Gen.Enum<AssignmentState>(), Gen.Int[-700, 100], Gen.Bool, (state, told, there) => On(1, "S1", state, told, there: there));
        Gen.Select(duty, Gen.Int[-60, 179]).Sample((one, minute) =>
        {
            WatchedDuty[] all = [one, On(2, "S1", AssignmentState.Present)];
            foreach (var missed in DutyWatch.NoShows(all, Six.AddMinutes(minute), Rules))
                Assert.Contains(DutyWatch.AtRisk(all, Six.AddMinutes(minute), Rules), r => r.Watched == missed && r.Risks[0].Reason == RiskReason.NotThere && r.Risks[0].Since <= Six.AddMinutes(minute) - Rules.NoShowAfter);
        });
    }
}
