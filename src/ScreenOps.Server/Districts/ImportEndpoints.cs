using System.Security.Claims;
using System.Text.RegularExpressions;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Districts;

internal sealed record ImportBegun(Guid Id);

internal static partial class ImportEndpoints
{
    /// <param name="check">Tells what the import would bring, and stores nothing.</param>
    /// <param name="district">Of an operator: its code, also where there is no such district yet. Everybody else imports into their own.</param>
    /// <param name="name">Of a district that is new; its code where nothing is said.</param>
    public static async Task<Results<Accepted<ImportBegun>, ProblemHttpResult>> Begin(bool? check, string? district, string? name, HttpRequest request, ClaimsPrincipal who, ImportQueue queue, Audit audit, CancellationToken cancel)
    {
        if (district is null || !IsOperator(who)) district = who.District();
        if (!CodeForm().IsMatch(district)) return Problem(400, "Bad district code", "A district's code is 1 to 16 small Latin letters, digits or hyphens, such as puji.");
        var id = Guid.NewGuid();
        var folder = queue.NewFolder(id);
        var taken = false;
        try
        {
            var (outcome, files) = await ImportUpload.Save(request, folder, cancel);
            if (outcome != UploadOutcome.Saved) return Refused(outcome);
            ImportFile.Sort(files);
            if (check != true) await audit.Write(AuditEntry.By(who, AuditKind.Imported, $"import/{id}", string.Join(", ", files.Select(f => f.Name))) with { District = district }, cancel);
            taken = queue.Add(new(id, district, name?.Trim() is { Length: > 0 and <= 60 } said ? said : district, check ?? false, folder, files));
            return taken ? TypedResults.Accepted($"/api/v1/imports/{id}", new ImportBegun(id))
                : Problem(503, "Other imports wait", "Several imports wait already; send this one again in a minute.");
        }
        catch (ImportException e)
        {
            return Problem(400, "The files cannot be imported", e.Message);
        }
        finally
        {
            if (!taken) queue.Drop(folder);
        }
    }

    public static Results<Ok<ImportShown>, ProblemHttpResult> Show(Guid id, ClaimsPrincipal who, ImportQueue queue) =>
        Find(id, who, queue) is { } job ? TypedResults.Ok(job.Shown) : NoImport();

    /// <summary>As a spreadsheet opens it: UTF-8 with a byte order mark, and no cell that could be a formula.</summary>
    public static Results<FileContentHttpResult, ProblemHttpResult> RefusedRows(Guid id, ClaimsPrincipal who, ImportQueue queue)
    {
        if (Find(id, who, queue) is not { } job) return NoImport();
        if (job.Shown.State == ImportState.Running) return Problem(409, "The import still runs", "Ask again when its state is Done.");
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, new() { WriteByteOrderMark = true, Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            csv.WriteRecord("file", "row", "column", "reason", "what to do");
            foreach (var r in job.Shown.Report?.Refused ?? []) csv.WriteRecord(r.File, r.Row.ToString(System.Globalization.CultureInfo.InvariantCulture), r.Column, r.Reason, r.Cure);
        }
        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", "refused.csv");
    }

    private static ProblemHttpResult Refused(UploadOutcome outcome) => outcome switch
    {
        UploadOutcome.TooLarge => Problem(413, "The upload is too large", $"All files together have at most {ImportUpload.MostBytes >> 20} MB, and one has at most {ImportFile.MostBytes >> 20} MB. Split the large one and import the parts one after the other: known rows are updated, others added."),
        UploadOutcome.NotAForm => Problem(415, "Not a form with files", $"Send multipart/form-data with one or more of {ImportFile.Known}, each under its own name."),
        UploadOutcome.Broken => Problem(400, "The upload was cut off", "The form ends before it should; send it again. Nothing was stored."),
        var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
    };

    private static bool IsOperator(ClaimsPrincipal who) => who.Grant() == nameof(Grant.Operator);

    private static ImportJob? Find(Guid id, ClaimsPrincipal who, ImportQueue queue) => queue.Find(id) is { } job && (IsOperator(who) || job.District == who.District()) ? job : null;

    private static ProblemHttpResult NoImport() => Problem(404, "No such import", "There is no such import in this district; a server remembers its last ones until it stops. Import again: what is already there stays as it is.");

    private static ProblemHttpResult Problem(int status, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title);

    [GeneratedRegex("^[a-z0-9-]{1,16}$")]
    private static partial Regex CodeForm();
}
