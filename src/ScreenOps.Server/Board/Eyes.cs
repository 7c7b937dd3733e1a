using System.Security.Claims;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Board;

/// <summary>What a sender may look at.</summary>
internal static class Eyes
{
    public static bool SeesDistrict(this ClaimsPrincipal who) => who.Grant() is "Operator" or "City" or "CommandCentre";

    public static bool SeesCity(this ClaimsPrincipal who) => who.Grant() is "Operator" or "City";

    /// <summary>A device that was enrolled for rehearsals looks at the open rehearsal.</summary>
    public static bool IsRehearsal(this ClaimsPrincipal who) => who.HasClaim(Who.RehearsalClaim, "true");
}
