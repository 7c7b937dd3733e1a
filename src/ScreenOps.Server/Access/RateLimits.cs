using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ScreenOps.Server.Access;

/// <summary>How often one address may ask; a bucket that fills evenly, so that a burst of a whole site passes and a flood does not.</summary>
internal static class RateLimits
{
    public static void Add(RateLimiterOptions o)
    {
        o.AddPolicy(AccessSetup.PublicLimit, PerAddress<AccessOptions>(a => a.PublicPerMinute));
        o.AddPolicy(AccessSetup.PasswordLimit, PerAddress<AccessOptions>(a => a.PasswordsPerMinute));
        o.AddPolicy(AccessSetup.PasskeyLimit, PerAddress<AccessOptions>(a => a.PasskeysPerMinute));
        o.AddPolicy(AccessSetup.CodeLimit, PerAddress<AccessOptions>(a => a.CodesPerMinute));
        o.OnRejected = (context, _) => new(Refuse(context));
    }

    public static Func<HttpContext, RateLimitPartition<string>> PerAddress<TOptions>(Func<TOptions, int> perMinute) where TOptions : class => context =>
        RateLimitPartition.GetTokenBucketLimiter(Asker(context.Connection.RemoteIpAddress), _ =>
        {
            var most = perMinute(context.RequestServices.GetRequiredService<IOptions<TOptions>>().Value);
            return new() { TokenLimit = most, TokensPerPeriod = Math.Max(1, most / 60), ReplenishmentPeriod = TimeSpan.FromSeconds(most >= 60 ? 1 : 60.0 / most), QueueLimit = 0 };
        });

    /// <summary>One subscriber has 2^64 addresses of IPv6; they count as one.</summary>
    private static string Asker(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }

    private static Task Refuse(OnRejectedContext context)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 3;
        context.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem($"This address asked too often; wait {wait} seconds and try again.", statusCode: 429, title: "Too many at once").ExecuteAsync(context.HttpContext);
    }
}
