using System.Globalization;
using System.Text;
using MiniExcelLibs;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Sites;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Districts;

namespace ScreenOps.Server.Tests.Staffing;

public enum Mix { AsSample, FewSamplers, OneShiftEach, HalfInOneVillage, NoVolunteers }

/// <summary>
/// A district of the sample's shape in any size: each site has the posts of one of its sites, each member is one of its people with another home, and
/// sites lie as close together. The same seed gives the same district.
/// </summary>
internal sealed record MadeDistrict(IReadOnlyList<SiteRow> Sites, IReadOnlyList<ShiftRow> Shifts, IReadOnlyList<PostRow> Posts, IReadOnlyList<MemberRow> Members)
{
    public PlanInput Input => InputOf(m => m);

    public PlanInput InputOf(Func<Candidate, Candidate> each) => new(
        Shifts.Select(s => new PlanShift(s.Code, s.Starts, s.Ends)), Sites.Select(s => new PlanSite(s.Code, s.Village, s.Latitude, s.Longitude)),
        Posts.Select(p => new PlanPost(p.Site, p.Shift, p.Role, p.Seats)), Members.Select((m, i) => new Candidate(new(i + 1, 0, 0, new byte[8]), m.Village, m.Roles, m.Shifts)).Select(each));

    public static MadeDistrict Of(int people, int sites, int seed, Mix mix = Mix.AsSample)
    {
        var sample = ImportReading.Of([.. ImportFile.InFolder(ImportFolder.Sample).Where(f => f.Name is "sites.csv" or "shifts.csv" or "posts.csv" or "roster.xlsx")], new(null, null, null), null, default);
        var random = new Random(seed);
        var (like, posts) = (sample.Sites!.Taken, sample.Posts!.Taken.ToLookup(p => p.Site));
        var (south, west, scale) = (like.Min(s => s.Latitude), like.Min(s => s.Longitude), Math.Sqrt((double)sites / like.Count));
        double Within(double from, double to) => Math.Round(from + random.NextDouble() * (to - from) * scale, 6);
        var made = Enumerable.Range(1, sites).Select(i => new SiteRow(
            $"S{i:000}", $"{i}号采样点", $"{i}号村", Within(south, like.Max(s => s.Latitude)), Within(west, like.Max(s => s.Longitude)), 1000, 2, "")).ToList();
        var wanted = made.SelectMany(s => posts[like[random.Next(like.Count)].Code].Select(p => p with { Site = s.Code })).ToList();
        var kinds = sample.Members!.Taken.Where(m => mix != Mix.NoVolunteers || m.Kind != "志愿者").ToList();
        var members = Enumerable.Range(0, people).Select(i => Mixed(kinds[random.Next(kinds.Count)], mix, random) with
        {
            Name = $"{i + 1}号", Phone = (19_000_000_000 + i).ToString(CultureInfo.InvariantCulture),
            Village = made[mix == Mix.HalfInOneVillage && i % 2 == 0 ? 0 : random.Next(sites)].Village,
        }).ToList();
        return new(made, sample.Shifts!.Taken, wanted, members);
    }

    private static MemberRow Mixed(MemberRow member, Mix mix, Random random) => mix switch
    {
        Mix.FewSamplers when member.Roles.Contains(Role.Sampler) && random.Next(3) > 0 => member with { Roles = [Role.Registrar] },
        Mix.OneShiftEach => member with { Shifts = [random.Next(3) > 0 ? "A" : "B"] },
        _ => member,
    };

    /// <summary>In the form in which an office sends it, so that the verbs can be run on it.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        void Csv(string name, string header, IEnumerable<string> rows) => File.WriteAllLines(Path.Combine(folder, name), rows.Prepend(header), new UTF8Encoding(true));
        Csv("sites.csv", "编号,名称,所在村/社区,纬度,经度,服务人口,采样台数,地址", Sites.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Code},{s.Name},{s.Village},{s.Latitude},{s.Longitude},{s.Population},{s.Lanes},")));
        Csv("shifts.csv", "班次,开始,结束,名称", Shifts.Select(s => $"{s.Code},{s.Starts:HH\\:mm},{s.Ends:HH\\:mm},{s.Name}"));
        Csv("posts.csv", "采样点编号,班次,岗位,人数", Posts.Select(p => $"{p.Site},{p.Shift},{p.Role.Word()},{p.Seats}"));
        string[] columns = ["姓名", "联系电话", "身份", "所在村/社区", "可任岗位", "可用时段"];
        string When(MemberRow m) => m.Shifts is [var only] ? Shifts.Single(s => s.Code == only).Name : "全天";
        MiniExcel.SaveAs(Path.Combine(folder, "roster.xlsx"), Members.Select(m => new[] { m.Name, m.Phone, m.Kind, m.Village, string.Join('、', m.Roles.Select(r => r.Word())), When(m) })
            .Prepend(columns).Prepend(["名册"]).Select(row => columns.Select((c, i) => (c, v: (object?)row.ElementAtOrDefault(i))).ToDictionary(x => x.c, x => x.v)), printHeader: false, overwriteFile: true);
    }
}
