namespace ScreenOps.Core.Districts;

/// <summary>What all files of rows have in common, whatever their type.</summary>
public interface IRowIntake
{
    int TakenCount { get; }
    int RefusedCount { get; }
    IReadOnlyList<Refused> Refused { get; }
    IReadOnlyDictionary<string, int> ByReason { get; }
    void Read(ImportRow row);
}

/// <summary>Takes a file's rows one by one, in their order: each is taken or refused with its reason. Empty rows are skipped.</summary>
public abstract class Intake<T>(string file) : IRowIntake where T : class
{
    /// <summary>So many refusals are kept word by word; all are counted.</summary>
    public const int RefusedKept = 10_000;
    private const int LongestCell = 300;

    private readonly List<T> taken = [];
    private readonly List<Refused> refused = [];
    private readonly Dictionary<string, int> byReason = [];

    public IReadOnlyList<T> Taken => taken;
    public int TakenCount => taken.Count;
    public IReadOnlyList<Refused> Refused => refused;
    public IReadOnlyDictionary<string, int> ByReason => byReason;
    public int RefusedCount => byReason.Values.Sum();

    public void Read(ImportRow row)
    {
        if (row.IsEmpty) return;
        for (var i = 0; i < row.Cells.Count && i < row.Header.Names.Count; i++)
        {
            if (row.Cells[i].Length <= LongestCell) continue;
            Refuse(row, row.Header.Names[i], "too-long", $"Shorten the cell to at most {LongestCell} characters; if many rows run together here, a quotation mark is missing.");
            return;
        }
        if (Judge(row) is { } good) taken.Add(good);
    }

    /// <summary>The row in its type, or null after <see cref="Refuse"/>.</summary>
    protected abstract T? Judge(ImportRow row);

    protected T? Refuse(ImportRow row, string column, string reason, string cure, string? phone = null)
    {
        byReason[reason] = byReason.GetValueOrDefault(reason) + 1;
        if (refused.Count < RefusedKept) refused.Add(new(file, row.Number, column, reason, cure, phone));
        return null;
    }

    protected T? UnknownSite(ImportRow row, string column) =>
        Refuse(row, column, "unknown-site", $"There is no site {SheetText.Quote(row[column])}; correct the code, or add the site to sites.csv and import that too.");

    protected T? UnknownVillage(ImportRow row, string column) =>
        Refuse(row, column, "unknown-village", $"No site stands in {SheetText.Quote(row[column])}; write the village as sites.csv does, or add its site there.");

    /// <summary>A whole number as a sheet writes it (12, １２, 12.0); null where it is none or outside the limits.</summary>
    protected static int? Whole(string cell, int least, int most)
    {
        var plain = SheetText.Plain(cell);
        if (plain.EndsWith(".0", StringComparison.Ordinal)) plain = plain[..^2];
        return int.TryParse(plain, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : null;
    }

    /// <summary>A time of day such as 05:30 or 5:30.</summary>
    protected static TimeOnly? Time(string cell) =>
        TimeOnly.TryParseExact(SheetText.Plain(cell), ["H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss"], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var t) ? t : null;
}
