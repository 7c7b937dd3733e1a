namespace ScreenOps.Core.Districts;

public static class MobileNumber
{
    /// <summary>
    /// The 11 digits of a mainland mobile number, however it was typed: with spaces, hyphens or +86, in full-width digits, or as a sheet's number (19901766568.0). Null where it is none.
    /// </summary>
    public static string? Parse(string text)
    {
        var said = SheetText.Plain(text).Replace("-", "", StringComparison.Ordinal).Replace("—", "", StringComparison.Ordinal);
        if (said.EndsWith(".0", StringComparison.Ordinal)) said = said[..^2];
        if (said.StartsWith('+')) said = said[1..];
        if (said.Length == 13 && said.StartsWith("86", StringComparison.Ordinal)) said = said[2..];
        return said.Length == 11 && said[0] == '1' && said[1] is >= '3' and <= '9' && said.All(char.IsAsciiDigit) ? said : null;
    }
}
