using System.Runtime.ExceptionServices;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ScreenOps.Server.Access;

/// <param name="Options">What the browser is to be asked with: parseRequestOptionsFromJSON or parseCreationOptionsFromJSON takes it.</param>
internal sealed record PasskeyAsk(JsonElement Options);

/// <param name="Credential">What the browser answered: its toJSON().</param>
internal sealed record PasskeySignIn(JsonElement Credential);

/// <param name="Credential">What the browser made: its toJSON().</param>
/// <param name="Name">What its owner calls it.</param>
internal sealed record PasskeyOrder(JsonElement Credential, string? Name);

/// <summary>Passkeys: the framework checks what browsers and authenticators say; see decisions/0031.</summary>
internal static class PasskeyEndpoints
{
    private const int LongestName = 40;

    /// <summary>A challenge for whoever signs in by a passkey; no name is asked for, the passkey tells it.</summary>
    public static async Task<Results<Ok<PasskeyAsk>, ProblemHttpResult>> AskSignIn(HttpContext context, IPasskeyHandler<AccountInfo> handler, PasskeyAsks asks, PasskeyPlace place, CancellationToken cancel)
    {
        if (place.Elsewhere(context.Request) is { } elsewhere) return Elsewhere(elsewhere);
        var made = await handler.MakeRequestOptionsAsync(null, context);
        await asks.Keep(context, null, made.AssertionState ?? "", cancel);
        return Ask(made.RequestOptionsJson);
    }

