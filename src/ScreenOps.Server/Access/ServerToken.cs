using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace ScreenOps.Server.Access;

/// <summary>Bearer tokens: for programs that sign in, and for the verbs of whoever may read this server's data folder.</summary>
internal sealed class ServerToken(IOptionsMonitor<BearerTokenOptions> bearer, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>Its account is nobody's; the folder that holds the token is what guards it.</summary>
    public const string Stamp = "data-folder";
    private static readonly TimeSpan FolderLife = TimeSpan.FromDays(30);

    public string ForFolder() => Issue(new(new ClaimsIdentity([new(Who.GrantClaim, nameof(Grant.Operator)), new(Who.StampClaim, Stamp), new(Who.NameClaim, "operator")], "screenops")), FolderLife);

    public string For(ClaimsPrincipal who) => Issue(who, who.Device() is null ? options.Value.PersonLife : options.Value.DeviceLife);

    private string Issue(ClaimsPrincipal who, TimeSpan life) =>
        bearer.Get(BearerTokenDefaults.AuthenticationScheme).BearerTokenProtector.Protect(new AuthenticationTicket(who,
            new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + life }, $"{BearerTokenDefaults.AuthenticationScheme}:AccessToken"));
}
