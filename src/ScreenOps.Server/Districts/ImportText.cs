using System.Text;
using System.Text.Unicode;

namespace ScreenOps.Server.Districts;

/// <summary>
/// Tells how a CSV file is written by looking: a byte order mark says it; else the encoding in which the headers can be read; else what is valid.
/// The headers decide because short Chinese text in GB18030 may be valid UTF-8 by chance, and UTF-8 with one broken byte is readable nonsense in GB18030.
/// </summary>
internal static class ImportText
{
    private const int Head = 8192;

    static ImportText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static Encoding Gb18030 => Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    /// <summary>A strict encoding: a byte that does not fit it throws DecoderFallbackException.</summary>
    public static Encoding Look(ReadOnlySpan<byte> bytes, string file, IReadOnlyList<string> columns)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return new UTF8Encoding(true, true);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return new UnicodeEncoding(bytes[0] == 0xFE, true, true);
        RefuseOtherFormats(bytes, file);
        var head = bytes[..Math.Min(bytes.Length, Head)];
        if (Shows(Encoding.UTF8, head, columns)) return new UTF8Encoding(false, true);
        if (Shows(Encoding.GetEncoding("GB18030"), head, columns)) return Gb18030;
        return Utf8.IsValid(bytes) ? new UTF8Encoding(false, true) : Gb18030;
    }

    public static ImportException Broken(string file, int row, Encoding encoding, Exception e) => new(
        $"{file} reads as {encoding.WebName.ToUpperInvariant()}, but soon after row {row} come bytes that are no text in it: the file was cut, or edited by a program that takes it for something else. Export it again as “CSV UTF-8”.", e);

    private static bool Shows(Encoding encoding, ReadOnlySpan<byte> head, IReadOnlyList<string> columns)
    {
        var text = encoding.GetString(head);
        return columns.All(c => text.Contains(c, StringComparison.Ordinal));
    }

    private static void RefuseOtherFormats(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes is [0x50, 0x4B, 0x03, 0x04, ..] or [0xD0, 0xCF, 0x11, 0xE0, ..])
            throw new ImportException($"{file} is a workbook and not CSV, whatever its name says. Open it and save it as “CSV UTF-8”.");
        if (bytes[..Math.Min(bytes.Length, Head)].Contains((byte)0))
            throw new ImportException($"{file} is no text. Save the sheet as “CSV UTF-8” and send that.");
    }
}
