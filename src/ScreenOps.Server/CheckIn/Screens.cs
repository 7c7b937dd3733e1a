using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>
/// The screens on which sites show called numbers. Their address carries a key of the site, so that only who was handed it holds a line open; what they show is no secret.
/// </summary>
internal sealed class Screens(Vault vault, ServerOptions server, IOptions<CheckInOptions> options)
{
    private const int KeyBytes = 15;
    private readonly ConcurrentDictionary<(string District, string Site), int> open = new();

    public string Link(string district, string site, bool rehearsal) =>
        server.Link($"/display/{site}{new QueryString().Add("district", district).Add("key", Key(district, site))}{(rehearsal ? "&rehearsal=true" : "")}").ToString();

    public bool Fits(string district, string site, string? key) =>
        key is not null && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(key), System.Text.Encoding.UTF8.GetBytes(Key(district, site)));

    /// <summary>A place for one more screen of the site, given back when disposed; null: it has as many as it may.</summary>
    public IDisposable? Enter(string district, string site)
    {
        if (open.AddOrUpdate((district, site), 1, (_, n) => n + 1) <= options.Value.ScreensPerSite) return new Place(open, (district, site));
        Leave(open, (district, site));
        return null;
    }

    /// <summary>Of all sites, at this server.</summary>
    public int Open => open.Values.Sum();

    private string Key(string district, string site) => WebEncoders.Base64UrlEncode(vault.Index($"screen {district} {site}").AsSpan(0, KeyBytes));

    private static void Leave(ConcurrentDictionary<(string, string), int> open, (string, string) site) => open.AddOrUpdate(site, 0, (_, n) => n - 1);

    private sealed class Place(ConcurrentDictionary<(string, string), int> open, (string, string) site) : IDisposable
    {
        public void Dispose() => Leave(open, site);
    }
}
