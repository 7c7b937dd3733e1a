using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Access;

/// <param name="Grant">Null in a change: it stays, as its site does.</param>
/// <param name="Phone">Null in a change: it stays.</param>
/// <param name="Village">Of a grid worker, with Grid; a grid without a name is an empty one.</param>
internal sealed record AccountOrder(Guid? Id, string? Name, Grant? Grant, string? Phone, string? Site, string? Village = null, string? Grid = null);

internal sealed record AccountState(bool Disabled);

internal static class AccountEndpoints
{
    private const int LongestName = 100;
    private const string Grantable = "Operator, City, CommandCentre, SiteLead, Desk, Member, Courier, Lab or GridWorker; a tablet is enrolled by a code of its site.";

    public static async Task<Ok<IReadOnlyList<AccountShown>>> List(ClaimsPrincipal who, AccountBook book, CancellationToken cancel) =>
        TypedResults.Ok(await book.List(who.District(), IsOperator(who), who.Account(), cancel));

    /// <summary>Makes the account and the one-time link of its first sign-in.</summary>
    public static async Task<Results<Ok<CodeMade>, ValidationProblem, ProblemHttpResult>> Add(
        AccountOrder order, ClaimsPrincipal who, Accounts accounts, OneTimeCodes codes, Audit audit, SiteBook sites, ServerOptions options, CancellationToken cancel)
    {
        var wrong = await Wrong(order, who, sites);
        if (order.Id is null) wrong["id"] = ["A UUID made by the client, so that an order sent twice makes one account."];
        if (order.Grant is null or Grant.Device) wrong["grant"] = [Grantable];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        var grant = order.Grant!.Value;
        if (grant.OfAllDistricts() && !IsOperator(who)) return NotToGive();
        var account = new AccountInfo(order.Id!.Value, grant.OfAllDistricts() ? null : who.District(), order.Name!.Trim(), grant, SiteOf(grant, order.Site), Guid.Empty, false, Keeps: KeptBy(grant, order));
        var entry = AuditEntry.By(who, AuditKind.AccountMade, $"account/{account.Id}", Scope(account));
        return await accounts.Add(account, Members.Phone(order.Phone), (connection, transaction) => audit.Write(entry, connection, transaction, cancel), cancel) switch
        {
            AccountOutcome.Made => TypedResults.Ok(CodeMade.Of(await codes.ForAccount(account.Id, cancel), options)),
            AccountOutcome.IdTaken => TypedResults.Problem("Another account has this id; make a new id, or POST /api/v1/codes for a link to the account that has it.", statusCode: 409, title: "The id is taken"),
            AccountOutcome.PhoneTaken => PhoneTaken(),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };
    }

    /// <summary>Changes name, phone or grant. Whose grant changed signs in anew.</summary>
    public static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Change(
        Guid id, AccountOrder order, ClaimsPrincipal who, Accounts accounts, AccountBook book, SiteBook sites, CancellationToken cancel)
    {
        if (await Reach(id, who, accounts, cancel) is not { } known) return NoAccount();
        var grant = order.Grant ?? known.Grant;
        var next = known with { Name = order.Name?.Trim() ?? "", Grant = grant, Site = SiteOf(grant, order.Grant is null ? known.Site : order.Site), Keeps = order.Grant is null ? known.Keeps : KeptBy(grant, order), District = grant.OfAllDistricts() ? null : who.District() };
        var wrong = await Wrong(order with { Grant = grant, Site = next.Site, Village = next.Keeps?.Village, Grid = next.Keeps?.Grid }, who, sites);
        if (grant == Grant.Device) wrong["grant"] = [Grantable];
        if (known.Member is not null && (grant != known.Grant || order.Phone is not null)) wrong["grant"] = ["This account is a member's: name, phone and roles are kept with the member. For another grant, make another account."];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        if (grant.OfAllDistricts() && !IsOperator(who)) return NotToGive();
        if (id == who.Account() && !Same(next, known)) return Own();
        var said = Same(next, known) ? order.Phone is null ? "name" : "name, phone" : $"{Scope(known)} to {Scope(next)}";
        return await book.Change(next, Members.Phone(order.Phone), AuditEntry.By(who, AuditKind.AccountChanged, $"account/{id}", said), cancel) switch
        {
            ChangeOutcome.Done => TypedResults.NoContent(),
            ChangeOutcome.NotThere => NoAccount(),
            ChangeOutcome.PhoneTaken => PhoneTaken(),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };
    }

