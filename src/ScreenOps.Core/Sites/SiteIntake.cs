using System.Globalization;
using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Sites;

public sealed record SiteRow(string Code, string Name, string Village, double Latitude, double Longitude, int Population, int Lanes, string Address);

/// <summary>sites.csv; the key is 编号.</summary>
public sealed class SiteIntake() : Intake<SiteRow>("sites.csv")
{
    public static readonly string[] Columns = ["编号", "名称", "所在村/社区", "纬度", "经度", "服务人口", "采样台数"];
    private readonly HashSet<string> seen = [];

    protected override SiteRow? Judge(ImportRow row)
    {
        var code = SheetText.Plain(row["编号"]);
        if (code.Length is 0 or > 12 || !code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return Refuse(row, "编号", "bad-code", "Write 1 to 12 Latin letters, digits or hyphens, such as S44.");
        if (row["名称"] is not { Length: > 0 and <= 60 } name) return Refuse(row, "名称", "missing-name", "Write the site's name, 1 to 60 characters.");
        if (row["所在村/社区"] is not { Length: > 0 and <= 60 } village) return Refuse(row, "所在村/社区", "missing-village", "Write the village or community it stands in, 1 to 60 characters.");
        if (Degrees(row["纬度"], 90) is not { } latitude) return Refuse(row, "纬度", "bad-coordinate", "Write the latitude in degrees (WGS-84) from -90 to 90; 纬度 and 经度 may be in each other's place.");
        if (Degrees(row["经度"], 180) is not { } longitude) return Refuse(row, "经度", "bad-coordinate", "Write the longitude in degrees (WGS-84) from -180 to 180.");
        if (Whole(row["服务人口"], 0, 10_000_000) is not { } population) return Refuse(row, "服务人口", "bad-number", "Write how many people belong to the site, 0 or more.");
        if (Whole(row["采样台数"], 0, 99) is not { } lanes) return Refuse(row, "采样台数", "bad-number", "Write how many sampling desks the site has, 0 to 99.");
        return seen.Add(code) ? new(code, name, village, latitude, longitude, population, lanes, row["地址"])
            : Refuse(row, "编号", "duplicate-site", $"An earlier row has {SheetText.Quote(code)} too; keep one of them or give this one a code of its own.");
    }

    private static double? Degrees(string cell, double most) =>
        double.TryParse(SheetText.Plain(cell), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;
}
