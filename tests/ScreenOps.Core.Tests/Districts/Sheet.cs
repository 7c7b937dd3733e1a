using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Tests.Districts;

/// <summary>A sheet as it is typed: headers in one line, then rows, cells parted by |.</summary>
internal static class Sheet
{
    public static readonly Known Known = new(new HashSet<string> { "S01", "S02" }, new HashSet<string> { "甲村", "乙社区" }, new Dictionary<string, string> { ["A"] = "早班", ["B"] = "午班" });
    public static readonly Known Nothing = new(null, null, null);

    /// <summary>The intake after these rows, the first of which is row 2.</summary>
    public static T Read<T>(this T intake, string headers, params string[] rows) where T : IRowIntake
    {
        var header = new ImportHeader(headers.Split('|'));
        for (var i = 0; i < rows.Length; i++) intake.Read(new(header, i + 2, rows[i].Split('|')));
        return intake;
    }

    /// <summary>"row column reason" of each refused row.</summary>
    public static IEnumerable<string> Reasons(this IRowIntake intake) => intake.Refused.Select(r => $"{r.Row} {r.Column} {r.Reason}");
}
