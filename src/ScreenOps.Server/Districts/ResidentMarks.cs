using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>
/// The keyed marks by which a desk finds a resident of whom it knows a part. They are of one district, so that who sees two learns nothing by laying them
/// side by side. A first name's character alone has no mark: how often it comes would tell which surname it is.
/// </summary>
/// <param name="NameBegin">Null where the name has fewer characters.</param>
internal readonly record struct ResidentMarks(long? IdentityEnd, long? PhoneEnd, long Name, long? NameBegin)
{
    /// <param name="identity">Empty where none is known.</param>
    public static ResidentMarks Of(Vault vault, string district, string identity, string? phone, string name) =>
        new(OfEnd(vault, district, "identity", identity), phone is null ? null : OfEnd(vault, district, "phone", phone), OfName(vault, district, name), OfBegin(vault, district, name));

    /// <summary>Of the last characters of an identity number ("identity") or a phone ("phone"); null where there are fewer.</summary>
    public static long? OfEnd(Vault vault, string district, string what, string text) =>
        text.Length < DeskNumbers.End ? null : vault.Mark($"{district} {what} end {text[^DeskNumbers.End..]}");

    public static long OfName(Vault vault, string district, string name) => vault.Mark($"{district} name {name}");

    public static long? OfBegin(Vault vault, string district, string name) =>
        name.Length < DeskNumbers.Begin ? null : vault.Mark($"{district} name begin {name[..DeskNumbers.Begin]}");
}
