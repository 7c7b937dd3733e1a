using System.Runtime.Serialization;
using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Board;

/// <summary>How much a site needs a person; later is worse.</summary>
public enum Health { Calm, Closed, Stale, Watch, Act, Paused }

/// <summary>A wait in whole minutes, from low to high, as residents and the command centre see it.</summary>
[DataContract]
public sealed record WaitRange(
    [property: DataMember(Order = 0)] int Low, [property: DataMember(Order = 1)] int High, [property: DataMember(Order = 2)] int Likely);

/// <summary>What every screen knows of a site: the value itself, never a change to it. Times are unix milliseconds on the round's clock.</summary>
/// <param name="RatePerHour">Sampled in the last 10 minutes, as people an hour.</param>
/// <param name="Wait">Null while nobody can tell: not opened, paused, closed or no lane open.</param>
/// <param name="WaitIn30">Likely wait in 30 minutes if nobody acts, minutes.</param>
/// <param name="Reasons">Words for programs, worst first: long-wait, no-report, paused, not-opened, lane-idle, will-not-finish; screens have the sentences.</param>
[DataContract]
public sealed record SiteState(
    [property: DataMember(Order = 0)] int Round, [property: DataMember(Order = 1)] string Site, [property: DataMember(Order = 2)] long Epoch,
    [property: DataMember(Order = 3)] long Version, [property: DataMember(Order = 4)] SiteStatus Status, [property: DataMember(Order = 5)] int Lanes,
    [property: DataMember(Order = 6)] int LanesPlanned, [property: DataMember(Order = 7)] long Queue, [property: DataMember(Order = 8)] long Arrived,
    [property: DataMember(Order = 9)] long Implied, [property: DataMember(Order = 10)] long Sampled, [property: DataMember(Order = 11)] long Left,
    [property: DataMember(Order = 12)] long Corrected, [property: DataMember(Order = 13)] int RatePerHour, [property: DataMember(Order = 14)] WaitRange? Wait,
    [property: DataMember(Order = 15)] int? WaitIn30, [property: DataMember(Order = 16)] Health Health, [property: DataMember(Order = 17)] IReadOnlyList<string> Reasons,
    [property: DataMember(Order = 18)] long ReportedAt, [property: DataMember(Order = 19)] int Called, [property: DataMember(Order = 20)] int Tickets);

/// <summary>The whole board of a scope at one moment.</summary>
/// <param name="Now">Unix milliseconds on the round's clock: a client learns its offset from it.</param>
/// <param name="Speed">1 in real time; a rehearsal's clock runs faster.</param>
[DataContract]
public sealed record Snapshot(
    [property: DataMember(Order = 0)] int Round, [property: DataMember(Order = 1)] string RoundName, [property: DataMember(Order = 2)] bool Rehearsal,
    [property: DataMember(Order = 3)] long Now, [property: DataMember(Order = 4)] double Speed, [property: DataMember(Order = 5)] IReadOnlyList<SiteState> Sites);
