using System.Globalization;
using System.Security.Claims;

namespace ScreenOps.Server.Access;

internal enum Grant { Operator, City, CommandCentre, SiteLead, Desk, Member, Courier, Lab, GridWorker, Device }

/// <summary>What a grant is of.</summary>
internal static class Grants
{
    /// <summary>It belongs to no district: who holds it names the one it looks at.</summary>
    public static bool OfAllDistricts(this Grant grant) => grant is Grant.Operator or Grant.City;
}

/// <summary>The signed-in sender, read from its claims.</summary>
internal static class Who
{
    public const string DistrictClaim = "district", GrantClaim = "grant", SiteClaim = "site", DeviceClaim = "device", AccountClaim = "account", StampClaim = "stamp",
        NameClaim = "name", MemberClaim = "member", RehearsalClaim = "rehearsal", MustChangeClaim = "must-change", VillageClaim = "village", GridClaim = "grid", SinceClaim = "since";

    public static string District(this ClaimsPrincipal who) => who.FindFirstValue(DistrictClaim)
        ?? throw new BadHttpRequestException("There is no district yet; import one, or name one with the header X-District.", StatusCodes.Status404NotFound);

    public static string? Site(this ClaimsPrincipal who) => who.FindFirstValue(SiteClaim);

    public static Guid? Device(this ClaimsPrincipal who) => Id(who, DeviceClaim);

    public static Guid? Account(this ClaimsPrincipal who) => Id(who, AccountClaim);

    /// <summary>The grid that the account keeps; null: it keeps none, and no grid is closed to it for that.</summary>
    public static GridPlace? Kept(this ClaimsPrincipal who) => who.FindFirstValue(GridClaim) is { } grid ? new(who.FindFirstValue(VillageClaim) ?? "", grid) : null;

    /// <summary>When a password, a link or a passkey was last given, which a renewed cookie does not change; null: it was none of these.</summary>
    public static DateTimeOffset? Since(this ClaimsPrincipal who) => long.TryParse(who.FindFirstValue(SinceClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>The same, signed in at this moment.</summary>
    public static ClaimsPrincipal At(this ClaimsPrincipal who, DateTimeOffset now)
    {
        who.Identities.First().AddClaim(new(SinceClaim, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        return who;
    }

    /// <summary>The member of the roster that the account is of.</summary>
    public static Guid? Member(this ClaimsPrincipal who) => Id(who, MemberClaim);

    public static string? Grant(this ClaimsPrincipal who) => who.FindFirstValue(GrantClaim);

    public static ClaimsPrincipal Principal(this AccountInfo account) => new(new ClaimsIdentity(Claims(
        (GrantClaim, account.Grant.ToString()), (AccountClaim, account.Id.ToString()), (StampClaim, account.Stamp.ToString()), (NameClaim, account.Name),
        (DistrictClaim, account.District), (SiteClaim, account.Site), (MemberClaim, account.Member?.ToString()), (MustChangeClaim, account.MustChange ? "true" : null),
        (VillageClaim, account.Keeps?.Village), (GridClaim, account.Keeps?.Grid)), "screenops"));

    public static ClaimsPrincipal Principal(this DeviceInfo device) => new(new ClaimsIdentity(Claims(
        (GrantClaim, nameof(Access.Grant.Device)), (DeviceClaim, device.Id.ToString()), (NameClaim, device.Site),
        (DistrictClaim, device.District), (SiteClaim, device.Site), (RehearsalClaim, device.Rehearsal ? "true" : null)), "screenops"));

    private static IEnumerable<Claim> Claims(params (string Type, string? Value)[] claims) => claims.Where(c => c.Value is not null).Select(c => new Claim(c.Type, c.Value!));

    private static Guid? Id(ClaimsPrincipal who, string claim) => Guid.TryParse(who.FindFirstValue(claim), out var id) ? id : null;
}

/// <param name="District">Null: of all districts.</param>
/// <param name="Member">Of the roster; null: the account is of none.</param>
/// <param name="Keeps">The grid that a grid worker keeps; null for everybody else.</param>
internal sealed record AccountInfo(Guid Id, string? District, string Name, Grant Grant, string? Site, Guid Stamp, bool MustChange, Guid? Member = null, GridPlace? Keeps = null);

/// <summary>A grid of a village, by the names that the list of residents gives them.</summary>
internal sealed record GridPlace(string Village, string Grid);

internal sealed record DeviceInfo(Guid Id, string District, string Site, bool Rehearsal);
