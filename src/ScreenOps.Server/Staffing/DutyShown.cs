using ScreenOps.Core.Districts;
using ScreenOps.Core.Sites;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>A place for map apps: WGS-84, and bent as AMap and Baidu want it.</summary>
internal sealed record PlaceShown(double Latitude, double Longitude, MapPlace Gcj02, MapPlace Bd09)
{
    public static PlaceShown Of(double latitude, double longitude) => new(latitude, longitude, MapPlaces.Gcj02(latitude, longitude), MapPlaces.Bd09(latitude, longitude));
}

/// <param name="Id">To hand a lane to.</param>
/// <param name="There">At the post.</param>
internal sealed record CrewShown(Guid Id, string Name, Role Role, bool There);

internal sealed record LeadShown(string Name, string Phone);

/// <summary>One duty of a member, with what the member needs for it.</summary>
/// <param name="Shift">Its code.</param>
/// <param name="Reason">Why it was declined.</param>
/// <param name="CheckInFrom">When the post may be taken.</param>
/// <param name="NextShift">The name of the shift that begins as this one ends, which the member may offer to stay for; null: there is none, or the member has it.</param>
/// <param name="Lead">Null: there is none, or it is the member.</param>
internal sealed record DutyShown(
    string Shift, string ShiftName, DateTimeOffset Starts, DateTimeOffset Ends, string Site, string SiteName, string Address, PlaceShown Place, int Lanes, Role Role, AssignmentState State, string Reason,
    DateTimeOffset CheckInFrom, string? NextShift, bool Stays, LeadShown? Lead, IReadOnlyList<CrewShown> Crew);

/// <param name="Now">Unix milliseconds on the round's clock, which runs Speed times as fast as real time.</param>
internal sealed record DutyRoundShown(int Id, string Name, DateOnly Day, bool Rehearsal, double Speed, long Now, IReadOnlyList<DutyShown> Duties, IReadOnlyList<HandoverShown> Handovers);

/// <summary>A seat that the member is asked to take.</summary>
/// <param name="Km">From home; null where that is not known.</param>
internal sealed record OfferShown(
    Guid Asking, int Round, string RoundName, bool Rehearsal, long Now, double Speed, string ShiftName, DateTimeOffset Starts, DateTimeOffset Ends, string SiteName, string Address, PlaceShown Place, Role Role, double? Km, DateTimeOffset Expires);

internal sealed record PastDutyShown(DateOnly Day, string RoundName, string ShiftName, string SiteName, Role Role, AssignmentState State, double Hours);

/// <summary>What a member did in rounds that ended.</summary>
/// <param name="Hours">Of the duties at whose post the member was.</param>
/// <param name="Duties">The last of them, newest first.</param>
internal sealed record PastShown(int Rounds, int Count, double Hours, IReadOnlyList<PastDutyShown> Duties);

internal sealed record OwnDutyShown(string Name, string District, IReadOnlyList<DutyRoundShown> Rounds, IReadOnlyList<OfferShown> Offers, PastShown Past);

/// <param name="Giving">Whether the reader gives it; false: the reader takes it.</param>
/// <param name="Taken">Null: the taker has not signed yet.</param>
internal sealed record HandoverShown(Guid Id, string Site, int Lane, string Giver, string Taker, bool Giving, string Note, DateTimeOffset Given, DateTimeOffset? Taken);
