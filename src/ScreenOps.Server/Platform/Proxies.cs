using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace ScreenOps.Server.Platform;

/// <summary>
/// Behind a proxy everybody comes from its address; who they are it says in X-Forwarded-For and -Proto. Anybody could write those, so they are believed of the proxies that are named and of nobody else.
/// </summary>
internal static class Proxies
{
    public static void UseProxies(this WebApplication app)
    {
        var named = Parse(app.Services.GetRequiredService<ServerOptions>().Proxies);
        if (named.Count == 0) return;
        // As many hops as are proxies of ours: the first that is not is the client.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in named) options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    /// <exception cref="StartException">One of them is neither an address nor a network.</exception>
    public static IReadOnlyList<System.Net.IPNetwork> Parse(string? list) => [.. (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static System.Net.IPNetwork One(string named)
    {
        if (IPAddress.TryParse(named, out var address)) return new(address, address.GetAddressBytes().Length * 8);
        return System.Net.IPNetwork.TryParse(named, out var network) ? network
            : throw new StartException($"ScreenOps:Proxies names \"{named}\". Write addresses such as 10.0.0.5 and networks such as 10.0.0.0/24 (its first address, a slash, its bits), parted by commas.");
    }
}
