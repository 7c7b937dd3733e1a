namespace ScreenOps.Core.Requests;

public enum AlertState
{
    /// <summary>Nobody has taken it.</summary>
    Waiting,
    Taken,
    /// <summary>Who came is at the site.</summary>
    Arrived,
    Ended,
}

public enum AlertEnd
{
    Resolved,
    /// <summary>Whoever asked needs it no more.</summary>
    Withdrawn,
    /// <summary>The sign went by itself.</summary>
    Cleared,
}

/// <summary>Who acts: the command centre, the site that it is about, or the server by the clock and by what its board sees.</summary>
public enum AlertBy { Office, Site, Clock }

public enum AlertDoes
{
    /// <summary>The site asks for the same again.</summary>
    Ask,
    /// <summary>"I take it", with minutes until somebody is there.</summary>
    Take,
    /// <summary>Gives it back: it waits for somebody else.</summary>
    Release,
    Arrive,
    Escalate,
    /// <summary>Out of sight for some minutes.</summary>
    Snooze,
    Wake,
    Resolve,
    Withdraw,
    Clear,
    Reopen,
}

/// <summary>Something at a site that needs a person, as far as its life goes. Moments are unix milliseconds on the round's clock.</summary>
/// <param name="Since">From when it has been waiting for what comes next: raised, given back, awake again, reopened, taken.</param>
/// <param name="Owner">Who took it; of one that has ended, who had it last.</param>
/// <param name="Due">When the owner said that somebody is there.</param>
/// <param name="Escalated">When; null: it is not, or somebody took it since.</param>
public sealed record Alert(
    AlertKind Kind, Severity Severity, AlertState State, long Since, Guid? Owner = null, long? Due = null, long? SnoozedUntil = null, long? Escalated = null, AlertEnd? End = null);

/// <param name="Minutes">Of Take, until somebody is there; of Snooze, how long.</param>
/// <param name="Actor">Who, where a person acts.</param>
public sealed record AlertAct(AlertDoes Does, AlertBy By, Guid? Actor = null, int? Minutes = null);

/// <summary>How long an alert waits, and for how long a person may put it off.</summary>
/// <param name="Emergency">After so long without an owner it is escalated, as <paramref name="Act"/> and <paramref name="Watch"/> of the other severities.</param>
/// <param name="Overdue">So long after the owner's moment, when nobody has arrived.</param>
/// <param name="LongestTake">The longest time until somebody comes that an owner may name.</param>
/// <param name="LongestSnooze">An alert is out of sight no longer at once.</param>
public sealed record AlertRules(TimeSpan Emergency, TimeSpan Act, TimeSpan Watch, TimeSpan Overdue, TimeSpan LongestTake, TimeSpan LongestSnooze)
{
    public TimeSpan Without(Severity severity) => severity switch { Severity.Emergency => Emergency, Severity.Act => Act, _ => Watch };
}
