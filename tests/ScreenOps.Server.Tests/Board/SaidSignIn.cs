using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Tests.Board;

/// <summary>Takes a sender's word for who it is: "grant/district/site/device" as its token. These tests are about the board, not about signing in.</summary>
internal sealed class SaidSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Scheme_ = "said";

    public static string Token(string grant, string district, string? site = null, Guid? device = null) => $"{grant}/{district}/{site}/{device}";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = Request.Query["access_token"].ToString() is { Length: > 0 } query ? query : Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        if (token.Split('/') is not [var grant, var district, var site, var device]) return Task.FromResult(AuthenticateResult.NoResult());
        var claims = new List<Claim> { new(Who.GrantClaim, grant), new(Who.DistrictClaim, district) };
        if (site.Length > 0) claims.Add(new(Who.SiteClaim, site));
        if (device.Length > 0) claims.Add(new(Who.DeviceClaim, device));
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme_)), Scheme_)));
    }
}
