using ScreenOps.Core.Districts;

namespace ScreenOps.Core.CheckIn;

/// <summary>What a person says of themselves once, to get a pass.</summary>
/// <param name="Number">An identity number of 18 characters, or a household's number, by <paramref name="Kind"/>.</param>
/// <param name="Phone">11 digits.</param>
/// <param name="Name">Empty where none was said.</param>
/// <param name="Born">The year, where the number says it.</param>
public sealed record Registration(PassKind Kind, string Number, string Phone, string Name, int? Born)
{
    private const int NumberMost = 40, NameMost = 60;

    /// <summary>Null where something is wrong; then <paramref name="cures"/> has a sentence for each field.</summary>
    public static Registration? Judge(string? identity, string? household, string? phone, string? name, bool consent, out IReadOnlyDictionary<string, string[]> cures)
    {
        var wrong = new Dictionary<string, string[]>();
        var number = household is { Length: <= NumberMost } ? SheetText.Plain(household).ToUpperInvariant() : "";
        var person = identity is { Length: <= NumberMost } ? IdentityNumber.Parse(identity) : null;
        var mobile = phone is { Length: <= NumberMost } ? MobileNumber.Parse(phone) : null;
        var called = SheetText.Name(name);
        if (identity is not null && household is not null) wrong["identity"] = ["Either an identity number or a household's number, not both."];
        else if (household is null && person is null) wrong["identity"] = ["18 characters with a right check digit, as on the card; or the household's number instead."];
        else if (household is not null && !IsNumber(number)) wrong["household"] = ["Letters, digits and hyphens, such as H000001; it stands on the notice of the grid worker."];
        if (mobile is null) wrong["phone"] = ["A mobile number of 11 digits that begins with 13 to 19."];
        if (called.Length > NameMost) wrong["name"] = [$"At most {NameMost} characters, or nothing."];
        if (!consent) wrong["consent"] = ["A ticket needs consent to the use of these data; without it, register at the site's desk."];
        cures = wrong;
        if (wrong.Count > 0) return null;
        return person is { } one ? new(PassKind.Resident, one.Text, mobile!, called, one.Born) : new(PassKind.Household, number, mobile!, called, null);
    }

    /// <summary>A name as others may see it: 王秀英 as 王*英, 王英 as 王*.</summary>
    public static string Mask(string name) => Masks.Name(name);

    private static bool IsNumber(string text) => text.Length is > 0 and <= NumberMost && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
