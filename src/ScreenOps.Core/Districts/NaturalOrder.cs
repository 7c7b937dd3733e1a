namespace ScreenOps.Core.Districts;

/// <summary>
/// Names as people put them in order: by the numbers in them, so that 第2网格 comes before 第10网格 and 二组 before 十组, and letter by letter elsewhere. Numbers are digits of any
/// width, or Chinese numerals below ten thousand. Names that differ in how a number is written only stand beside each other, in the order of their letters.
/// </summary>
public sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();
    private const string Numerals = "〇一二三四五六七八九", Tens = "十百千";
    /// <summary>More digits than these make no number that anybody counts by; the rest is compared as letters.</summary>
    private const int MostDigits = 15;

    private NaturalOrder() { }

    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (i == a.Length || j == b.Length) return i == a.Length ? -1 : 1;
            var (one, other) = (Number(a, i), Number(b, j));
            var (counted, alike) = (one.Letters > 0, one.Letters > 0 == other.Letters > 0);
            // A number stands before every letter, whatever it is written with; else names would go round in a circle.
            var order = !alike ? counted ? -1 : 1 : counted ? one.Value.CompareTo(other.Value) : a[i].CompareTo(b[j]);
            if (order != 0) return order;
            (i, j) = counted ? (i + one.Letters, j + other.Letters) : (i + 1, j + 1);
        }
        return string.CompareOrdinal(a, b);
    }

    /// <summary>The number that begins here and how many letters it takes; none: 0 letters.</summary>
    private static (long Value, int Letters) Number(string text, int at)
    {
        var (value, letters) = (0L, 0);
        for (; letters < MostDigits && at + letters < text.Length && Digit(text[at + letters]) is >= 0 and var digit; letters++) value = value * 10 + digit;
        return letters > 0 ? (value, letters) : Numeral(text, at);
    }

    private static int Digit(char c) => c is >= '0' and <= '9' ? c - '0' : c is >= '０' and <= '９' ? c - '０' : -1;

    /// <summary>二十三 is 23, 十 is 10, 一百零五 is 105, and 二〇 is 20.</summary>
    private static (long Value, int Letters) Numeral(string text, int at)
    {
        var (sum, held, letters) = (0L, -1L, 0);
        for (; at + letters < text.Length; letters++)
        {
            var c = text[at + letters];
            if (Of(c) is >= 0 and var digit) held = held > 0 ? held * 10 + digit : digit;
            else if (Tens.IndexOf(c, StringComparison.Ordinal) is >= 0 and var ten)
            {
                sum += (held < 0 ? 1 : held) * (ten + 1) switch { 1 => 10, 2 => 100, _ => 1000 };
                held = -1;
            }
            else break;
        }
        return (sum + Math.Max(0, held), letters);
    }

    private static int Of(char c) => c switch { '零' => 0, '两' => 2, _ => Numerals.IndexOf(c, StringComparison.Ordinal) };
}
