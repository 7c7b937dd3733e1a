using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Access;

/// <summary>
/// Looks behind every credential: an account whose stamp was replaced and a tablet that was revoked are nobody, a cookie acts only from our own
/// pages, a first password must be changed before anything else, and an operator acts in the district that it names.
/// </summary>
internal sealed class Standing(NpgsqlDataSource postgres, RoundBook districts, IOptions<AccessOptions> options) : IMiddleware, IDisposable
{
    private const int Remembered = 100_000;
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = Remembered });

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var who = context.User;
        if (who.Identity?.IsAuthenticated == true)
        {
            if (!await Stands(who)) context.User = who = new(new ClaimsIdentity());
            else if (ActsByCookieFromElsewhere(context)) { await Refuse(context, 400, "Not from a page of this server", "A change made with a cookie needs the header X-ScreenOps: 1; programs sign in with bearer: true instead."); return; }
            else if (who.HasClaim(Who.MustChangeClaim, "true") && !context.Request.Path.StartsWithSegments("/api/v1/session") && context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is null)
            {
                await Refuse(context, 403, "Set a password of your own first", "This account has a first password that others know: PUT /api/v1/session/password, or sign in on the page /in.");
                return;
            }
            else if (who.Grant() == nameof(Grant.Operator)) context.User = await InDistrict(who, context.Request.Headers["X-District"].ToString());
        }
        await next(context);
    }

    private static bool ActsByCookieFromElsewhere(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is null
        && context.Request.Cookies.ContainsKey(AccessSetup.CookieName) && context.Request.Headers.Authorization.Count == 0
        && !context.Request.Headers.ContainsKey("X-ScreenOps") && !context.Request.Headers.ContainsKey("X-Requested-With");

    private async ValueTask<ClaimsPrincipal> InDistrict(ClaimsPrincipal who, string named)
    {
        var district = named.Length > 0 ? named : (await districts.Districts()).FirstOrDefault();
        if (district is null) return who;
        var identity = new ClaimsIdentity(who.Claims.Where(c => c.Type != Who.DistrictClaim), who.Identity!.AuthenticationType);
        identity.AddClaim(new(Who.DistrictClaim, district));
        return new(identity);
    }

    private async ValueTask<bool> Stands(ClaimsPrincipal who)
    {
        var (id, stamp) = who.Device() is { } device ? (device, "device") : (who.Account() ?? Guid.Empty, who.FindFirstValue(Who.StampClaim) ?? "");
        if (id == Guid.Empty) return stamp == ServerToken.Stamp;
        if (known.TryGetValue((id, stamp), out bool stands)) return stands;
        await using var connection = await postgres.OpenConnectionAsync();
        stands = stamp == "device"
            ? await connection.ExecuteScalarAsync<bool>("select exists (select from devices where id = @id and revoked_at is null)", new { id })
            : await connection.ExecuteScalarAsync<bool>("select exists (select from accounts where id = @id and stamp::text = @stamp)", new { id, stamp });
        return known.Set((id, stamp), stands, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = options.Value.Recheck, Size = 1 });
    }

    private static Task Refuse(HttpContext context, int status, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title).ExecuteAsync(context);

    public void Dispose() => known.Dispose();
}

/// <summary>Marks the routes that anybody may use, signed in or not.</summary>
internal sealed record OpenToAll;
