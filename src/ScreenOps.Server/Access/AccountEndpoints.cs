using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Access;

/// <param name="Site">A tablet is enrolled to this site; or</param>
/// <param name="Account">this person signs in.</param>
internal sealed record CodeOrder(string? Site, Guid? Account, bool Rehearsal);

/// <param name="Qr">The address as a QR code, SVG.</param>
internal sealed record CodeMade(string Code, string Url, DateTimeOffset Expires, string Qr);

internal sealed record AccountOrder(Guid? Id, string? Name, Grant? Grant, string? Phone, string? Site);

internal sealed record AccountShown(Guid Id, string Name, Grant Grant, string? Site);

internal static class AccountEndpoints
{
    public static async Task<Results<Ok<CodeMade>, ProblemHttpResult>> MakeCode(
        CodeOrder order, ClaimsPrincipal who, OneTimeCodes codes, Accounts accounts, SiteBook sites, ServerOptions options, CancellationToken cancel)
    {
        var district = who.District();
        if (order is { Site: { } site, Account: null })
            return (await sites.Sites(district, 0)).Any(s => s.Code == site && !s.Retired)
                ? TypedResults.Ok(Made(await codes.ForSite(district, site, order.Rehearsal, cancel), options))
                : TypedResults.Problem($"There is no site {site} in this district; GET /api/v1/sites lists them.", statusCode: 404, title: "No such site");
        if (order is { Site: null, Account: { } id })
            return await accounts.Find(id, cancel) is { } account && (account.Grant.OfAllDistricts() ? IsOperator(who) : account.District == district)
                ? TypedResults.Ok(Made(await codes.ForAccount(id, cancel), options))
                : TypedResults.Problem("There is no such account in this district; GET /api/v1/accounts lists them.", statusCode: 404, title: "No such account");
        return TypedResults.Problem("Name either a site, for a tablet, or an account, for a person.", statusCode: 400, title: "For whom?");
    }

    public static async Task<Ok<IEnumerable<AccountShown>>> List(ClaimsPrincipal who, Accounts accounts, CancellationToken cancel) =>
        TypedResults.Ok((await accounts.List(who.District(), IsOperator(who), cancel)).Select(a => new AccountShown(a.Id, a.Name, a.Grant, a.Site)));

    /// <summary>Makes the account and the one-time link of its first sign-in.</summary>
    public static async Task<Results<Ok<CodeMade>, ValidationProblem, ProblemHttpResult>> Add(
        AccountOrder order, ClaimsPrincipal who, Accounts accounts, OneTimeCodes codes, SiteBook sites, ServerOptions options, CancellationToken cancel)
    {
        var wrong = new Dictionary<string, string[]>();
        if (order.Id is null) wrong["id"] = ["A UUID made by the client, so that an order sent twice makes one account."];
        if (order.Name?.Trim() is not { Length: > 0 and <= 40 }) wrong["name"] = ["1 to 40 characters."];
        if (order.Grant is null or Grant.Device) wrong["grant"] = ["Operator, City, CommandCentre, SiteLead, Desk, Member, Courier or Lab; a tablet is enrolled by a code of its site."];
        if (order.Phone is { } phone && Members.Phone(phone) is null) wrong["phone"] = ["A mobile number of 11 digits, or nothing: then the person signs in by links."];
        var site = order.Grant is Grant.SiteLead or Grant.Desk ? order.Site : null;
        if (order.Grant is Grant.SiteLead or Grant.Desk && (await sites.Sites(who.District(), 0)).All(s => s.Code != site)) wrong["site"] = ["The code of the site that the person works at."];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        if (order.Grant!.Value.OfAllDistricts() && !IsOperator(who))
            return TypedResults.Problem("Only an operator gives a grant of all districts.", statusCode: 403, title: "Not yours to give");
        var account = new AccountInfo(order.Id!.Value, order.Grant.Value.OfAllDistricts() ? null : who.District(), order.Name!.Trim(), order.Grant.Value, site, Guid.Empty, false);
        return await accounts.Add(account, Members.Phone(order.Phone), cancel) switch
        {
            AccountOutcome.Made => TypedResults.Ok(Made(await codes.ForAccount(account.Id, cancel), options)),
            AccountOutcome.IdTaken => TypedResults.Problem("Another account has this id; make a new id, or POST /api/v1/codes for a link to the account that has it.", statusCode: 409, title: "The id is taken"),
            AccountOutcome.PhoneTaken => TypedResults.Problem("Another account has this phone; look that one up and make a code for it.", statusCode: 409, title: "The phone is taken"),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };
    }

    /// <summary>The one-time link to a member's own page.</summary>
    public static async Task<Results<Ok<CodeMade>, ProblemHttpResult>> MemberLink(Guid id, ClaimsPrincipal who, OneTimeCodes codes, Accounts accounts, ServerOptions options, CancellationToken cancel) =>
        await accounts.ForMember(who.District(), id, cancel) is { } account
            ? TypedResults.Ok(Made(await codes.ForAccount(account, cancel), options, "/duty"))
            : TypedResults.Problem("There is no such member on duty in this district; GET /api/v1/members lists them.", statusCode: 404, title: "No such member");

    private static bool IsOperator(ClaimsPrincipal who) => who.Grant() == nameof(Grant.Operator);

    private static CodeMade Made(OneTimeCode code, ServerOptions options, string page = "/in")
    {
        var url = options.Link($"{page}#{code.Code}");
        return new(code.Code, url, code.Expires, Qr.Of(url, QRCodeGenerator.ECCLevel.M).Svg());
    }
}
