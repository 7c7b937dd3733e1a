namespace ScreenOps.Core.Districts;

/// <summary>A resident's identity number: 17 digits and a check digit (GB 11643, which is ISO 7064 MOD 11-2). Which region it names is not judged.</summary>
public readonly record struct IdentityNumber
{
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private const string Checks = "10X98765432";

    private IdentityNumber(string text) => Text = text;

    /// <summary>18 characters; a last X is a capital.</summary>
    public string Text { get; }

    public int Born => Number(Text, 6, 4);

    /// <summary>Null where the length, a digit, the birthday or the check digit is wrong.</summary>
    public static IdentityNumber? Parse(string typed)
    {
        var text = SheetText.Plain(typed);
        if (text.Length != 18) return null;
        if (text[17] == 'x') text = text[..17] + 'X';
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            if (!char.IsAsciiDigit(text[i])) return null;
            sum += (text[i] - '0') * Weights[i];
        }
        return text[17] == Checks[sum % 11] && IsDay(text) ? new(text) : null;
    }

    private static bool IsDay(string text)
    {
        var (year, month, day) = (Number(text, 6, 4), Number(text, 10, 2), Number(text, 12, 2));
        return year >= 1850 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static int Number(string text, int from, int count)
    {
        var number = 0;
        foreach (var c in text.AsSpan(from, count)) number = number * 10 + (c - '0');
        return number;
    }
}