    /// <summary>Signs in by the answer to the challenge.</summary>
    public static async Task<Results<Ok<Session>, ProblemHttpResult>> SignIn(
        PasskeySignIn ask, HttpContext context, IPasskeyHandler<AccountInfo> handler, PasskeyAsks asks, PasskeyBook book, Accounts accounts, FailedSignIns failed, ServerToken tokens, UserManager<AccountInfo> known, ILogger<PasskeyBook> log, CancellationToken cancel)
    {
        if (await asks.Take(context, null, cancel) is not { } state) return TooLate();
        if (ask.Credential.ValueKind != JsonValueKind.Object) return NotAccepted();
        var told = await handler.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = ask.Credential.GetRawText(), AssertionState = state });
        if (told is { Succeeded: true, User: { } owner })
        {
            var entry = new AuditEntry(AuditKind.PasskeyUsed, owner.District, owner.Id.ToString(), owner.Grant.ToString(), $"account/{owner.Id}", "");
            if (await book.Used(owner.Id, told.Passkey, entry, cancel) && await accounts.Find(owner.Id, cancel) is { } account) return await SessionEndpoints.In(context, account.Principal(), false, tokens);
            failed.Passkey(owner, "account locked or disabled, or count went back");
            return NotAccepted();
        }
        Rethrow(told.Failure);
        if (Credential(ask.Credential) is { } id && await known.FindByPasskeyIdAsync(id) is { } of)
        {
            log.PasskeyRefused(of.Id, told.Failure?.Message ?? "");
            failed.Passkey(of, "not proven");
        }
        else failed.Stranger();
        return NotAccepted();
    }

    /// <summary>A challenge for whoever is signed in and adds a passkey, within <see cref="AccessOptions.ConfirmedFor"/> of the sign-in.</summary>
    public static async Task<Results<Ok<PasskeyAsk>, ProblemHttpResult>> AskAdd(
        HttpContext context, IPasskeyHandler<AccountInfo> handler, PasskeyAsks asks, PasskeyPlace place, Accounts accounts, IOptions<AccessOptions> options, TimeProvider time, CancellationToken cancel)
    {
        if (Refused(context.User, options.Value, time) is { } refused) return refused;
        if (place.Elsewhere(context.Request) is { } elsewhere) return Elsewhere(elsewhere);
        if (await accounts.Find(context.User.Account()!.Value, cancel) is not { } account) return NoPerson();
        var made = await handler.MakeCreationOptionsAsync(new() { Id = account.Id.ToString(), Name = account.Name, DisplayName = account.Name }, context);
        await asks.Keep(context, account.Id, made.AttestationState ?? "", cancel);
        return Ask(made.CreationOptionsJson);
    }

    public static async Task<Results<Ok<IReadOnlyList<PasskeyShown>>, ProblemHttpResult>> Add(
        PasskeyOrder order, HttpContext context, IPasskeyHandler<AccountInfo> handler, PasskeyAsks asks, PasskeyBook book, PasskeyPlace place, ILogger<PasskeyBook> log, CancellationToken cancel)
    {
        // That the sign-in is a fresh one was asked with the challenge, which no other account's answer takes.
        if (context.User.Account() is not { } account || !Guid.TryParse(context.User.FindFirstValue(Who.StampClaim), out var stamp)) return NoPerson();
        if (order.Name?.Trim() is not { Length: > 0 and <= LongestName } name) return TypedResults.Problem($"Give the passkey a name of 1 to {LongestName} characters, such as the device that holds it.", statusCode: 400, title: "It needs a name");
        if (await asks.Take(context, account, cancel) is not { } state) return TooLate();
        if (order.Credential.ValueKind != JsonValueKind.Object) return NotMade();
        var told = await handler.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = order.Credential.GetRawText(), AttestationState = state });
        if (!told.Succeeded)
        {
            Rethrow(told.Failure);
            log.PasskeyRefused(account, told.Failure.Message);
            return NotMade();
        }
        return await book.Add(account, stamp, told.Passkey, name, place.HostOf(context.Request), AuditEntry.By(context.User, AuditKind.PasskeyAdded, $"account/{account}"), cancel) switch
        {
            PasskeyOutcome.Added => TypedResults.Ok(await book.List(account, cancel)),
            PasskeyOutcome.Known => NotMade(),
            PasskeyOutcome.Full => TypedResults.Problem($"An account has at most {PasskeyBook.Most} passkeys; remove one that is no longer used.", statusCode: 409, title: "Too many passkeys", extensions: Reason("passkeyFull")),
            PasskeyOutcome.NoAccount => NoPerson(),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };
    }

    public static async Task<Results<Ok<IReadOnlyList<PasskeyShown>>, ProblemHttpResult>> List(ClaimsPrincipal who, PasskeyBook book, CancellationToken cancel) =>
        who.Account() is { } account ? TypedResults.Ok(await book.List(account, cancel)) : NoPerson();

    public static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, ClaimsPrincipal who, PasskeyBook book, IOptions<AccessOptions> options, TimeProvider time, CancellationToken cancel) =>
        Refused(who, options.Value, time) is { } refused ? refused : await Remove(who.Account()!.Value, id, who, book, cancel);

    public static async Task<Results<Ok<IReadOnlyList<PasskeyShown>>, ProblemHttpResult>> ListOf(Guid id, ClaimsPrincipal who, Accounts accounts, PasskeyBook book, CancellationToken cancel) =>
        await AccountEndpoints.Reach(id, who, accounts, cancel) is null ? AccountEndpoints.NoAccount() : TypedResults.Ok(await book.List(id, cancel));

    /// <summary>Takes a passkey from somebody who lost the device that holds it.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> RemoveOf(Guid id, Guid passkey, ClaimsPrincipal who, Accounts accounts, PasskeyBook book, IOptions<AccessOptions> options, TimeProvider time, CancellationToken cancel) =>
        await AccountEndpoints.Reach(id, who, accounts, cancel) is null ? AccountEndpoints.NoAccount()
        : Refused(who, options.Value, time) is { } refused ? refused : await Remove(id, passkey, who, book, cancel);

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid account, Guid id, ClaimsPrincipal who, PasskeyBook book, CancellationToken cancel) =>
        await book.Remove(account, id, AuditEntry.By(who, AuditKind.PasskeyRemoved, $"account/{account}"), cancel) ? TypedResults.NoContent()
        : TypedResults.Problem("This account has no such passkey; it may have been removed already.", statusCode: 404, title: "No such passkey");

    /// <summary>Null: whoever asks is a person who signed in or gave the password a short while ago.</summary>
    private static ProblemHttpResult? Refused(ClaimsPrincipal who, AccessOptions options, TimeProvider time)
    {
        if (who.Account() is null) return NoPerson();
        if (who.HasClaim(Who.MustChangeClaim, "true")) return TypedResults.Problem("Choose a password of your own first: PUT /api/v1/session/password.", statusCode: 403, title: "Set a password of your own first");
        return who.Since() is { } since && time.GetUtcNow() - since <= options.ConfirmedFor ? null
            : TypedResults.Problem("Passkeys are changed soon after a sign-in only: give the password again by POST /api/v1/session/confirm, or sign in anew.", statusCode: 409, title: "Show that it is you", extensions: Reason("confirm"));
    }

    /// <summary>The framework takes an engine that is away for a passkey that is wrong.</summary>
    private static void Rethrow(PasskeyException? failure)
    {
        if (failure?.InnerException is NpgsqlException or TimeoutException) ExceptionDispatchInfo.Throw(failure.InnerException);
    }

    private static byte[]? Credential(JsonElement credential)
    {
        try
        {
            return credential.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? WebEncoders.Base64UrlDecode(id.GetString()!) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Ok<PasskeyAsk> Ask(string options) => TypedResults.Ok(new PasskeyAsk(JsonElement.Parse(options)));

    private static Dictionary<string, object?> Reason(string reason, string? address = null) => new() { ["reason"] = reason, ["address"] = address };

    private static ProblemHttpResult Elsewhere(PasskeyElsewhere told) => TypedResults.Problem(told.Address is { } address
        ? $"Passkeys work at {address} only: open the page there, or sign in with the password."
        : "Passkeys need a server with a name, and this page was opened by an IP address: set ScreenOps:PublicUrl to https:// and the name, and open the page there; or sign in with the password.",
        statusCode: 400, title: "Not at this address", extensions: Reason(told.Reason, told.Address));

    /// <summary>Of a passkey that nobody has, one that was removed and one that is not proven: the same.</summary>
    private static ProblemHttpResult NotAccepted() => TypedResults.Problem("This passkey does not sign in here: it was removed, is another server's, or the account takes none at the moment. Sign in with the password, or ask the command centre for a one-time link.", statusCode: 401, title: "Not signed in");

    private static ProblemHttpResult TooLate() => TypedResults.Problem("This answer came too late, or was given already; begin again.", statusCode: 400, title: "Begin again", extensions: Reason("passkeyLate"));

    private static ProblemHttpResult NotMade() => TypedResults.Problem("The browser's answer is not a passkey of this page, or that passkey is known already; begin again.", statusCode: 400, title: "No passkey was made", extensions: Reason("passkeyNotMade"));

    private static ProblemHttpResult NoPerson() => TypedResults.Problem("A tablet has no passkeys; a person with an account does.", statusCode: 400, title: "Not a person");
}
