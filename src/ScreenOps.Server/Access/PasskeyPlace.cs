using System.Net;
using Microsoft.AspNetCore.Identity;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <param name="Reason">For a page that speaks another language.</param>
/// <param name="Address">Where passkeys work; null: nowhere before this server has a name.</param>
internal sealed record PasskeyElsewhere(string Reason, string? Address);

/// <summary>
/// Browsers make a passkey for one name and give it to no other. That is the host of ScreenOps:PublicUrl; where that is an IP address, which has no passkeys, the name that the page was opened by.
/// </summary>
internal sealed class PasskeyPlace
{
    private readonly Uri? named;

    public PasskeyPlace(ServerOptions options)
    {
        var said = new Uri(options.PublicUrl);
        named = IsName(said) ? said : null;
    }

    /// <summary>Null: the host that was asked.</summary>
    public string? Domain => named?.IdnHost;

    /// <summary>The name that a passkey made by this request is for.</summary>
    public string HostOf(HttpRequest request) => Domain ?? request.Host.Host;

    /// <summary>Null: the page that asks may make and use passkeys.</summary>
    public PasskeyElsewhere? Elsewhere(HttpRequest request)
    {
        var page = PageOf(request);
        if (named is not null) return page is not null && Same(page, named) ? null : new("passkeyAddress", named.GetLeftPart(UriPartial.Authority));
        if (page is not null && IsName(page) && string.Equals(page.IdnHost, request.Host.Host, StringComparison.OrdinalIgnoreCase)) return null;
        return page is { IsLoopback: true } ? new("passkeyAddress", $"{page.Scheme}://localhost:{page.Port}") : new("passkeyName", null);
    }

    /// <summary>Whether the browser signed for a page of ours.</summary>
    public bool Accepts(PasskeyOriginValidationContext said) =>
        !said.CrossOrigin && Uri.TryCreate(said.Origin, UriKind.Absolute, out var origin) && (named ?? PageOf(said.HttpContext.Request)) is { } own && Same(origin, own);

    /// <summary>A browser names the page that sends a POST, also through a proxy that passes on the host without its port.</summary>
    private static Uri? PageOf(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin) ? origin
        : Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var asked) ? asked : null;

    private static bool IsName(Uri address) => address.HostNameType == UriHostNameType.Dns && !IPAddress.TryParse(address.Host, out _);

    private static bool Same(Uri one, Uri other) => (one.Scheme, one.IdnHost, one.Port) == (other.Scheme, other.IdnHost, other.Port);
}
