using ScreenOps.Core.Districts;

namespace ScreenOps.Server.Districts;

/// <summary>What an import of a folder would report, without a database: references are judged by the folder's own files.</summary>
internal static class ImportCheck
{
    public static ImportReport Run(string folder) => Run(ImportFile.InFolder(folder));

    public static ImportReport Run(IReadOnlyList<ImportFile> files) =>
        ImportReport.Of(ImportReading.Of(files, new Known(null, null, null), null, default));
}
