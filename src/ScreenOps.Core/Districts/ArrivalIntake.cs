namespace ScreenOps.Core.Districts;

/// <param name="Quarters">People who come to the site in the quarter hour that starts then.</param>
public sealed record ArrivalRow(string Site, IReadOnlyList<(TimeOnly Starts, int People)> Quarters);

/// <summary>arrivals.csv: a row a site, a column a quarter hour (05:30, 05:45, …). An empty cell is nobody.</summary>
public sealed class ArrivalIntake(Known known) : Intake<ArrivalRow>("arrivals.csv")
{
    public static readonly string[] Columns = ["采样点编号"];
    private const int MostPeople = 100_000;
    private readonly HashSet<string> seen = [];

    /// <summary>Whether a header is the start of a quarter hour.</summary>
    public static bool IsQuarter(string header) => Time(header) is not null;

    protected override ArrivalRow? Judge(ImportRow row)
    {
        var site = SheetText.Plain(row["采样点编号"]);
        if (site.Length == 0 || known.Sites?.Contains(site) == false) return UnknownSite(row, "采样点编号");
        var quarters = new List<(TimeOnly, int)>();
        foreach (var column in row.Header.Names.Distinct())
        {
            if (Time(column) is not { } starts) continue;
            if (row[column].Length == 0) continue;
            if (Whole(row[column], 0, MostPeople) is not { } people) return Refuse(row, column, "bad-number", $"Write how many people come in that quarter hour, 0 to {MostPeople:N0}, or leave the cell empty.");
            if (quarters.Exists(q => q.Item1 == starts)) return Refuse(row, column, "duplicate-quarter", "Two columns begin at this time; keep one of them.");
            quarters.Add((starts, people));
        }
        return seen.Add(site) ? new(site, quarters) : Refuse(row, "采样点编号", "duplicate-site", "An earlier row is for the same site; keep one of them.");
    }
}
