namespace ScreenOps.Core.Districts;

/// <param name="Identity">18 characters with a right check digit; the key.</param>
/// <param name="Phone">11 digits, or null: many have none.</param>
public sealed record ResidentRow(string Household, string Name, string Identity, int Born, string? Phone, string Village, string Grid, string MicroGrid, string Door, string Relation, bool Immobile);

/// <summary>residents.csv; the key is 身份证号. A person who comes again is refused as a duplicate.</summary>
public sealed class ResidentIntake(Known known) : Intake<ResidentRow>("residents.csv")
{
    public static readonly string[] Columns = ["户号", "姓名", "身份证号", "所在村/社区"];
    private readonly Dictionary<string, int> seen = [];

    protected override ResidentRow? Judge(ImportRow row)
    {
        if (row["户号"] is not { Length: > 0 and <= 40 } household) return Refuse(row, "户号", "missing-household", "Write the household's number, 1 to 40 characters.");
        if (SheetText.Name(row["姓名"]) is not { Length: > 0 and <= 60 } name) return Refuse(row, "姓名", "missing-name", "Write the person's name, 1 to 60 characters.");
        if (IdentityNumber.Parse(row["身份证号"]) is not { } identity)
            return Refuse(row, "身份证号", "bad-identity", "The identity number is not right (18 characters with a check digit); read it from the card again, and keep the column as text so that no digits are lost.");
        var phone = MobileNumber.Parse(row["手机号"]);
        if (phone is null && row["手机号"].Length > 0) return Refuse(row, "手机号", "bad-phone", "Write the mobile number, 11 digits that begin with 13 to 19, or leave the cell empty.");
        if (row["所在村/社区"] is not { Length: > 0 and <= 60 } village || known.Villages?.Contains(village) == false) return UnknownVillage(row, "所在村/社区");
        if (!seen.TryAdd(identity.Text, row.Number))
            return Refuse(row, "身份证号", "duplicate-person", $"Row {seen[identity.Text]} has the same identity number and was taken; delete this row if it repeats that one, else correct the number.");
        return new(household, name, identity.Text, identity.Born, phone, village, row["网格"], row["微网格"], row["门牌"], row["与户主关系"], row["行动不便"] is "是" or "√" or "1");
    }
}
