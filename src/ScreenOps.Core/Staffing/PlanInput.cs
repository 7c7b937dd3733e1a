using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Staffing;

/// <summary>Half-open: Starts &lt;= t &lt; Ends.</summary>
public sealed record PlanShift(string Code, TimeOnly Starts, TimeOnly Ends)
{
    /// <summary>Nobody can be in both.</summary>
    public bool Overlaps(PlanShift other) => Starts < other.Ends && other.Starts < Ends;

    /// <summary>One ends as the other starts: who takes both stays at one site.</summary>
    public bool Touches(PlanShift other) => Ends == other.Starts || other.Ends == Starts;
}

/// <param name="Latitude">Degrees in WGS-84, as Longitude is.</param>
public sealed record PlanSite(string Code, string Village, double Latitude, double Longitude);

public sealed record PlanPost(string Site, string Shift, Role Role, int Seats);

/// <summary>A member as a plan needs to know one: without a name.</summary>
/// <param name="Shifts">Codes of the shifts the member may take; null: all.</param>
/// <param name="Past">Seats that the member had in past rounds.</param>
public sealed record Candidate(Guid Id, string Village, IReadOnlyList<Role> Roles, IReadOnlyList<string>? Shifts, int Past = 0)
{
    public bool Available(string shift) => Shifts?.Contains(shift) ?? true;
}

/// <summary>What a plan is made from.</summary>
public sealed class PlanInput
{
    private readonly Dictionary<string, PlanShift> shifts;
    private readonly Dictionary<(string, string, Role), int> seats;
    private readonly Dictionary<Guid, Candidate> members;
    private readonly Dictionary<string, PlanSite> homes, sites;

    /// <param name="sites">All of the district: a member's way begins at the one of the home village.</param>
    public PlanInput(IEnumerable<PlanShift> shifts, IEnumerable<PlanSite> sites, IEnumerable<PlanPost> posts, IEnumerable<Candidate> members)
    {
        Shifts = [.. shifts.OrderBy(s => s.Starts).ThenBy(s => s.Code, StringComparer.Ordinal)];
        Posts = [.. posts.Where(p => p.Seats > 0).OrderBy(p => p.Site, StringComparer.Ordinal).ThenBy(p => p.Shift, StringComparer.Ordinal).ThenBy(p => p.Role)];
        Members = [.. members.OrderBy(m => m.Id)];
        this.shifts = Shifts.ToDictionary(s => s.Code);
        this.seats = Posts.ToDictionary(p => (p.Site, p.Shift, p.Role), p => p.Seats);
        this.members = Members.ToDictionary(m => m.Id);
        this.sites = sites.ToDictionary(s => s.Code);
        homes = this.sites.Values.OrderBy(s => s.Code, StringComparer.Ordinal).DistinctBy(s => s.Village).ToDictionary(s => s.Village);
    }

    /// <summary>The same with other members.</summary>
    public PlanInput With(IEnumerable<Candidate> members) => new(Shifts, sites.Values, Posts, members);

    /// <summary>In the order of their starts.</summary>
    public IReadOnlyList<PlanShift> Shifts { get; }

    /// <summary>Those with a seat at least.</summary>
    public IReadOnlyList<PlanPost> Posts { get; }

    public IReadOnlyList<Candidate> Members { get; }

    public IEnumerable<Seat> Seats => Posts.SelectMany(p => Enumerable.Range(0, p.Seats).Select(n => new Seat(p.Site, p.Shift, p.Role, n)));

    public bool Has(Seat seat) => seats.TryGetValue((seat.Site, seat.Shift, seat.Role), out var count) && seat.Number >= 0 && seat.Number < count;

    public Candidate? Member(Guid id) => members.GetValueOrDefault(id);

    /// <summary>Great-circle kilometres from the site of the home village; null where that village has none.</summary>
    public double? Km(string village, string site) => homes.TryGetValue(village, out var home) && sites.TryGetValue(site, out var to)
        ? GreatCircle.Km(home.Latitude, home.Longitude, to.Latitude, to.Longitude) : null;

    /// <summary>Whether the shift begins as the other one ends.</summary>
    public bool Follows(string shift, string other) => shifts.TryGetValue(shift, out var one) && shifts.TryGetValue(other, out var before) && before.Ends == one.Starts;

    /// <summary>Whether one member may take both seats, of different shifts.</summary>
    public bool Together(string shift, string site, string otherShift, string otherSite)
    {
        var (one, other) = (shifts[shift], shifts[otherShift]);
        return !one.Overlaps(other) && (site == otherSite || !one.Touches(other));
    }
}
