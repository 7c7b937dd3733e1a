using ScreenOps.Core.Requests;

namespace ScreenOps.Server.Requests;

/// <summary>An alert as screens see it. Moments are unix milliseconds on the round's clock.</summary>
/// <param name="Cause">A word for programs; screens have the sentences.</param>
/// <param name="Raised">When it was asked for or seen.</param>
/// <param name="Since">From when it waits for what comes next.</param>
/// <param name="Owner">Who took it; null: nobody has.</param>
/// <param name="Mine">Whether that is who reads this.</param>
/// <param name="Due">When the owner said that somebody is there.</param>
/// <param name="Version">Counts its acts: of two readings the higher is newer.</param>
internal sealed record AlertShown(
    Guid Id, string Site, AlertKind Kind, string Cause, Severity Severity, AlertState State, AlertEnd? End, long Raised, long Since, string? Owner, bool Mine, long? Due, long? SnoozedUntil,
    long? Escalated, long? Ended, int Version)
{
    /// <param name="reader">Who may own it; null: nobody who does.</param>
    public static AlertShown Of(KeptAlert a, Guid? reader) => new(a.Id, a.Site, a.Life.Kind, a.Cause, a.Life.Severity, a.Life.State, a.Life.End, a.Raised, a.Life.Since, a.OwnerName,
        reader is not null && a.Life.Owner == reader, a.Life.Due, a.Life.SnoozedUntil, a.Life.Escalated, a.Ended, a.Version);
}

/// <param name="Alerts">All that have not ended, and the last that have.</param>
/// <param name="LongestTake">Minutes: the longest time until somebody comes that may be named.</param>
internal sealed record AlertsShown(long Now, double Speed, IReadOnlyList<AlertShown> Alerts, int LongestTake, int LongestSnooze);

/// <param name="Does">Raise, or what was done with it.</param>
/// <param name="Name">Empty: the server by itself; of a site, its code.</param>
/// <param name="Made">When it was done, where that was without network; else as <paramref name="At"/>, when the server took it.</param>
internal sealed record AlertActShown(string Does, AlertBy By, string Name, int? Minutes, string Note, long Made, long At);

internal sealed record AlertWhole(AlertShown Alert, IReadOnlyList<AlertActShown> History);

/// <param name="Id">Made by the page and kept over retries.</param>
/// <param name="Minutes">Of Take, until somebody is there; of Snooze, how long.</param>
/// <param name="Note">What others should know, at most 200 characters.</param>
internal sealed record AlertActOrder(Guid Id, AlertDoes? Does, int? Minutes, string? Note);

/// <summary>What a site does with its own requests.</summary>
internal enum HelpDoes { Ask, Arrive, Resolve, Withdraw }

/// <param name="Id">Made by the tablet once and kept over retries: never is one asked for twice.</param>
/// <param name="Of">Of Arrive, Resolve and Withdraw: the id of the Ask, or of the alert that came of it.</param>
/// <param name="Cause">Of Ask: what is short.</param>
/// <param name="Made">When the button was pressed, unix milliseconds on the round's clock.</param>
internal sealed record HelpAct(Guid Id, HelpDoes? Does, Guid? Of, string? Cause, long Made);

internal sealed record HelpActs(IReadOnlyList<HelpAct?>? Acts);

/// <param name="Reason">Why it was not taken, for programs; null: it was, now or before.</param>
/// <param name="Alert">What the act is about; null: it was not taken.</param>
internal sealed record HelpAnswer(Guid Id, string? Reason, string? Cure, Guid? Alert);

internal sealed record HelpReply(IReadOnlyList<HelpAnswer> Answers, HelpShown Help);

/// <summary>What a site asked for.</summary>
internal sealed record HelpShown(long Now, double Speed, IReadOnlyList<AlertShown> Alerts);
