using ScreenOps.Core.Districts;

namespace ScreenOps.Server.Districts;

internal enum ImportState { Running, Done, Failed }

/// <summary>A refused row as it is shown: without what is personal.</summary>
internal sealed record RefusedShown(string File, int Row, string Column, string Reason, string Cure)
{
    public static RefusedShown Of(Refused r) => new(r.File, r.Row, r.Column, r.Reason, r.Cure);
}

/// <param name="File">The file being read or stored; null: it waits for its turn.</param>
/// <param name="Total">Rows of that file; 0 while it is being read.</param>
/// <param name="Refused">How many rows; the list is refused.csv beside this.</param>
/// <param name="Error">Of a failed one: why, and what to do.</param>
internal sealed record ImportShown(
    Guid Id, ImportState State, bool Check, string? File, int Done, int Total, ImportReport? Report,
    IReadOnlyList<ImportedFile> Files, int Refused, IReadOnlyList<RefusedShown> FirstRefused, string? Error);

/// <summary>One import from upload to report, as its page asks about it while it runs.</summary>
internal sealed class ImportJob(Guid id, string district, string name, bool check, string folder, IReadOnlyList<ImportFile> files) : IProgress<ImportProgress>
{
    private const int First = 50;
    private volatile ImportShown shown = new(id, ImportState.Running, check, null, 0, 0, null, [], 0, [], null);

    public Guid Id => id;
    public string District => district;
    public string Name => name;
    public bool Check => check;

    /// <summary>Where the files lie until it has ended.</summary>
    public string Folder => folder;
    public IReadOnlyList<ImportFile> Files => files;
    public ImportShown Shown => shown;

    public void Report(ImportProgress value) => shown = shown with { File = value.File, Done = value.Done, Total = value.Total };

    public void End(ImportReport report) => shown = shown with
    {
        State = ImportState.Done, Report = report, Files = report.Files, Refused = report.Files.Sum(f => f.Refused), FirstRefused = [.. report.Refused.Take(First).Select(RefusedShown.Of)],
    };

    public void Fail(string error) => shown = shown with { State = ImportState.Failed, Error = error };
}
