using System.Globalization;
using System.IO.Compression;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace ScreenOps.Server.Districts;

/// <summary>The rows of a workbook's first sheet with the numbers that the sheet shows beside them.</summary>
internal static class ImportWorkbook
{
    /// <summary>All parts of the workbook together, unpacked: a small file may unpack to any size.</summary>
    private const long MostUnpacked = 100L << 20;
    private const int MostParts = 1000, MostColumns = 100;

    private static readonly OpenXmlConfiguration Form = new() { EnableSharedStringCache = false, FillMergedCells = false, IgnoreEmptyRows = false };

    public static IEnumerable<(int Number, IReadOnlyList<string> Cells)> Rows(ImportFile file)
    {
        var bytes = file.Read();
        if (bytes is [0xD0, 0xCF, 0x11, 0xE0, ..])
            throw new ImportException($"{file.Name} is a workbook of the old kind (.xls) or has a password. Open it, save it as .xlsx without a password, and send that.");
        if (bytes is not [0x50, 0x4B, ..]) throw new ImportException($"{file.Name} is not a workbook, whatever its name says. Save the sheet as .xlsx and send that.");
        Unpack(file, bytes);
        using var stream = new MemoryStream(bytes);
        using var rows = Query(file, stream).GetEnumerator();
        for (var number = 1; Next(file, rows) is { } row; number++) yield return (number, row);
    }

    /// <summary>Reads every part once and counts: what the directory of the file says about sizes may be a lie.</summary>
    private static void Unpack(ImportFile file, byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            if (zip.Entries.Count > MostParts) throw TooLarge(file);
            var buffer = new byte[1 << 16];
            var total = 0L;
            foreach (var part in zip.Entries)
            {
                using var stream = part.Open();
                for (int read; (read = stream.Read(buffer)) > 0;)
                    if ((total += read) > MostUnpacked) throw TooLarge(file);
            }
            if (!zip.Entries.Any(e => e.FullName.Replace('\\', '/').EndsWith("xl/workbook.xml", StringComparison.OrdinalIgnoreCase)))
                throw new ImportException($"{file.Name} is an archive without a sheet in it. Save the roster as .xlsx and send that.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw Damaged(file, e);
        }
    }

    private static IEnumerable<IDictionary<string, object?>> Query(ImportFile file, Stream stream)
    {
        try
        {
            return stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX, configuration: Form).Cast<IDictionary<string, object?>>();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Damaged(file, e);
        }
    }

    private static List<string>? Next(ImportFile file, IEnumerator<IDictionary<string, object?>> rows)
    {
        try
        {
            if (!rows.MoveNext()) return null;
            if (rows.Current.Count > MostColumns) throw new ImportException($"{file.Name} has more than {MostColumns} columns. Delete the columns right of the roster and send it again.");
            return [.. rows.Current.Values.Select(Text)];
        }
        // The reader fails in many ways on a sheet that is not as it should be; each means the same to who sent it.
        catch (Exception e) when (e is not (ImportException or OperationCanceledException))
        {
            throw Damaged(file, e);
        }
    }

    private static string Text(object? cell) => cell switch
    {
        null => "",
        string text => text,
        double n when n == Math.Floor(n) && Math.Abs(n) < 1e15 => ((long)n).ToString(CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static ImportException Damaged(ImportFile file, Exception e) =>
        new($"{file.Name} is damaged or was cut off on its way: it cannot be read to its end. Open it in the spreadsheet program, save it again and send that.", e);

    private static ImportException TooLarge(ImportFile file) =>
        new($"{file.Name} unpacks to more than {MostUnpacked >> 20} MB. Copy the roster alone into a new workbook and send that.");
}
