using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Staffing;

internal static class DutySheetEndpoints
{
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Calendar = "text/calendar; charset=utf-8";

    /// <summary>For the command centre as the plan stands; for the lead of a site, that site once its people were told.</summary>
    public static async Task<Results<Ok<SheetsShown>, ProblemHttpResult>> Sheets(int id, string? site, ClaimsPrincipal who, Planner planner, DutySheets sheets, CancellationToken cancel) =>
        await Read(id, site, who, planner, sheets, cancel) switch
        {
            (_, { } shown, null) => TypedResults.Ok(shown),
            (_, _, var no) => no!,
        };

    /// <summary>The same as a workbook.</summary>
    /// <param name="language">"en", or nothing for Chinese.</param>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Export(int id, string? site, string? language, ClaimsPrincipal who, Planner planner, DutySheets sheets, Audit audit, CancellationToken cancel)
    {
        var (plan, shown, no) = await Read(id, site, who, planner, sheets, cancel);
        if (no is not null) return no;
        await audit.Write(AuditEntry.By(who, AuditKind.Exported, site is null ? $"round/{id}" : $"round/{id} site/{site}", "duty sheets, phones masked"), cancel);
        var words = SheetWords.In(language);
        var book = SheetWorkbook.Of(shown!, shown!.Sites.Count == 1 ? null : PlanShown.Of(plan!, who).Left, words);
        return TypedResults.File(book, Workbook, $"{words.File} {shown.RoundName}{(site is null ? "" : $" {shown.Sites[0].Name}")}.xlsx");
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> OwnCalendar(string? language, ClaimsPrincipal who, DutyCalendar calendar, CancellationToken cancel) =>
        who.Account() is { } account && await calendar.MemberOf(account, cancel) is { } member
            ? TypedResults.File(await calendar.Of(who.District(), member, SheetWords.In(language), cancel), Calendar, "duty.ics")
            : PlanEndpoints.Problem(404, "No duties", "This sign-in is not that of a member of staff; the command centre reads a member's calendar at /api/v1/members/{id}/calendar.");

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> MembersCalendar(Guid id, string? language, ClaimsPrincipal who, DutyCalendar calendar, CancellationToken cancel) =>
        await calendar.Has(who.District(), id, cancel)
            ? TypedResults.File(await calendar.Of(who.District(), id, SheetWords.In(language), cancel), Calendar, "duty.ics")
            : PlanEndpoints.Problem(404, "No such member", "There is no such member in this district; GET /api/v1/members lists them.");

    private static async Task<(RoundPlan? Plan, SheetsShown? Sheets, ProblemHttpResult? No)> Read(int id, string? site, ClaimsPrincipal who, Planner planner, DutySheets sheets, CancellationToken cancel)
    {
        var all = who.Grant() is nameof(Grant.Operator) or nameof(Grant.CommandCentre);
        if (!all && (who.Grant() is not nameof(Grant.SiteLead) || site is null || who.Site() != site))
            return (null, null, PlanEndpoints.Problem(403, "Not for you", "A duty sheet is for the command centre, and for the lead of its site."));
        if (await planner.Read(who.District(), id, cancel) is not { } plan) return (null, null, PlanEndpoints.NoRound(id));
        if (site is not null && plan.Sites.All(s => s.Code != site)) return (null, null, PlanEndpoints.Problem(404, "No such site", $"Round {id} has no site {site}; GET /api/v1/rounds/{id}/plan lists them."));
        return (plan, await sheets.Of(plan, site, !all, cancel), null);
    }
}
