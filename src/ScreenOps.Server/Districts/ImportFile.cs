namespace ScreenOps.Server.Districts;

/// <summary>The files of an import, in the order in which they are read: each may refer to those before it.</summary>
internal enum ImportKind { Sites, Shifts, Posts, Roster, Residents, Arrivals, Ground }

/// <summary>An import's file cannot be used, and nothing of the import was stored; the message says why and what to do.</summary>
internal sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="Name">As the office calls it; says what it is.</param>
/// <param name="Path">Where its bytes lie.</param>
internal sealed record ImportFile(string Name, string Path)
{
    public const int MostBytes = 50 << 20;
    public const int MostRows = 300_000;

    private static readonly string[] Names = ["sites.csv", "shifts.csv", "posts.csv", "roster.xlsx", "residents.csv", "arrivals.csv", "villages.geojson"];

    public static string Known => string.Join(", ", Names);

    public static ImportKind? KindOf(string name) => Array.FindIndex(Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var i ? (ImportKind)i : null;

    /// <summary>The files of a folder that belong to an import; others are left alone.</summary>
    public static IReadOnlyList<ImportFile> InFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw new ImportException($"There is no folder {folder}; name the one that holds {Known}.");
        var files = Directory.EnumerateFiles(folder).Select(path => new ImportFile(System.IO.Path.GetFileName(path), path)).Where(f => KindOf(f.Name) is not null).ToList();
        return files.Count > 0 ? files : throw new ImportException($"The folder {folder} holds none of the files of an import. It needs one or more of {Known}.");
    }

    /// <summary>The files by what they are; a name that is none, or one that comes twice, is told.</summary>
    public static SortedDictionary<ImportKind, ImportFile> Sort(IReadOnlyList<ImportFile> files)
    {
        if (files.Count == 0) throw new ImportException($"No file came. Send one or more of {Known}.");
        var sorted = new SortedDictionary<ImportKind, ImportFile>();
        foreach (var file in files)
        {
            var kind = KindOf(file.Name) ?? throw new ImportException($"{Short(file.Name)} is not a file of an import. Leave it out, or give it the name that says what it is: {Known}.");
            if (!sorted.TryAdd(kind, file)) throw new ImportException($"{file.Name} came twice. Send the one that counts.");
        }
        return sorted;
    }

    public byte[] Read()
    {
        var size = new FileInfo(Path).Length;
        if (size == 0) throw new ImportException($"{Name} is empty. Export it again, or leave it out.");
        if (size > MostBytes) throw new ImportException($"{Name} has {size >> 20} MB; at most {MostBytes >> 20} MB are taken. Split it and import the parts one after the other: known rows are updated, others added.");
        return File.ReadAllBytes(Path);
    }

    public ImportException TooManyRows() => new($"{Name} has more than {MostRows:N0} rows. Delete empty rows under the data, or split the file and import the parts one after the other.");

    private static string Short(string name) => name.Length > 60 ? name[..60] + "…" : name;
}
