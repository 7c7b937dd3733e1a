using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ScreenOps.Server.Access;

/// <summary>
/// Challenges that wait for their answer: each is taken once, by the browser that it was made for and within <see cref="AccessOptions.PasskeyWait"/>, whichever server is asked.
/// The browser holds a cookie, the database its hash.
/// </summary>
internal sealed class PasskeyAsks(NpgsqlDataSource postgres, IOptions<AccessOptions> options, TimeProvider time)
{
    public const string CookieName = "screenops-passkey";
    private const string Path = "/api/v1/session";
    private const int SecretBytes = 32, LongestCookie = 100;

    /// <summary>Rows past their time that one new row takes along: there are never many more than are asked for in <see cref="AccessOptions.PasskeyWait"/>.</summary>
    private const int Swept = 20;

    /// <param name="account">Who adds a passkey; null: somebody signs in.</param>
    public async Task Keep(HttpContext context, Guid? account, string state, CancellationToken cancel)
    {
        var (secret, life, now) = (RandomNumberGenerator.GetBytes(SecretBytes), options.Value.PasskeyWait, time.GetUtcNow().UtcDateTime);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("""
            with swept as (delete from passkey_asks where hash in (select hash from passkey_asks where expires <= @now order by expires limit @Swept for update skip locked))
            insert into passkey_asks (hash, account, state, expires) values (@hash, @account, @state, @expires)
            """, new { hash = SHA256.HashData(secret), account, state, now, expires = now + life, Swept }, cancellationToken: cancel));
        context.Response.Cookies.Append(CookieName, WebEncoders.Base64UrlEncode(secret), Cookie(context, life));
    }

    /// <summary>Null: this browser asked for nothing, too long ago, for another account, or was answered already.</summary>
    public async Task<string?> Take(HttpContext context, Guid? account, CancellationToken cancel)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 and <= LongestCookie } held) return null;
        context.Response.Cookies.Delete(CookieName, Cookie(context, null));
        if (Secret(held) is not { } secret) return null;
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var (state, expires) = await connection.QuerySingleOrDefaultAsync<(string? State, DateTime Expires)>(new CommandDefinition(
            "delete from passkey_asks where hash = @hash and account is not distinct from @account returning state, expires", new { hash = SHA256.HashData(secret), account }, cancellationToken: cancel));
        return state is not null && time.GetUtcNow().UtcDateTime < DateTime.SpecifyKind(expires, DateTimeKind.Utc) ? state : null;
    }

    private static byte[]? Secret(string held)
    {
        try
        {
            return WebEncoders.Base64UrlDecode(held);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static CookieOptions Cookie(HttpContext context, TimeSpan? life) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = Path, MaxAge = life, IsEssential = true };
}