    /// <summary>Disables an account: it is signed out everywhere, and nothing signs it in until it is enabled again. What it did stays.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> State(Guid id, AccountState state, ClaimsPrincipal who, Accounts accounts, AccountBook book, CancellationToken cancel)
    {
        if (await Reach(id, who, accounts, cancel) is null) return NoAccount();
        if (id == who.Account()) return Own();
        var entry = AuditEntry.By(who, state.Disabled ? AuditKind.AccountDisabled : AuditKind.AccountEnabled, $"account/{id}");
        return await book.Disable(id, state.Disabled, entry, cancel) == ChangeOutcome.Done ? TypedResults.NoContent() : NoAccount();
    }

    /// <summary>Signs the account out on every screen, within Access:Recheck.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> SignOut(Guid id, ClaimsPrincipal who, Accounts accounts, AccountBook book, CancellationToken cancel) =>
        await Reach(id, who, accounts, cancel) is not null && await book.SignOutEverywhere(id, AuditEntry.By(who, AuditKind.SignedOutEverywhere, $"account/{id}"), cancel) == ChangeOutcome.Done
            ? TypedResults.NoContent() : NoAccount();

    /// <summary>The account, where whoever asks keeps it: of the own district, and for an operator also of all districts.</summary>
    public static async Task<AccountInfo?> Reach(Guid id, ClaimsPrincipal who, Accounts accounts, CancellationToken cancel) =>
        await accounts.Find(id, cancel) is { } account && (account.District is null ? IsOperator(who) : account.District == who.District()) ? account : null;

    private static async Task<Dictionary<string, string[]>> Wrong(AccountOrder order, ClaimsPrincipal who, SiteBook sites)
    {
        var wrong = new Dictionary<string, string[]>();
        if (order.Name?.Trim() is not { Length: > 0 and <= 40 }) wrong["name"] = ["1 to 40 characters."];
        if (order.Phone is { } phone && Members.Phone(phone) is null) wrong["phone"] = ["A mobile number of 11 digits, or nothing: then the person signs in by links."];
        if (order.Grant is Grant.SiteLead or Grant.Desk && (await sites.Sites(who.District(), 0)).All(s => s.Code != order.Site)) wrong["site"] = ["The code of the site that the person works at."];
        if (order.Grant is Grant.GridWorker && (order.Village is not { Length: <= LongestName } || order.Grid is not { Length: <= LongestName })) wrong["grid"] = ["The village and the grid that the person keeps, as the list of residents names them."];
        return wrong;
    }

    private static string? SiteOf(Grant grant, string? site) => grant is Grant.SiteLead or Grant.Desk ? site : null;

    private static GridPlace? KeptBy(Grant grant, AccountOrder order) => grant is Grant.GridWorker && order is { Village: { } village, Grid: { } grid } ? new(village, grid) : null;

    private static bool Same(AccountInfo one, AccountInfo other) => (one.Grant, one.Site, one.Keeps) == (other.Grant, other.Site, other.Keeps);

    private static string Scope(AccountInfo account) => account switch
    {
        { Keeps: { } keeps } => $"{account.Grant} of {keeps.Village} {keeps.Grid}",
        { Site: { } site } => $"{account.Grant} of {site}",
        _ => $"{account.Grant}",
    };

    private static bool IsOperator(ClaimsPrincipal who) => who.Grant() == nameof(Grant.Operator);

    public static ProblemHttpResult NoAccount() => TypedResults.Problem("There is no such account in this district; GET /api/v1/accounts lists them.", statusCode: 404, title: "No such account");

    private static ProblemHttpResult NotToGive() => TypedResults.Problem("Only an operator gives a grant of all districts.", statusCode: 403, title: "Not yours to give");

    private static ProblemHttpResult PhoneTaken() => TypedResults.Problem("Another account has this phone; look that one up and make a code for it.", statusCode: 409, title: "The phone is taken");

    private static ProblemHttpResult Own() => TypedResults.Problem("This is your own account: somebody else changes its grant or disables it, so that nobody locks the office out.", statusCode: 409, title: "Your own account");
}
