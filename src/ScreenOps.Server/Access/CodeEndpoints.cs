using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Access;

/// <param name="Site">A tablet is enrolled to this site; or</param>
/// <param name="Account">this person signs in.</param>
/// <param name="NewPassword">Of a person's link: it leads to a new password, for who forgot the old one or is to choose a first one.</param>
internal sealed record CodeOrder(string? Site, Guid? Account, bool Rehearsal, bool NewPassword = false);

/// <param name="Qr">The address as a QR code, SVG.</param>
internal sealed record CodeMade(string Code, string Url, DateTimeOffset Expires, string Qr)
{
    public static CodeMade Of(OneTimeCode code, ServerOptions options, string page = "/in")
    {
        var url = options.Link($"{page}#{code.Code}");
        return new(code.Code, url, code.Expires, ScreenOps.Server.Platform.Qr.Of(url, QRCodeGenerator.ECCLevel.M).Svg());
    }
}

/// <summary>One-time links and enrolment codes. Each stands in the audit trail before it works.</summary>
internal static class CodeEndpoints
{
    public static async Task<Results<Ok<CodeMade>, ProblemHttpResult>> Make(
        CodeOrder order, ClaimsPrincipal who, OneTimeCodes codes, Accounts accounts, Audit audit, SiteBook sites, ServerOptions options, CancellationToken cancel) => order switch
    {
        { Site: { } site, Account: null, NewPassword: false } => await ForSite(site, order.Rehearsal, who, codes, audit, sites, options, cancel),
        { Site: null, Account: { } id } => await ForAccount(id, order.NewPassword, who, codes, accounts, audit, options, cancel),
        _ => TypedResults.Problem("Name either a site, for a tablet, or an account, for a person.", statusCode: 400, title: "For whom?"),
    };

    /// <summary>The one-time link to a member's own page.</summary>
    public static async Task<Results<Ok<CodeMade>, ProblemHttpResult>> MemberLink(Guid id, ClaimsPrincipal who, OneTimeCodes codes, Accounts accounts, Audit audit, ServerOptions options, CancellationToken cancel)
    {
        if (await accounts.ForMember(who.District(), id, cancel) is not { } account)
            return TypedResults.Problem("There is no such member on duty in this district; GET /api/v1/members lists them.", statusCode: 404, title: "No such member");
        await audit.Write(AuditEntry.By(who, AuditKind.LinkMade, $"account/{account}", "duty"), cancel);
        return TypedResults.Ok(CodeMade.Of(await codes.ForAccount(account, cancel), options, "/duty"));
    }

    private static async Task<Results<Ok<CodeMade>, ProblemHttpResult>> ForSite(string site, bool rehearsal, ClaimsPrincipal who, OneTimeCodes codes, Audit audit, SiteBook sites, ServerOptions options, CancellationToken cancel)
    {
        if ((await sites.Sites(who.District(), 0)).All(s => s.Code != site || s.Retired))
            return TypedResults.Problem($"There is no site {site} in this district; GET /api/v1/sites lists them.", statusCode: 404, title: "No such site");
        await audit.Write(AuditEntry.By(who, AuditKind.LinkMade, $"site/{site}", rehearsal ? "tablet of a rehearsal" : "tablet"), cancel);
        return TypedResults.Ok(CodeMade.Of(await codes.ForSite(who.District(), site, rehearsal, cancel), options));
    }

    private static async Task<Results<Ok<CodeMade>, ProblemHttpResult>> ForAccount(Guid id, bool newPassword, ClaimsPrincipal who, OneTimeCodes codes, Accounts accounts, Audit audit, ServerOptions options, CancellationToken cancel)
    {
        if (await AccountEndpoints.Reach(id, who, accounts, cancel) is null) return AccountEndpoints.NoAccount();
        await audit.Write(AuditEntry.By(who, AuditKind.LinkMade, $"account/{id}", newPassword ? "new password" : "sign-in"), cancel);
        return TypedResults.Ok(CodeMade.Of(newPassword ? await codes.ForNewPassword(id, cancel) : await codes.ForAccount(id, cancel), options));
    }
}
