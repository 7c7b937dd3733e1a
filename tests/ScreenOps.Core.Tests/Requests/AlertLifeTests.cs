using ScreenOps.Core.Board;
using ScreenOps.Core.Requests;
using Xunit;

namespace ScreenOps.Core.Tests.Requests;

/// <summary>The life of an alert, walked whole: every act of everybody in every state that can be reached.</summary>
public sealed class AlertLifeTests
{
    private const long Start = 1_000_000_000_000, Minute = 60_000;
    private static readonly AlertRules Rules = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2), TimeSpan.FromHours(1));
    private static readonly Guid Zhou = Guid.NewGuid(), Liu = Guid.NewGuid();

    private static readonly AlertAct[] Acts =
        [.. from does in Enum.GetValues<AlertDoes>() from side in Enum.GetValues<AlertBy>() from who in new[] { Zhou, Liu } from minutes in new int?[] { null, 0, 10, 61, 500 }
            select new AlertAct(does, side, side == AlertBy.Clock ? null : who, minutes)];

    private sealed record Step(Alert Before, AlertAct Act, long Now, AlertOutcome Outcome);

    public static TheoryData<string> Causes => [Cause.Tubes, Cause.Medical, Reason.LongWait, Reason.NoReport];

    [Theory, MemberData(nameof(Causes))]
    public void In_every_state_that_it_reaches_an_alert_is_whole(string cause)
    {
        var steps = Walk(cause);
        Assert.True(steps.Count > 5_000, $"{steps.Count} steps are not its whole life.");
        foreach (var alert in steps.Select(s => s.Outcome).OfType<AlertOutcome.Done>().Select(d => d.Next))
        {
            Assert.Equal(alert.State == AlertState.Ended, alert.End is not null);
            Assert.Equal(alert.State == AlertState.Taken, alert.Due is not null);
            if (alert.State == AlertState.Taken) Assert.NotNull(alert.Owner);
            if (alert.State == AlertState.Waiting) Assert.Null(alert.Owner);
            if (alert.State is AlertState.Ended or AlertState.Arrived) Assert.Null(alert.Escalated);
            if (alert.State == AlertState.Ended) Assert.Null(alert.SnoozedUntil);
            Assert.False(alert.SnoozedUntil is not null && alert.Escalated is not null);
            if (alert.Severity == Severity.Emergency) Assert.Null(alert.SnoozedUntil);
            Assert.Equal((Cause.KindOf(cause), Cause.SeverityOf(cause)), (alert.Kind, alert.Severity));
            Assert.True(alert.End != AlertEnd.Withdrawn || alert.Kind == AlertKind.Help);
            Assert.True(alert.End != AlertEnd.Cleared || alert.Kind == AlertKind.Sign);
        }
    }

    [Theory, MemberData(nameof(Causes))]
    public void Wherever_it_stands_the_command_centre_can_end_it_and_open_it_again(string cause)
    {
        foreach (var alert in Walk(cause).Select(s => s.Before).Distinct())
        {
            var does = alert.State == AlertState.Ended ? AlertDoes.Reopen : AlertDoes.Resolve;
            var next = Assert.IsType<AlertOutcome.Done>(AlertLife.Decide(alert, new(does, AlertBy.Office, Zhou), Start, Rules)).Next;
            Assert.Equal(does == AlertDoes.Reopen ? AlertState.Waiting : AlertState.Ended, next.State);
        }
    }

    [Theory, MemberData(nameof(Causes))]
    public void What_was_done_and_is_said_again_changes_nothing_that_matters(string cause)
    {
        foreach (var step in Walk(cause))
        {
            if (step.Outcome is not AlertOutcome.Done done) continue;
            var again = AlertLife.Decide(done.Next, step.Act, step.Now, Rules);
            if (step.Act.Does == AlertDoes.Reopen) Assert.Equal(AlertNo.NotEnded, Assert.IsType<AlertOutcome.Refused>(again).Why);
            else if (again is AlertOutcome.Done twice) Assert.Equal(done.Next, twice.Next);
            else Assert.IsType<AlertOutcome.Already>(again);
        }
    }

    [Theory, MemberData(nameof(Causes))]
    public void A_site_touches_only_what_it_asked_for_and_never_takes_or_puts_off(string cause)
    {
        foreach (var step in Walk(cause).Where(s => s.Act.By == AlertBy.Site && s.Outcome is AlertOutcome.Done))
        {
            Assert.Equal(AlertKind.Help, step.Before.Kind);
            Assert.Contains(step.Act.Does, new[] { AlertDoes.Ask, AlertDoes.Arrive, AlertDoes.Resolve, AlertDoes.Withdraw });
        }
    }

    [Theory, MemberData(nameof(Causes))]
    public void Left_alone_an_open_alert_is_escalated_in_the_end_and_never_before_its_time(string cause)
    {
        foreach (var alert in Walk(cause).Select(s => s.Before).Distinct().Where(a => a.State is AlertState.Waiting or AlertState.Taken))
        {
            var (now, left) = (alert, 0);
            while (now.Escalated is null)
            {
                var (does, at) = Assert.NotNull(AlertLife.Next(now, Rules));
                Assert.Equal(AlertNo.TooEarly, Assert.IsType<AlertOutcome.Refused>(AlertLife.Decide(now, new(does, AlertBy.Clock), at - 1, Rules)).Why);
                now = Assert.IsType<AlertOutcome.Done>(AlertLife.Decide(now, new(does, AlertBy.Clock), at, Rules)).Next;
                Assert.True(++left <= 2, "The clock goes round in a circle.");
            }
            Assert.Null(AlertLife.Next(now, Rules));
        }
    }

    [Fact]
    public void Who_takes_it_says_when_somebody_is_there_and_after_that_and_some_patience_it_is_escalated()
    {
        var taken = Do(AlertLife.Begin(Cause.Tubes, Start), AlertDoes.Take, Start + Minute, 10);
        Assert.Equal((Zhou, Start + 11 * Minute), (taken.Owner, taken.Due));
        Assert.Equal((AlertDoes.Escalate, Start + 16 * Minute), AlertLife.Next(taken, Rules));
        var arrived = Do(taken, AlertDoes.Arrive, Start + 9 * Minute);
        Assert.Equal((AlertState.Arrived, (Guid?)Zhou), (arrived.State, arrived.Owner));
        Assert.Null(AlertLife.Next(arrived, Rules));
    }

    [Fact]
    public void An_emergency_waits_for_two_minutes_at_most_and_is_not_put_off()
    {
        var alert = AlertLife.Begin(Cause.Medical, Start);
        Assert.Equal((AlertDoes.Escalate, Start + 2 * Minute), AlertLife.Next(alert, Rules));
        Assert.Equal(new AlertOutcome.Refused(AlertNo.IsEmergency), AlertLife.Decide(alert, new(AlertDoes.Snooze, AlertBy.Office, Zhou, 10), Start, Rules));
    }

    private static Alert Do(Alert alert, AlertDoes does, long now, int? minutes = null) =>
        Assert.IsType<AlertOutcome.Done>(AlertLife.Decide(alert, new(does, AlertBy.Office, Zhou, minutes), now, Rules)).Next;

    /// <summary>Every act at two moments in every state, until no new state comes. Of a state's moments only which there are makes it another one.</summary>
    private static List<Step> Walk(string cause)
    {
        var (steps, seen, waiting) = (new List<Step>(), new HashSet<object>(), new Queue<Alert>([AlertLife.Begin(cause, Start)]));
        while (waiting.TryDequeue(out var alert))
            foreach (var now in new[] { Start + Minute, Start + 180 * Minute })
                foreach (var act in Acts)
                {
                    var outcome = AlertLife.Decide(alert, act, now, Rules);
                    steps.Add(new(alert, act, now, outcome));
                    if (outcome is AlertOutcome.Done { Next: var next } && seen.Add((next.State, next.Owner, next.Due is null, next.SnoozedUntil is null, next.Escalated is null, next.End))) waiting.Enqueue(next);
                }
        return steps;
    }
}
