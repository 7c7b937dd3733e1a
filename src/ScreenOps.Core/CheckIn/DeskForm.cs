using ScreenOps.Core.Districts;

namespace ScreenOps.Core.CheckIn;

/// <summary>What is said at a desk of somebody who shows no pass and is not on the list. A name, or whatever they are called by, is all that must be.</summary>
/// <param name="Identity">18 characters, or null: no papers.</param>
/// <param name="Phone">11 digits, or null.</param>
/// <param name="Born">The year, from the identity number where there is one.</param>
public sealed record DeskForm(string Name, string? Identity, string? Phone, int? Born)
{
    private const int NameMost = 60, NumberMost = 40, BornLeast = 1880;

    /// <summary>Null where something is wrong; then <paramref name="cures"/> has a sentence for each field.</summary>
    public static DeskForm? Judge(string? name, string? identity, string? phone, int? born, int year, out IReadOnlyDictionary<string, string[]> cures)
    {
        var wrong = new Dictionary<string, string[]>();
        var (called, number, mobile) = (SheetText.Name(name), Said(identity), Said(phone));
        var person = number is { Length: <= NumberMost } ? IdentityNumber.Parse(number) : null;
        var reached = mobile is { Length: <= NumberMost } ? MobileNumber.Parse(mobile) : null;
        if (called.Length is 0 or > NameMost) wrong["name"] = [$"A name, or what they are called by: 1 to {NameMost} characters."];
        if (number is not null && person is null) wrong["identity"] = ["18 characters with a right check digit, as on the card; or leave it empty."];
        if (mobile is not null && reached is null) wrong["phone"] = ["A mobile number of 11 digits that begins with 13 to 19; or leave it empty."];
        if (born is { } b && (b < BornLeast || b > year)) wrong["born"] = [$"The year of birth, {BornLeast} to {year}; or leave it empty."];
        cures = wrong;
        return wrong.Count > 0 ? null : new(called, person?.Text, reached, person?.Born ?? born);
    }

    private static string? Said(string? text) => SheetText.Clean(text) is { Length: > 0 } said ? said : null;
}
