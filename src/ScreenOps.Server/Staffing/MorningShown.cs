using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <param name="Held">Seats that somebody has; of these so many said yes and so many are at the post.</param>
internal sealed record MorningShiftShown(string Code, string Name, DateTimeOffset Starts, DateTimeOffset Ends, int Seats, int Held, int Confirmed, int Present);

internal sealed record MorningPerson(Guid Id, string Name, string Kind);

/// <summary>A seat that may stay empty though somebody has it.</summary>
internal sealed record AtRiskShown(MorningPerson Member, string Site, string SiteName, string Shift, Role Role, int Seat, AssignmentState State, IReadOnlyList<Risk> Risks);

/// <summary>Who had a seat and has it no more.</summary>
/// <param name="Reason">What the member said.</param>
internal sealed record LeftSeatShown(MorningPerson Member, AssignmentState State, DateTimeOffset? At, string Reason);

internal sealed record OfferOfShown(MorningPerson Member, double? Km, int Stage, DateTimeOffset Made, DateTimeOffset Expires, OfferAnswer? Answer, DateTimeOffset? Answered);

/// <param name="Next">When, at the latest, the next people are asked; null: nobody is any more.</param>
internal sealed record AskingShown(Guid Id, string Site, string SiteName, string Shift, Role Role, int Seat, AskingState State, int Stage, DateTimeOffset Began, DateTimeOffset? Ended, DateTimeOffset? Next, IReadOnlyList<OfferOfShown> Offers);

/// <summary>A seat that nobody has.</summary>
/// <param name="Could">Who could take it and was not asked.</param>
internal sealed record EmptySeatShown(string Site, string SiteName, string Shift, Role Role, int Seat, int Could, IReadOnlyList<LeftSeatShown> Left, AskingShown? Asking);

/// <summary>Who is able, free and neither asked nor said no, in a shift that is not over.</summary>
/// <param name="Shifts">Those in which the member could take a seat of the round.</param>
/// <param name="Stays">Free only by offering to stay on.</param>
internal sealed record SpareShown(MorningPerson Member, IReadOnlyList<Role> Roles, string Village, IReadOnlyList<string> Shifts, DateTimeOffset? LastAsked, bool Stays);

/// <param name="Now">Unix milliseconds on the round's clock.</param>
internal sealed record MorningShown(
    int Round, PlanState State, long Version, long Now, double Speed, IReadOnlyList<MorningShiftShown> Shifts, IReadOnlyList<AtRiskShown> AtRisk, IReadOnlyList<EmptySeatShown> Empty,
    IReadOnlyList<AskingShown> Askings, int SpareTotal, IReadOnlyList<SpareShown> Spare, IReadOnlyList<HandoverShown> Handovers);

internal sealed record MoveShown(MorningPerson Member, string Shift, Seat? From, Seat? To, string? FromName, string? ToName, double? Km, bool Told);

/// <param name="Version">Of the plan that the moves were found for.</param>
/// <param name="Lost">How many of the moves take somebody from the seat that the member was told of.</param>
internal sealed record RepairShown(long Version, IReadOnlyList<MoveShown> Moves, int EmptyBefore, int EmptyAfter, int WeightBefore, int WeightAfter, double KmBefore, double KmAfter, int Lost, bool Proven, double Milliseconds);
