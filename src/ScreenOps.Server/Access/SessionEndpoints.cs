using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ScreenOps.Server.Access;

/// <param name="Bearer">True for programs: the answer carries a token, and no cookie is set.</param>
internal sealed record PasswordSignIn(string Phone, string Password, bool Bearer);

/// <param name="Device">The id that a tablet or browser made for itself and keeps: it may ask again when an answer was lost. Null: a tablet is given one.</param>
internal sealed record CodeSignIn(string Code, Guid? Device, bool Bearer);

/// <param name="Bearer">As in PasswordSignIn.</param>
internal sealed record PasswordAgain(string Password, bool Bearer);

internal sealed record PasswordChange(string? Old, string New);

internal sealed record Session(string Name, Grant Grant, string? District, string? Site, Guid? Device, bool MustChange, bool Rehearsal, string? AccessToken = null, GridPlace? Keeps = null)
{
    public static Session Of(ClaimsPrincipal who, string? token = null) => new(who.FindFirstValue(Who.NameClaim) ?? "", Enum.Parse<Grant>(who.Grant()!), who.FindFirstValue(Who.DistrictClaim),
        who.Site(), who.Device(), who.HasClaim(Who.MustChangeClaim, "true"), who.HasClaim(Who.RehearsalClaim, "true"), token, who.Kept());
}

internal static class SessionEndpoints
{
    private const int PasswordLength = 10, PasswordMost = 200;

    public static async Task<Results<Ok<Session>, ProblemHttpResult>> Password(PasswordSignIn ask, HttpContext context, Accounts accounts, FailedSignIns failed, ServerToken tokens, CancellationToken cancel)
    {
        if (ask.Phone is not { Length: > 0 and <= 30 } || ask.Password is not { Length: > 0 and <= PasswordMost }) return Wrong();
        switch (await accounts.Check(ask.Phone.Replace(" ", "", StringComparison.Ordinal), ask.Password, cancel))
        {
            case SignIn.Good good: return await In(context, good.Account.Principal(), ask.Bearer, tokens);
            case SignIn.Locked: return Wrong();
            case SignIn.Wrong { Account: { } account, LockedNow: var now }: failed.Known(account, now); return Wrong();
            default: failed.Stranger(); return Wrong();
        }
    }

    public static async Task<Results<Ok<Session>, ProblemHttpResult>> Code(
        CodeSignIn ask, HttpContext context, OneTimeCodes codes, Accounts accounts, PasskeyBook passkeys, Audit audit, FailedSignIns failed, ServerToken tokens, CancellationToken cancel)
    {
        if (ask.Code is not { Length: > 0 and <= 100 }) return Spent();
        if (await codes.TakeForDevice(ask.Code, ask.Device ?? Guid.NewGuid(), cancel) is { } enrolled) return await In(context, enrolled.Principal(), ask.Bearer, tokens);
        if (await codes.Take(ask.Code, ask.Device, cancel) is { } taken)
        {
            if (taken.NewPassword && await passkeys.List(taken.Account, cancel) is { Count: > 0 } && await accounts.Find(taken.Account, cancel) is { } owner)
                await audit.Write(AuditEntry.Own(AuditKind.PasskeyRemoved, owner.District, $"account/{owner.Id}", "all, by a link to a new password"), cancel);
            if (await accounts.CameIn(taken.Account, taken.NewPassword, cancel) is { } account) return await In(context, account.Principal(), ask.Bearer, tokens);
        }
        failed.Stranger();
        return Spent();
    }

    public static Ok<Session> Show(ClaimsPrincipal who) => TypedResults.Ok(Session.Of(who));

    public static async Task<NoContent> Out(bool? everywhere, HttpContext context, AccountBook accounts, CancellationToken cancel)
    {
        if (everywhere == true && context.User.Account() is { } id) await accounts.SignOutEverywhere(id, AuditEntry.By(context.User, AuditKind.SignedOutEverywhere, $"account/{id}"), cancel);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.NoContent();
    }

    public static async Task<Results<Ok<Session>, ProblemHttpResult>> Change(PasswordChange ask, HttpContext context, Accounts accounts, Audit audit, ServerToken tokens, CancellationToken cancel)
    {
        if (context.User.Account() is not { } id) return TypedResults.Problem("A tablet has no password.", statusCode: 400, title: "Not a person");
        if (ask.New is not { Length: >= PasswordLength and <= PasswordMost })
            return TypedResults.Problem($"Choose a password of at least {PasswordLength} characters; a few words in a row are easy to keep in mind.", statusCode: 400, title: "The password is too short");
        if (await accounts.ChangePassword(id, ask.Old, ask.New, cancel) is not { } account) return TypedResults.Problem("The old password is not right.", statusCode: 400, title: "Not changed");
        await audit.Write(AuditEntry.By(context.User, AuditKind.PasswordSet, $"account/{id}"), cancel);
        return await In(context, account.Principal(), context.Request.Headers.Authorization.Count > 0, tokens);
    }

    /// <summary>The password once more, before what asks for a fresh sign-in. It counts as one that is tried at a sign-in.</summary>
    public static async Task<Results<Ok<Session>, ProblemHttpResult>> Confirm(PasswordAgain ask, HttpContext context, Accounts accounts, FailedSignIns failed, ServerToken tokens, CancellationToken cancel)
    {
        if (context.User.Account() is not { } id) return TypedResults.Problem("A tablet has no password.", statusCode: 400, title: "Not a person");
        if (ask.Password is not { Length: > 0 and <= PasswordMost }) return NotConfirmed();
        switch (await accounts.Check(id, ask.Password, cancel))
        {
            case SignIn.Good good: return await In(context, good.Account.Principal(), ask.Bearer, tokens);
            case SignIn.Wrong { Account: { } account, LockedNow: var now }: failed.Known(account, now); return NotConfirmed();
            default: return NotConfirmed();
        }
    }

    public static async Task<Results<Ok<Session>, ProblemHttpResult>> In(HttpContext context, ClaimsPrincipal who, bool bearer, ServerToken tokens)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        who = who.At(now);
        if (bearer) return TypedResults.Ok(Session.Of(who, tokens.For(who)));
        var life = context.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value;
        var until = now + (who.Device() is null ? life.PersonLife : life.DeviceLife);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, who, new() { IsPersistent = true, ExpiresUtc = until });
        return TypedResults.Ok(Session.Of(who));
    }

    private static ProblemHttpResult Wrong() => TypedResults.Problem("Phone or password is not right. After several wrong ones an account takes none for some minutes, not even the right one. Without a password, ask the command centre for a one-time link.", statusCode: 401, title: "Not signed in");

    private static ProblemHttpResult NotConfirmed() => TypedResults.Problem("The password is not right. After several wrong ones an account takes none for some minutes, not even the right one.", statusCode: 400, title: "Not confirmed", extensions: new Dictionary<string, object?> { ["reason"] = "notConfirmed" });

    private static ProblemHttpResult Spent() => TypedResults.Problem("This code was used already, is too old, or is not one of ours. Ask the command centre for a new one.", statusCode: 401, title: "The code does not work");
}
