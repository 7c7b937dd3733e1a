using ScreenOps.Core.Districts;

namespace ScreenOps.Core.CheckIn;

/// <summary>
/// What a clerk typed or scanned, as everything that it can mean: nobody is asked which. Digits may be a ticket and the end of two numbers at once.
/// </summary>
/// <param name="Pass">The text of a pass's code; then it means nothing else.</param>
/// <param name="Priority">A priority number, said as P12.</param>
/// <param name="IdentityEnd">4 to 18 characters, the last of which may be X.</param>
/// <param name="PhoneEnd">4 to 11 digits.</param>
/// <param name="Name">From 2 characters on; whole, or how it begins.</param>
public sealed record DeskQuery(string? Pass = null, int? Ticket = null, int? Priority = null, string? IdentityEnd = null, string? PhoneEnd = null, string? Household = null, string? Name = null)
{
    private const int Most = 200, TicketDigits = 5, PhoneDigits = 11, IdentityLetters = 18, HouseholdMost = 40, NameMost = 60;

    /// <summary>Null: nobody can be found by it; it is too short, or nothing.</summary>
    public static DeskQuery? Parse(string? text)
    {
        if (text is null or { Length: > Most }) return null;
        var clean = SheetText.Clean(text);
        if (clean.StartsWith(SignedPass.Prefix, StringComparison.Ordinal)) return new(Pass: clean);
        var plain = SheetText.Plain(clean).ToUpperInvariant();
        if (plain.Length is 0 or > NameMost) return null;
        if (plain.All(char.IsAsciiDigit)) return Digits(plain);
        if (plain[0] == 'P' && Number(plain[1..]) is { } priority) return new(Priority: priority);
        if (plain[^1] == 'X' && plain.Length is >= DeskNumbers.End and <= IdentityLetters && plain[..^1].All(char.IsAsciiDigit)) return new(IdentityEnd: plain);
        if (plain.Length <= HouseholdMost && plain.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && plain.Any(char.IsAsciiDigit)) return new(Household: plain);
        var name = SheetText.Name(clean);
        return name.Length >= DeskNumbers.Begin ? new(Name: name) : null;
    }

    private static DeskQuery? Digits(string digits)
    {
        if (digits.Length > IdentityLetters) return null;
        var (ticket, end) = (Number(digits), digits.Length >= DeskNumbers.End ? digits : null);
        return ticket is null && end is null ? null : new(Ticket: ticket, IdentityEnd: end, PhoneEnd: digits.Length <= PhoneDigits ? end : null);
    }

    private static int? Number(string digits) =>
        digits.Length is > 0 and <= TicketDigits && digits.All(char.IsAsciiDigit) && int.Parse(digits, provider: null) is > 0 and var number ? number : null;
}
