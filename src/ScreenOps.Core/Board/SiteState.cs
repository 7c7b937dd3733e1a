using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>How much a site needs a person; later is worse.</summary>
public enum Health { Calm, Closed, Stale, Watch, Act, Paused }

/// <summary>A wait in whole minutes, from low to high, as residents and the command centre see it.</summary>
public sealed record WaitRange(int Low, int High, int Likely);

/// <summary>What every screen knows of a site: the value itself, never a change to it. Times are unix milliseconds on the round's clock.</summary>
/// <param name="RatePerHour">Sampled in the last 10 minutes, as people an hour.</param>
/// <param name="Wait">Null while nobody can tell: not opened, paused, closed or no lane open.</param>
/// <param name="WaitIn30">Likely wait in 30 minutes if nobody acts, minutes.</param>
/// <param name="Reasons">Words for programs, worst first: long-wait, no-report, paused, not-opened, lane-idle, will-not-finish; screens have the sentences.</param>
public sealed record SiteState(
    int Round, string Site, long Epoch, long Version, SiteStatus Status, int Lanes, int LanesPlanned,
    long Queue, long Arrived, long Implied, long Sampled, long Left, long Corrected,
    int RatePerHour, WaitRange? Wait, int? WaitIn30, Health Health, IReadOnlyList<string> Reasons,
    long ReportedAt, int Called, int Tickets);

/// <summary>The whole board of a scope at one moment.</summary>
/// <param name="Now">Unix milliseconds on the round's clock: a client learns its offset from it.</param>
/// <param name="Speed">1 in real time; a rehearsal's clock runs faster.</param>
public sealed record Snapshot(int Round, string RoundName, bool Rehearsal, long Now, double Speed, IReadOnlyList<SiteState> Sites);
