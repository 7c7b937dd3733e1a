using System.Security.Claims;

namespace ScreenOps.Server.Access;

/// <summary>The signed-in sender, read from its claims.</summary>
internal static class Who
{
    public const string DistrictClaim = "district", GrantClaim = "grant", SiteClaim = "site", DeviceClaim = "device", AccountClaim = "account", StampClaim = "stamp";

    public static string District(this ClaimsPrincipal who) => who.FindFirstValue(DistrictClaim)
        ?? throw new InvalidOperationException("A signed-in sender without a district reached a room; its policy must ask for one.");

    public static string? Site(this ClaimsPrincipal who) => who.FindFirstValue(SiteClaim);

    public static Guid? Device(this ClaimsPrincipal who) => Guid.TryParse(who.FindFirstValue(DeviceClaim), out var id) ? id : null;

    public static string? Grant(this ClaimsPrincipal who) => who.FindFirstValue(GrantClaim);
}
