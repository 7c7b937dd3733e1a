using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Districts;

namespace ScreenOps.Server.Tests.Staffing;

/// <summary>The sample district as a plan is made from it, read from its files.</summary>
internal static class SampleInput
{
    public static PlanInput Of(Func<PlanPost, PlanPost>? post = null, Func<Candidate, bool>? who = null, Func<Candidate, Candidate>? each = null)
    {
        var read = ImportReading.Of([.. ImportFile.InFolder(ImportFolder.Sample).Where(f => f.Name is "sites.csv" or "shifts.csv" or "posts.csv" or "roster.xlsx")], new(null, null, null), null, TestContext.Current.CancellationToken);
        var number = 0;
        return new(
            read.Shifts!.Taken.Select(s => new PlanShift(s.Code, s.Starts, s.Ends)),
            read.Sites!.Taken.Select(s => new PlanSite(s.Code, s.Village, s.Latitude, s.Longitude)),
            read.Posts!.Taken.Select(p => new PlanPost(p.Site, p.Shift, p.Role, p.Seats)).Select(post ?? (p => p)),
            read.Members!.Taken.Select(m => new Candidate(new Guid(++number, 0, 0, new byte[8]), m.Village, m.Roles, m.Shifts)).Where(who ?? (_ => true)).Select(each ?? (m => m)));
    }
}
