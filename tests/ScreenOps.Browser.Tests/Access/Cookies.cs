using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace ScreenOps.Browser.Tests.Access;

/// <summary>Sign-ins as a browser holds them, made by the server's own keys: what time would make of one, a test need not wait for.</summary>
internal static class Cookies
{
    public static string Of(NewcomersServer server, ClaimsPrincipal who)
    {
        var now = TimeProvider.System.GetUtcNow();
        return server.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme).TicketDataFormat.Protect(
            new(who, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(1), IsPersistent = true }, CookieAuthenticationDefaults.AuthenticationScheme));
    }
}
