using System.Globalization;
using System.Security.Claims;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

/// <summary>The one-time links of everybody who was told of a duty, as the sheet from which an office sends them.</summary>
internal static class DutyLinks
{
    private static readonly string[] Columns = ["采样点", "班次", "岗位", "姓名", "链接", "有效至"];

    /// <summary>Each asking makes new links; older ones that were not used still work until they expire.</summary>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Sheet(
        int id, ClaimsPrincipal who, RoundBook book, PlanStore plans, Accounts accounts, OneTimeCodes codes, Audit audit, ServerOptions options, CancellationToken cancel)
    {
        if (await book.Round(who.District(), id) is not { State: RoundState.Draft or RoundState.Open } round) return DutyEndpoints.Problem(404, "No such round", "There is no such round that has not ended.", "NoRound");
        var plan = await plans.Read(round, cancel);
        var told = plan.Seats.Where(a => a.Holds && a.State != AssignmentState.Proposed).GroupBy(a => a.Member).Select(g => g.OrderBy(a => a.Seat.Shift, StringComparer.Ordinal).First())
            .OrderBy(a => a.Seat.Site, StringComparer.Ordinal).ThenBy(a => a.Seat.Shift, StringComparer.Ordinal).ThenBy(a => a.Seat.Role).ThenBy(a => a.Seat.Number).ToList();
        if (told.Count == 0) return DutyEndpoints.Problem(409, "Nobody to send one to", "Nobody was told of a duty of this round yet; publish its plan first.", "NotPublished");
        var of = await accounts.ForMembers(round.District, [.. told.Select(a => a.Member)], cancel);
        await audit.Write(AuditEntry.By(who, AuditKind.LinkMade, $"round/{id}", $"duty, {of.Count} people"), cancel);
        var links = await codes.ForAccounts([.. of.Values], cancel);
        var (zone, sites, shifts) = ((await book.District(round.District)).Zone(), plan.Sites.ToDictionary(s => s.Code, s => s.Name), plan.Shifts.ToDictionary(s => s.Code, s => s.Name));
        var rows = told.Where(a => of.ContainsKey(a.Member)).Select(a => (Duty: a, Link: links[of[a.Member]])).Select(r => (string[])[
            sites.GetValueOrDefault(r.Duty.Seat.Site, r.Duty.Seat.Site), shifts.GetValueOrDefault(r.Duty.Seat.Shift, r.Duty.Seat.Shift), r.Duty.Seat.Role.Word(), plan.People[r.Duty.Member].Name,
            options.Link($"/duty#{r.Link.Code}"), TimeZoneInfo.ConvertTime(r.Link.Expires, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)]);
        return TypedResults.File(Csv(rows), "text/csv; charset=utf-8", $"duty-links-{id}.csv");
    }

    /// <summary>As a spreadsheet opens it: UTF-8 with a byte order mark, and no cell that could be a formula.</summary>
    private static byte[] Csv(IEnumerable<string[]> rows)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, new() { WriteByteOrderMark = true, Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            csv.WriteRecord(Columns);
            foreach (var row in rows) csv.WriteRecord(row);
        }
        return stream.ToArray();
    }
}
