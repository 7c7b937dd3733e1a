using System.Text;

namespace ScreenOps.Core.Districts;

/// <summary>What people type into sheets, brought into one form.</summary>
public static class SheetText
{
    /// <summary>Without blanks around it: spaces, U+3000, byte order marks and zero-width spaces.</summary>
    public static string Clean(string? text) => text is null ? "" : text.Trim().Trim('\uFEFF', '\u200B').Trim();

    /// <summary>A person's name: also without the blanks inside by which short names are stretched (张　三).</summary>
    public static string Name(string? text) => Clean(text).Replace("\u3000", "", StringComparison.Ordinal);

    /// <summary>A header: full-width signs as their plain ones, no blanks.</summary>
    public static string Header(string? text) => Plain(Clean(text));

    /// <summary>Full-width letters, digits and signs (U+FF01 to U+FF5E) as plain ones, blanks of all kinds dropped.</summary>
    public static string Plain(string text)
    {
        if (text.All(c => c is > ' ' and < '\u007F')) return text;
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsWhiteSpace(c) && c is not ('\u200B' or '\uFEFF')) plain.Append(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);
        return plain.ToString();
    }

    /// <summary>The word as a message repeats it: short, on one line.</summary>
    public static string Quote(string word) => "“" + (word.Length > 20 ? word[..20] + "…" : word).ReplaceLineEndings(" ") + "”";
}
