using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <summary>What a plan is made from, read from the files of an import.</summary>
/// <param name="Phones">By member.</param>
internal sealed record PlanFolder(PlanInput Input, IReadOnlyDictionary<Guid, string> Phones, int Refused)
{
    private static readonly string[] Needed = ["sites.csv", "shifts.csv", "posts.csv", "roster.xlsx"];

    public static PlanFolder Read(string folder)
    {
        var files = ImportFile.InFolder(folder).Where(f => Needed.Contains(f.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (Needed.FirstOrDefault(n => !files.Any(f => f.Name.Equals(n, StringComparison.OrdinalIgnoreCase))) is { } missing)
            throw new ImportException($"The folder {folder} has no {missing}; a plan is made from {string.Join(", ", Needed)}.");
        var read = ImportReading.Of(files, new(null, null, null), null, default);
        // The order of the roster, so that the same folder gives the same plan.
        var members = read.Members!.Taken.Select((m, i) => (Id: new Guid(i + 1, 0, 0, new byte[8]), Row: m)).ToList();
        var input = new PlanInput(
            read.Shifts!.Taken.Select(s => new PlanShift(s.Code, s.Starts, s.Ends)), read.Sites!.Taken.Select(s => new PlanSite(s.Code, s.Village, s.Latitude, s.Longitude)),
            read.Posts!.Taken.Select(p => new PlanPost(p.Site, p.Shift, p.Role, p.Seats)), members.Select(m => new Candidate(m.Id, m.Row.Village, m.Row.Roles, m.Row.Shifts)));
        return new(input, members.ToDictionary(m => m.Id, m => m.Row.Phone), read.Files.Sum(f => f.Refused));
    }
}
