using System.Text;
using CsvHelper;

namespace ScreenOps.Server.Districts;

/// <summary>The rows of a CSV file with the numbers that a sheet shows beside them. The separator (comma, semicolon or tab) is seen from the first lines.</summary>
internal static class ImportCsv
{
    private const int LargestRow = 1 << 20;

    public static IEnumerable<(int Number, IReadOnlyList<string> Cells)> Rows(ImportFile file, IReadOnlyList<string> columns)
    {
        var bytes = file.Read();
        var encoding = ImportText.Look(bytes, file.Name, columns);
        var openQuote = 0L;
        using var csv = CsvReader.Create(new StreamReader(new MemoryStream(bytes), encoding), new()
        {
            HasHeader = false, SkipEmptyLines = false, MaxRecordSize = LargestRow, PoolStrings = true,
            OnMalformedRecord = bad => openQuote = bad.Reason == CsvMalformedReason.UnterminatedQuote ? bad.RecordNumber : openQuote,
        });
        for (var number = 1; Next(csv, file, number, encoding) is { } cells; number++)
            yield return openQuote == 0 ? (number, cells) : throw OpenQuote(file, openQuote, null);
    }

    private static string[]? Next(CsvReader csv, ImportFile file, int number, Encoding encoding)
    {
        try
        {
            if (!csv.Read()) return null;
            var cells = new string[csv.FieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = csv.GetString(i);
            return cells;
        }
        catch (DecoderFallbackException e)
        {
            throw ImportText.Broken(file.Name, number, encoding, e);
        }
        catch (CsvFormatException e)
        {
            throw OpenQuote(file, number, e);
        }
    }

    private static ImportException OpenQuote(ImportFile file, long row, Exception? e) =>
        new($"{file.Name}: a quotation mark in row {row} is opened and not closed, so that the rows after it run together. Close or delete it.", e);
}
