namespace ScreenOps.Core.Districts;

/// <summary>Half-open: Starts &lt;= t &lt; Ends, in the district's zone.</summary>
public sealed record ShiftRow(string Code, string Name, TimeOnly Starts, TimeOnly Ends);

/// <summary>shifts.csv; the key is 班次.</summary>
public sealed class ShiftIntake() : Intake<ShiftRow>("shifts.csv")
{
    public static readonly string[] Columns = ["班次", "开始", "结束"];
    private readonly HashSet<string> seen = [];

    protected override ShiftRow? Judge(ImportRow row)
    {
        if (SheetText.Plain(row["班次"]) is not { Length: > 0 and <= 12 } code) return Refuse(row, "班次", "bad-code", "Write the shift's code, 1 to 12 characters, such as A.");
        if (Time(row["开始"]) is not { } starts) return Refuse(row, "开始", "bad-time", "Write a time of day such as 05:30.");
        if (Time(row["结束"]) is not { } ends) return Refuse(row, "结束", "bad-time", "Write a time of day such as 09:30.");
        if (ends <= starts) return Refuse(row, "结束", "bad-time", "A shift ends after it starts, on the same day; correct one of the times.");
        return seen.Add(code) ? new(code, row["名称"] is { Length: > 0 } name ? name : code, starts, ends)
            : Refuse(row, "班次", "duplicate-shift", $"An earlier row has {SheetText.Quote(code)} too; keep one of them or give this one a code of its own.");
    }
}
