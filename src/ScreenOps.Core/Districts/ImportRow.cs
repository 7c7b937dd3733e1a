namespace ScreenOps.Core.Districts;

/// <summary>The columns of a sheet by their headers; of two columns of one name the first counts.</summary>
public sealed class ImportHeader
{
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);

    public ImportHeader(IReadOnlyList<string> cells)
    {
        Names = [.. cells.Select(SheetText.Header)];
        for (var i = 0; i < Names.Count; i++)
            if (Names[i].Length > 0) columns.TryAdd(Names[i], i);
    }

    public IReadOnlyList<string> Names { get; }

    public bool Has(string column) => columns.ContainsKey(column);

    internal int At(string column) => columns.GetValueOrDefault(column, -1);
}

/// <param name="Number">As the sheet shows it: the first row is 1, title and headers count.</param>
public readonly record struct ImportRow(ImportHeader Header, int Number, IReadOnlyList<string> Cells)
{
    /// <summary>The cell under a header, without blanks around it; empty where there is none.</summary>
    public string this[string column] => Header.At(column) is >= 0 and var i && i < Cells.Count ? SheetText.Clean(Cells[i]) : "";

    public bool IsEmpty
    {
        get
        {
            foreach (var cell in Cells)
                if (SheetText.Clean(cell).Length > 0) return false;
            return true;
        }
    }
}

/// <summary>A row that was not taken.</summary>
/// <param name="Row">As the sheet shows it.</param>
/// <param name="Reason">A code such as bad-phone.</param>
/// <param name="Cure">What to do about it, for people.</param>
/// <param name="Phone">Of duplicate-phone: the number that an earlier row has.</param>
public sealed record Refused(string File, int Row, string Column, string Reason, string Cure, string? Phone = null);

/// <summary>What a row may refer to, from the same import or from earlier ones. Null: not known, so nothing is judged by it.</summary>
/// <param name="Shifts">Names of the shifts by their codes.</param>
public sealed record Known(IReadOnlySet<string>? Sites, IReadOnlySet<string>? Villages, IReadOnlyDictionary<string, string>? Shifts);
