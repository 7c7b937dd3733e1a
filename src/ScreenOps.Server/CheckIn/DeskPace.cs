using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.CheckIn;

/// <summary>How often one account or tablet may look people up: far more than a clerk can, and too little to try all numbers.</summary>
internal sealed class DeskPace(IOptions<CheckInOptions> options) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<Guid> limiter = PartitionedRateLimiter.Create<Guid, Guid>(sender => RateLimitPartition.GetTokenBucketLimiter(sender, _ =>
    {
        var most = options.Value.LookupsPerMinute;
        return new() { TokenLimit = most, TokensPerPeriod = Math.Max(1, most / 60), ReplenishmentPeriod = TimeSpan.FromSeconds(most >= 60 ? 1 : 60.0 / most), QueueLimit = 0 };
    }));

    public static async ValueTask<object?> Keep(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        var sender = context.User.Device() ?? context.User.Account() ?? Guid.Empty;
        using var lease = context.RequestServices.GetRequiredService<DeskPace>().limiter.AttemptAcquire(sender);
        if (lease.IsAcquired) return await next(call);
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem("This desk looked up very many people within a minute; wait five seconds and try again.", statusCode: 429, title: "Too many at once");
    }

    public ValueTask DisposeAsync() => limiter.DisposeAsync();
}
