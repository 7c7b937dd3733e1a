using System.Text.Json;
using System.Text.Json.Serialization;
using ScreenOps.Core.Districts;

namespace ScreenOps.Server.Districts;

/// <summary>What an import took and refused. A part is null where its file was not in the import.</summary>
internal sealed record ImportReport
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, IndentSize = 1, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public int? Sites { get; init; }
    public int? Villages { get; init; }
    public int? Posts { get; init; }
    public IReadOnlyDictionary<string, int>? SeatsByShift { get; init; }
    public RosterReport? Roster { get; init; }
    public ResidentsReport? Residents { get; init; }

    /// <summary>People of all sites and quarter hours.</summary>
    public int? Arrivals { get; init; }

    [JsonIgnore] public IReadOnlyList<ImportedFile> Files { get; init; } = [];
    [JsonIgnore] public IReadOnlyList<Refused> Refused { get; init; } = [];

    public static ImportReport Of(ImportReading read) => new()
    {
        Sites = read.Sites?.Taken.Count,
        Villages = read.Sites?.Taken.Select(s => s.Village).Distinct().Count(),
        Posts = read.Posts?.Taken.Count,
        SeatsByShift = read.Posts?.Taken.GroupBy(p => p.Shift).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(p => p.Seats)),
        Roster = read.Members is { } members ? RosterReport.Of(members) : null,
        Residents = read.Residents is { } residents ? ResidentsReport.Of(residents) : null,
        Arrivals = read.Arrivals?.Taken.Sum(a => a.Quarters.Sum(q => q.People)),
        Files = read.Files,
        Refused = read.Refused,
    };
}

/// <param name="Rows">Rows that hold something, without title and headers.</param>
/// <param name="ByReason">How many rows were refused for which reason, such as bad-phone.</param>
internal sealed record ImportedFile(string File, int Rows, int Accepted, int Refused, IReadOnlyDictionary<string, int> ByReason);

internal sealed record RosterReport(int Accepted, int Rejected, IReadOnlyDictionary<string, int> ByReason, IReadOnlyList<RosterRow> Rows)
{
    public static RosterReport Of(MemberIntake members) => new(members.Taken.Count, members.RefusedCount, members.ByReason,
        [.. members.Refused.Select(r => new RosterRow(r.Row, r.Reason, r.Phone))]);
}

/// <param name="Row">As the sheet shows it.</param>
/// <param name="Phone">Of duplicate-phone.</param>
internal sealed record RosterRow(int Row, string Why, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Phone);

internal sealed record ResidentsReport(int Accepted, int RejectedBadId, int Duplicates, int Households, int Immobile, [property: JsonPropertyName("seniors60InYear2022")] int Seniors)
{
    private const int SeniorBorn = 1962;

    public static ResidentsReport Of(ResidentIntake residents) => new(
        residents.Taken.Count, residents.ByReason.GetValueOrDefault("bad-identity"), residents.ByReason.GetValueOrDefault("duplicate-person"),
        residents.Taken.Select(r => r.Household).Distinct().Count(), residents.Taken.Count(r => r.Immobile), residents.Taken.Count(r => r.Born <= SeniorBorn));
}
