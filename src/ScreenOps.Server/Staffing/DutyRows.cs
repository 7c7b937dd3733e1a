using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

/// <summary>What a duty and an offer have in common as they are read.</summary>
internal abstract class PlaceRow
{
    public int Round { get; init; }
    public DateOnly Day { get; init; }
    public string ShiftName { get; init; } = "";
    public TimeSpan Starts { get; init; }
    public TimeSpan Ends { get; init; }
    public string SiteName { get; init; } = "";
    public string Address { get; init; } = "";
    public double Latitude { get; init; }
    public double Longitude { get; init; }
    public string Role { get; init; } = "";

    public ShiftSpan Span(TimeZoneInfo zone) => ShiftSpans.Of(Day, TimeOnly.FromTimeSpan(Starts), TimeOnly.FromTimeSpan(Ends), zone);
}

internal sealed class DutyRow : PlaceRow
{
    public string Shift { get; init; } = "";
    public string Site { get; init; } = "";
    public int Lanes { get; init; }
    public int Seat { get; init; }
    public string State { get; init; } = "";
    public bool Stays { get; init; }
    public string? Reason { get; init; }

    public Seat ToSeat() => new(Site, Shift, Enum.Parse<Role>(Role), Seat);

    public AssignmentState ToState() => Enum.Parse<AssignmentState>(State);
}

internal sealed class OfferRow : PlaceRow
{
    public Guid Asking { get; init; }
    public DateTime ExpiresAt { get; init; }
    public double? HomeLatitude { get; init; }
    public double? HomeLongitude { get; init; }

    public OfferShown Shown(RoundInfo round, TimeZoneInfo zone)
    {
        var span = Span(zone);
        return new(Asking, round.Id, round.Name, round.Rehearsal, round.Clock.GetUtcNow().ToUnixTimeMilliseconds(), round.Clock.Speed, ShiftName, span.Starts, span.Ends, SiteName, Address, PlaceShown.Of(Latitude, Longitude),
            Enum.Parse<Role>(Role), HomeLatitude is { } lat && HomeLongitude is { } lon ? GreatCircle.Km(lat, lon, Latitude, Longitude) : null, ShiftSpans.Local(ExpiresAt, zone));
    }
}

internal sealed class CrewRow
{
    public int Round { get; init; }
    public string Shift { get; init; } = "";
    public Guid Member { get; init; }
    public string Name { get; init; } = "";
    public string Role { get; init; } = "";
    public bool There { get; init; }
    public byte[] PhoneSealed { get; init; } = [];
}

internal sealed class HandoverRow
{
    public int Round { get; init; }
    public Guid Id { get; init; }
    public string Site { get; init; } = "";
    public int Lane { get; init; }
    public Guid Giver { get; init; }
    public Guid Taker { get; init; }
    public string GiverName { get; init; } = "";
    public string TakerName { get; init; } = "";
    public string Note { get; init; } = "";
    public DateTime GivenAt { get; init; }
    public DateTime? TakenAt { get; init; }

    /// <param name="reader">Null: the command centre.</param>
    public HandoverShown Shown(Guid? reader, TimeZoneInfo zone, Vault vault) =>
        new(Id, Site, Lane, vault.OpenText(GiverName), vault.OpenText(TakerName), Giver == reader, Note, ShiftSpans.Local(GivenAt, zone), TakenAt is { } at ? ShiftSpans.Local(at, zone) : null);
}

internal sealed class PastRow
{
    public int Round { get; init; }
    public DateOnly Day { get; init; }
    public string RoundName { get; init; } = "";
    public string ShiftName { get; init; } = "";
    public string SiteName { get; init; } = "";
    public string Role { get; init; } = "";
    public string State { get; init; } = "";
    public double Hours { get; init; }

    public bool There => State == nameof(AssignmentState.Present);

    public PastDutyShown Shown() => new(Day, RoundName, ShiftName, SiteName, Enum.Parse<Role>(Role), Enum.Parse<AssignmentState>(State), Hours);
}
