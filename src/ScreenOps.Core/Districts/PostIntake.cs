namespace ScreenOps.Core.Districts;

public sealed record PostRow(string Site, string Shift, Role Role, int Seats);

/// <summary>posts.csv; the key is site, shift and role.</summary>
public sealed class PostIntake(Known known) : Intake<PostRow>("posts.csv")
{
    public static readonly string[] Columns = ["采样点编号", "班次", "岗位", "人数"];
    private readonly HashSet<(string, string, Role)> seen = [];

    protected override PostRow? Judge(ImportRow row)
    {
        var (site, shift) = (SheetText.Plain(row["采样点编号"]), SheetText.Plain(row["班次"]));
        if (site.Length == 0 || known.Sites?.Contains(site) == false) return UnknownSite(row, "采样点编号");
        if (shift.Length == 0 || known.Shifts?.ContainsKey(shift) == false)
            return Refuse(row, "班次", "unknown-shift", $"There is no shift {SheetText.Quote(shift)}; correct the code, or add the shift to shifts.csv and import that too.");
        if (Roles.Parse(row["岗位"]) is not { } role) return Refuse(row, "岗位", "unknown-role", MemberIntake.RoleCure(row["岗位"]));
        if (Whole(row["人数"], 0, 99) is not { } seats) return Refuse(row, "人数", "bad-number", "Write how many people the post needs, 0 to 99.");
        return seen.Add((site, shift, role)) ? new(site, shift, role, seats)
            : Refuse(row, "岗位", "duplicate-post", "An earlier row has the same site, shift and role; add the numbers up in one row.");
    }
}
