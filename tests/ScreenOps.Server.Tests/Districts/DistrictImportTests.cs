using System.Diagnostics;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Districts;

public sealed class DistrictImportTests(RealEngines engines)
{
    [Fact]
    public async Task The_sample_comes_in_whole_and_a_second_time_nothing_is_written()
    {
        await using var district = await ImportDistrict.Make(engines);
        var watch = Stopwatch.StartNew();
        var report = await district.Bring(ImportFolder.Sample);
        var first = watch.Elapsed;

        Assert.Equal((43, 712, 61937), (report.Sites, report.Roster!.Accepted, report.Residents!.Accepted));
        Assert.Equal("43 43 2 43 546 712 61937 57609", await district.One<string>("""
            select concat_ws(' ', (select count(*) from sites), (select count(*) from villages), (select count(*) from shifts where round = 0), (select count(*) from round_sites where round = 0),
                (select count(*) from posts where round = 0), (select count(*) from members), (select count(*) from residents), (select sum(people) from arrivals))
            """));
        Assert.Equal("Pattern 43", await district.One<string>("select state || ' ' || jsonb_array_length(ground->'features') from rounds join districts on code = district where id = 0"));
        Assert.Equal("{A}", await district.One<string>($"select shifts::text from members where id = '{await district.Member("杨丽雨")}'"));

        var before = await district.Fingerprint();
        watch.Restart();
        await district.Bring(ImportFolder.Sample);
        TestContext.Current.SendDiagnosticMessage($"first {first.TotalSeconds:F1} s, again {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(before, await district.Fingerprint());
    }

    [Fact]
    public async Task What_is_personal_lies_sealed()
    {
        await using var district = await ImportDistrict.Make(engines);
        using var folder = ImportFolder.Copy("sites.csv", "roster.xlsx").With("residents.csv", """
            户号,姓名,身份证号,手机号,所在村/社区
            H000001,赖涛然,990355199907288252,19901773473,普西村
            """);
        await district.Bring(folder.Path);

        Assert.Equal(0, await district.One<long>("select count(*) from members m where m::text ~ '199017|杨丽雨' or encode(phone_sealed, 'escape') ~ '199017'"));
        Assert.Equal(0, await district.One<long>("select count(*) from residents r where r::text ~ '赖涛然|990355|199017' or concat(encode(identity_sealed, 'escape'), encode(phone_sealed, 'escape')) ~ '990355|199017'"));
    }

    [Fact]
    public async Task A_known_key_updates_its_row_and_rows_that_a_file_no_longer_holds_stay()
    {
        await using var district = await ImportDistrict.Make(engines);
        using var folder = ImportFolder.Copy("sites.csv", "shifts.csv", "posts.csv").With("residents.csv", """
            户号,姓名,身份证号,手机号,所在村/社区,行动不便
            H000001,赖涛然,990355199907288252,19901773473,普西村,
            H000001,余欣娟,990422199011041706,,普西村,
            """);
        await district.Bring(folder.Path);
        var name = await district.One<byte[]>("select name_sealed from residents order by identity_index limit 1");

        folder.With("sites.csv", """
            编号,名称,所在村/社区,纬度,经度,服务人口,采样台数,地址
            S01,普西村新采样点,普西村,36.7,117.6,1200,5,学校操场
            """).With("residents.csv", """
            户号,姓名,身份证号,手机号,所在村/社区,行动不便
            H000009,赖涛然,990355199907288252,19901773499,普西村,是
            """);
        await district.Bring(folder.Path);

        Assert.Equal("43 普西村新采样点 5 5", await district.One<string>("select (select count(*) from sites) || ' ' || name || ' ' || s.lanes || ' ' || r.lanes from sites s join round_sites r on r.site = code where code = 'S01'"));
        Assert.Equal("2 H000009", await district.One<string>("select count(*) || ' ' || max(household) from residents"));
        Assert.Equal(1, await district.One<long>("select count(*) from residents where immobile and phone_index is not null"));
        Assert.Equal(name, await district.One<byte[]>("select name_sealed from residents order by identity_index limit 1"));
    }

    [Fact]
    public async Task A_member_retired_by_hand_stays_retired_and_a_posts_file_alone_is_judged_by_the_sites_that_are_there()
    {
        await using var district = await ImportDistrict.Make(engines);
        using var all = ImportFolder.Copy("sites.csv", "shifts.csv", "roster.xlsx");
        await district.Bring(all.Path);
        await district.One<int>($"update members set retired_at = now() where id = '{await district.Member("杨丽雨")}'");
        using var posts = ImportFolder.Copy("roster.xlsx").With("posts.csv", """
            采样点编号,班次,岗位,人数
            S01,A,点长,1
            S99,A,点长,1
            S01,C,点长,1
            """);

        var report = await district.Bring(posts.Path);

        Assert.Equal(["unknown-site", "unknown-shift"], report.Refused.Where(r => r.File == "posts.csv").Select(r => r.Reason));
        Assert.Equal(1, await district.One<long>("select count(*) from members where retired_at is not null"));
    }

    [Fact]
    public async Task One_file_that_cannot_be_used_leaves_everything_as_it_was()
    {
        await using var district = await ImportDistrict.Make(engines);
        var before = await district.Fingerprint();
        using var folder = ImportFolder.Copy("sites.csv", "shifts.csv", "posts.csv", "residents.csv");
        folder.With("roster.xlsx", (await File.ReadAllBytesAsync(Path.Combine(ImportFolder.Sample, "roster.xlsx")))[..20_000]);

        var e = await Assert.ThrowsAsync<ImportException>(() => district.Bring(folder.Path));

        Assert.Contains("save it again", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, await district.Fingerprint());
    }
}
