using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>What became of a place in the round, by when things were made.</summary>
/// <param name="Name">Of the site, of the village, or of the district.</param>
/// <param name="Arrived">All who came, those whom nobody had counted before they were sampled among them.</param>
/// <param name="Late">People in counts that came five minutes late or more, as a tablet was without network.</param>
/// <param name="PeakAt">Minute (unix time / 60 s on the round's clock) in which most people waited.</param>
/// <param name="First">Minute of the first sample, as Last is of the last; null: none.</param>
internal sealed record ReportPlace(string Code, string Name, string Village, int Sites, int Due, int LanesPlanned, long Arrived, long Sampled, long Left, long Late, long Peak, long? PeakAt, long? First, long? Last, WaitSpread Waits);

/// <summary>A quarter of an hour of the district.</summary>
/// <param name="From">Its first minute.</param>
/// <param name="Waits">Of those who came in it.</param>
internal sealed record ReportQuarter(long From, int Arrived, int Sampled, long Queue, WaitSpread Waits);

/// <summary>Seats of a role in a shift and what became of those who had one.</summary>
/// <param name="Planned">People who were to come.</param>
/// <param name="Came">At the post.</param>
internal sealed record ReportStaff(string Shift, string Role, int Seats, int Planned, int Came, int Missed, int Declined, int Released);

/// <summary>A lane that went from site to site; waits in minutes, as foreseen for the moment Due and as they were then.</summary>
internal sealed record ReportMove(long Made, string Giver, string Taker, int People, bool Undone, double GiverWith, double TakerWithout, double TakerWith, int? GiverReal, int? TakerReal);

/// <summary>Something that needed a person; moments are unix milliseconds on the round's clock, null where it never came to that.</summary>
/// <param name="Cause">A word for programs, as in the queue of alerts.</param>
/// <param name="Taken">When somebody first said "I take it".</param>
/// <param name="Escalated">How many times.</param>
internal sealed record ReportAlert(string Site, string Cause, string Severity, long Raised, long? Taken, long? Arrived, long? Ended, string? How, int Escalated);

/// <summary>Tubes and boxes; Received: signed for by the lab. Transport in minutes from a box's first swab to that signature.</summary>
internal sealed record ReportTubes(int Tubes, int People, int Trouble, int Boxes, int Sealed, int Received, int Late, int TooLate, int? MedianMinutes, int? LongestMinutes);

/// <summary>What was true in a round.</summary>
/// <param name="Now">Unix milliseconds on the round's clock when it was read: until the round is sealed, late counts may still come.</param>
/// <param name="Alerts">The first 5,000 of those that were raised.</param>
internal sealed record Report(int Round, string Name, string District, string State, bool Rehearsal, DateOnly Day, long? Opened, long? Closed, long Now, int WatchMinutes, int ActMinutes,
    ReportPlace Whole, IReadOnlyList<ReportPlace> Villages, IReadOnlyList<ReportPlace> Sites, IReadOnlyList<QueueMinute> Minutes, IReadOnlyList<ReportQuarter> Quarters,
    IReadOnlyList<ReportStaff> Staff, IReadOnlyList<ReportMove> Moves, IReadOnlyList<ReportAlert> Alerts, int AlertsRaised, ReportTubes Tubes);
