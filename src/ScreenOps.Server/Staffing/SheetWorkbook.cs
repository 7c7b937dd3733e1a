using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <summary>Sheets as a workbook: a sheet for each shift, and of the whole district one with the sums before them and one with who is left over behind.</summary>
internal static class SheetWorkbook
{
    /// <summary>What a spreadsheet does not take in a sheet's name, and how long one may be.</summary>
    private const string NotInName = @"\/?*[]:'";
    private const int LongestName = 31;

    public static byte[] Of(SheetsShown sheets, IReadOnlyList<LeftShown>? left, SheetWords words)
    {
        var book = new Dictionary<string, object>();
        if (sheets.Sites.Count != 1) book[words.All] = Sums(sheets, words);
        foreach (var shift in sheets.Shifts) book[Free(book, $"{shift.Name} {shift.Starts:HH.mm}-{shift.Ends:HH.mm}")] = Rows(sheets, shift, words);
        if (left is { Count: > 0 }) book[words.Left] = left.Select(l => Left(l, sheets, words)).ToList();
        using var file = new MemoryStream();
        file.SaveAs(book, configuration: new OpenXmlConfiguration { TableStyles = TableStyles.Default, AutoFilter = true, FreezeRowCount = 1, DynamicColumns = [.. Widths(words).Select(w => new DynamicExcelColumn(w.Name) { Width = w.Width })] });
        return file.ToArray();
    }

    private static List<Dictionary<string, object?>> Rows(SheetsShown sheets, Shift shift, SheetWords w) => [.. sheets.Sites.SelectMany(site => site.Rows.Where(r => r.Shift == shift.Code).Select(r => new Dictionary<string, object?>
    {
        [w.Code] = site.Site, [w.Site] = site.Name, [w.Role] = w.Of(r.Role), [w.Number] = r.Seat + 1, [w.Name] = r.Name, [w.Phone] = r.Phone, [w.Unit] = r.Unit, [w.Kind] = r.Kind, [w.Village] = r.Village,
        [w.State] = r.State is { } state ? w.States[state] : w.Empty, [w.Locked] = r.Locked ? w.Yes : null,
    }))];

    /// <summary>Sites and shifts by what is empty; the last row is the sum of them all.</summary>
    private static List<Dictionary<string, object?>> Sums(SheetsShown sheets, SheetWords w)
    {
        Dictionary<string, object?> Line(string code, string name, IReadOnlyList<SheetRow> rows)
        {
            var line = new Dictionary<string, object?> { [w.Code] = code, [w.Site] = name };
            foreach (var shift in sheets.Shifts)
            {
                var own = rows.Where(r => r.Shift == shift.Code).ToList();
                (line[$"{shift.Name} {w.Seats}"], line[$"{shift.Name} {w.Filled}"]) = (own.Count, own.Count(r => r.State is not null));
                line[$"{shift.Name} {w.Empty}"] = own.Count(r => r.State is null);
            }
            return line;
        }
        return [.. sheets.Sites.Select(s => Line(s.Site, s.Name, s.Rows)), Line("", w.Total, [.. sheets.Sites.SelectMany(s => s.Rows)])];
    }

    private static Dictionary<string, object?> Left(LeftShown l, SheetsShown sheets, SheetWords w) => new()
    {
        [w.Name] = l.Name, [w.Kind] = l.Kind, [w.Village] = l.Village, [w.Roles] = string.Join('、', l.Roles.Select(w.Of)),
        [w.Shifts] = l.Shifts is null ? w.AllShifts : string.Join('、', l.Shifts.Select(c => sheets.Shifts.FirstOrDefault(s => s.Code == c)?.Name ?? c)),
    };

    private static IEnumerable<(string Name, double Width)> Widths(SheetWords w) =>
        [(w.Code, 8), (w.Site, 24), (w.Role, 12), (w.Number, 8), (w.Name, 14), (w.Phone, 16), (w.Unit, 20), (w.Kind, 12), (w.Village, 14), (w.State, 12), (w.Locked, 8), (w.Roles, 30), (w.Shifts, 16)];

    private static string Free(Dictionary<string, object> book, string name)
    {
        var clean = string.Concat(name.Select(c => NotInName.Contains(c) ? ' ' : c)).Trim();
        clean = clean[..Math.Min(clean.Length, LongestName - 3)];
        var (free, more) = (clean, 1);
        while (book.ContainsKey(free)) free = string.Create(CultureInfo.InvariantCulture, $"{clean} {++more}");
        return free;
    }
}
