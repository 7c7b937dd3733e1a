namespace ScreenOps.Core.Districts;

/// <param name="Phone">11 digits; the key.</param>
/// <param name="Shifts">Codes of the shifts the member may take; null: all.</param>
public sealed record MemberRow(string Name, string Kind, string Unit, string Phone, IReadOnlyList<Role> Roles, string Village, IReadOnlyList<string>? Shifts);

/// <summary>roster.xlsx; the key is 联系电话. Of two rows with one phone the first is taken.</summary>
public sealed class MemberIntake(Known known) : Intake<MemberRow>("roster.xlsx")
{
    public static readonly string[] Columns = ["姓名", "联系电话", "所在村/社区", "可任岗位"];
    private static readonly char[] Between = ['、', '；', ';', '，', ',', '/', '／'];
    private readonly Dictionary<string, int> seen = [];

    protected override MemberRow? Judge(ImportRow row)
    {
        if (SheetText.Name(row["姓名"]) is not { Length: > 0 and <= 40 } name) return Refuse(row, "姓名", "missing-name", "Write the person's name, 1 to 40 characters.");
        if (MobileNumber.Parse(row["联系电话"]) is not { } phone) return Refuse(row, "联系电话", "bad-phone", "Write the mobile number: 11 digits that begin with 13 to 19.");
        var village = row["所在村/社区"];
        if (village.Length is 0 or > 60 || known.Villages?.Contains(village) == false) return UnknownVillage(row, "所在村/社区");
        var words = row["可任岗位"].Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return Refuse(row, "可任岗位", "unknown-role", RoleCure(""));
        foreach (var word in words)
            if (Roles.Parse(word) is null) return Refuse(row, "可任岗位", "unknown-role", RoleCure(word));
        if (Shifts(row["可用时段"]) is not { } shifts)
            return Refuse(row, "可用时段", "unknown-shift", $"Write 全天 or the names of shifts ({string.Join('、', Named())}) instead of {SheetText.Quote(row["可用时段"])}.");
        if (seen.TryGetValue(phone, out var earlier))
            return Refuse(row, "联系电话", "duplicate-phone", $"Row {earlier} has the same phone: delete one of the two rows if it is one person, else write this person's own number.", phone);
        seen.Add(phone, row.Number);
        return new(name, row["身份"], row["单位"], phone, [.. words.Select(w => Roles.Parse(w)!.Value).Distinct()], village, shifts.Count == 0 ? null : shifts);
    }

    internal static string RoleCure(string word) => $"{(word.Length == 0 ? "Write at least one role" : $"There is no role {SheetText.Quote(word)}; write one")} of {string.Join('、', Enum.GetValues<Role>().Select(r => r.Word()))}.";

    /// <summary>Empty: all day; null: a word that is no shift.</summary>
    private List<string>? Shifts(string said)
    {
        var codes = new List<string>();
        foreach (var word in said.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (word == "全天") return [];
            if (Code(word) is not { } code) return null;
            if (!codes.Contains(code)) codes.Add(code);
        }
        return codes;
    }

    /// <summary>By the shift's own name; 早班 and 午班 are the words of the form for the shifts A and B.</summary>
    private string? Code(string word)
    {
        foreach (var (code, name) in known.Shifts ?? new Dictionary<string, string>())
            if (name == word || code == word) return code;
        return word switch { "早班" => "A", "午班" => "B", _ => null };
    }

    private IEnumerable<string> Named() => known.Shifts is { Count: > 0 } shifts ? shifts.Values : ["早班", "午班"];
}
