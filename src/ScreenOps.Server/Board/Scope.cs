using System.Text.RegularExpressions;

namespace ScreenOps.Server.Board;

/// <summary>What a viewer watches.</summary>
/// <param name="Round">Null: the open round, whichever that is.</param>
/// <param name="Site">Null: all sites.</param>
internal sealed partial record Scope(int? Round, bool Rehearsal, string? Site)
{
    public const string Known = "Use \"district\", \"round:7\", \"site:S21\" or \"round:7/site:S21\"; the city's screens use \"city\", pages of people \"staffing\".";

    /// <summary>All districts; see <see cref="CityViewer"/>.</summary>
    public const string City = "city";

    /// <summary>That the staffing of the district changed, and nothing else; see <see cref="StaffingViewer"/>.</summary>
    public const string Staffing = "staffing";

    /// <summary>Null: no such scope.</summary>
    public static Scope? Parse(string text, bool rehearsal)
    {
        if (text is "" or "district") return new(null, rehearsal, null);
        var match = Form().Match(text);
        if (!match.Success) return null;
        return new(match.Groups["round"] is { Success: true } round ? int.Parse(round.ValueSpan, provider: null) : null, rehearsal, match.Groups["site"] is { Success: true } site ? site.Value : null);
    }

    public RoundBoard? Of(DistrictBoard board) => Round is { } id ? board.Round(id) : board.Open(Rehearsal);

    [GeneratedRegex("^(?:round:(?<round>[0-9]{1,9}))?(?:(?<=[0-9])/(?=s))?(?:(?<=^|/)site:(?<site>[A-Za-z0-9-]{1,12}))?$")]
    private static partial Regex Form();
}
