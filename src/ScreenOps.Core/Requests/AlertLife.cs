namespace ScreenOps.Core.Requests;

/// <summary>Why an act is refused.</summary>
public enum AlertNo
{
    /// <summary>It has ended; reopen it first, where that is the office's to do.</summary>
    HasEnded,
    /// <summary>It has not ended.</summary>
    NotEnded,
    /// <summary>Not an act of whoever tries it.</summary>
    NotYours,
    /// <summary>Only what was asked for is withdrawn or asked for again, only a sign clears by itself.</summary>
    OtherKind,
    /// <summary>Minutes are missing, below 1 or above what is allowed.</summary>
    BadMinutes,
    /// <summary>Somebody is there already.</summary>
    IsThere,
    /// <summary>Nobody puts an emergency off.</summary>
    IsEmergency,
    /// <summary>By the clock it is not time yet.</summary>
    TooEarly,
}

public abstract record AlertOutcome
{
    public sealed record Done(Alert Next) : AlertOutcome;
    /// <summary>It is so already; said again it changes nothing.</summary>
    public sealed record Already : AlertOutcome;
    public sealed record Refused(AlertNo Why) : AlertOutcome;
}

/// <summary>The life of an alert: who may do what with it when, and what the clock does by itself.</summary>
public static class AlertLife
{
    private static readonly AlertOutcome Already = new AlertOutcome.Already();

    public static Alert Begin(string cause, long now) =>
        new(Cause.KindOf(cause) ?? throw new ArgumentException($"{cause} is no cause of an alert.", nameof(cause)), Cause.SeverityOf(cause), AlertState.Waiting, now);

    public static AlertOutcome Decide(Alert alert, AlertAct act, long now, AlertRules rules)
    {
        if (!Of(act.Does).Contains(act.By)) return No(AlertNo.NotYours);
        if (!Fits(alert.Kind, act)) return No(AlertNo.OtherKind);
        if (alert.State == AlertState.Ended) return AfterEnd(alert, act, now);
        return act.Does switch
        {
            AlertDoes.Ask => Done(alert with { SnoozedUntil = null, Since = alert.SnoozedUntil is null ? alert.Since : now }),
            AlertDoes.Take => Take(alert, act, now, rules),
            AlertDoes.Release => alert.State == AlertState.Waiting ? Already : Done(Waits(alert, now)),
            AlertDoes.Arrive => alert.State == AlertState.Arrived ? Already : Done(alert with { State = AlertState.Arrived, Since = now, Due = null, SnoozedUntil = null, Escalated = null }),
            AlertDoes.Escalate => Escalate(alert, act, now, rules),
            AlertDoes.Snooze => Snooze(alert, act, now, rules),
            AlertDoes.Wake => Wake(alert, act, now),
            AlertDoes.Resolve => End(alert, AlertEnd.Resolved, now),
            AlertDoes.Withdraw => End(alert, AlertEnd.Withdrawn, now),
            AlertDoes.Clear => End(alert, AlertEnd.Cleared, now),
            _ => No(AlertNo.NotEnded),
        };
    }

    /// <summary>When the clock acts next if nobody does, and what it does then; null: never.</summary>
    public static (AlertDoes Does, long At)? Next(Alert alert, AlertRules rules)
    {
        if (alert.State == AlertState.Ended) return null;
        if (alert.SnoozedUntil is { } until) return (AlertDoes.Wake, until);
        if (alert.Escalated is not null) return null;
        return alert switch
        {
            { State: AlertState.Waiting } => (AlertDoes.Escalate, alert.Since + Milliseconds(rules.Without(alert.Severity))),
            { State: AlertState.Taken, Due: { } due } => (AlertDoes.Escalate, due + Milliseconds(rules.Overdue)),
            _ => null,
        };
    }

    private static bool Fits(AlertKind kind, AlertAct act) => (kind, act.Does) switch
    {
        (AlertKind.Sign, AlertDoes.Ask or AlertDoes.Withdraw) or (AlertKind.Help, AlertDoes.Clear) => false,
        (AlertKind.Sign, _) => act.By != AlertBy.Site,
        (AlertKind.Help, AlertDoes.Reopen) => act.By == AlertBy.Office,
        _ => true,
    };

    private static AlertBy[] Of(AlertDoes does) => does switch
    {
        AlertDoes.Ask or AlertDoes.Withdraw => [AlertBy.Site],
        AlertDoes.Arrive or AlertDoes.Resolve => [AlertBy.Office, AlertBy.Site],
        AlertDoes.Escalate or AlertDoes.Wake or AlertDoes.Reopen => [AlertBy.Office, AlertBy.Clock],
        AlertDoes.Clear => [AlertBy.Clock],
        _ => [AlertBy.Office],
    };

    private static AlertOutcome AfterEnd(Alert alert, AlertAct act, long now) => act.Does switch
    {
        AlertDoes.Reopen => Done(Waits(alert, now)),
        AlertDoes.Resolve or AlertDoes.Withdraw or AlertDoes.Clear => Already,
        _ => No(AlertNo.HasEnded),
    };

    private static AlertOutcome Take(Alert alert, AlertAct act, long now, AlertRules rules)
    {
        if (!Allowed(act.Minutes, rules.LongestTake)) return No(AlertNo.BadMinutes);
        if (alert.State == AlertState.Arrived) return No(AlertNo.IsThere);
        return Done(alert with { State = AlertState.Taken, Since = now, Owner = act.Actor, Due = After(now, act.Minutes!.Value), SnoozedUntil = null, Escalated = null });
    }

    private static AlertOutcome Escalate(Alert alert, AlertAct act, long now, AlertRules rules)
    {
        if (alert.Escalated is not null) return Already;
        if (alert.State == AlertState.Arrived) return No(AlertNo.IsThere);
        if (act.By == AlertBy.Clock && (Next(alert, rules) is not (AlertDoes.Escalate, var at) || now < at)) return No(AlertNo.TooEarly);
        return Done(alert with { Escalated = now, SnoozedUntil = null });
    }

    private static AlertOutcome Snooze(Alert alert, AlertAct act, long now, AlertRules rules)
    {
        if (alert.Severity == Severity.Emergency) return No(AlertNo.IsEmergency);
        return Allowed(act.Minutes, rules.LongestSnooze) ? Done(alert with { SnoozedUntil = After(now, act.Minutes!.Value), Escalated = null }) : No(AlertNo.BadMinutes);
    }

    private static AlertOutcome Wake(Alert alert, AlertAct act, long now) =>
        alert.SnoozedUntil is not { } until ? Already : act.By == AlertBy.Clock && now < until ? No(AlertNo.TooEarly) : Done(alert with { SnoozedUntil = null, Since = now });

    private static Alert Waits(Alert alert, long now) => alert with { State = AlertState.Waiting, Since = now, Owner = null, Due = null, SnoozedUntil = null, Escalated = null, End = null };

    private static AlertOutcome End(Alert alert, AlertEnd how, long now) => Done(alert with { State = AlertState.Ended, Since = now, Due = null, SnoozedUntil = null, Escalated = null, End = how });

    private static bool Allowed(int? minutes, TimeSpan longest) => minutes is { } m && m >= 1 && m <= longest.TotalMinutes;

    private static long After(long now, int minutes) => now + minutes * 60_000L;

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private static AlertOutcome Done(Alert next) => new AlertOutcome.Done(next);

    private static AlertOutcome No(AlertNo why) => new AlertOutcome.Refused(why);
}
