using System.Text;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Tests.Districts;

/// <summary>How a CSV file is written is seen, not asked.</summary>
public sealed class ImportTextTests
{
    private const string Shifts = "班次,开始,结束,名称\nA,05:30,09:30,早班\nB,09:30,13:00,午班\n";

    static ImportTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, bool> Encodings => new() { { "utf-8", true }, { "utf-8", false }, { "GB18030", false }, { "utf-16", true }, { "utf-16BE", true } };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Each_encoding_is_read_as_what_it_is(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        using var folder = new ImportFolder().With("shifts.csv", [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Shifts)]);
        Assert.Equal(["早班", "午班"], Read(folder).Shifts!.Taken.Select(s => s.Name));
    }

    [Fact]
    public void GB18030_whose_every_pair_is_valid_UTF8_is_not_taken_for_it()
    {
        // 联通 in GB18030 is a valid pair of UTF-8 sequences; the headers show what the file is.
        using var folder = new ImportFolder().With("shifts.csv", Encoding.GetEncoding("GB18030").GetBytes("班次,开始,结束,名称\nA,05:30,09:30,联通\n"));
        Assert.Equal("联通", Assert.Single(Read(folder).Shifts!.Taken).Name);
    }

    [Fact]
    public void UTF8_with_a_broken_byte_is_told_and_not_read_as_something_else()
    {
        using var folder = new ImportFolder().With("shifts.csv", [.. Encoding.UTF8.GetBytes(Shifts), .. "C,13:00,14:00,"u8, 0xE6, 0x97, 0x0A]);
        Assert.Contains("UTF-8", Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("班次;开始;结束\nA;05:30;09:30\n"), InlineData("班次\t开始\t结束\nA\t05:30\t09:30\n"), InlineData("班次 ,　开始,结束\n\nA,5:30,09:30:00,,,\n,,\n")]
    public void Separators_blank_lines_and_blanks_around_headers_do_no_harm(string text)
    {
        using var folder = new ImportFolder().With("shifts.csv", text);
        Assert.Equal(new TimeOnly(5, 30), Assert.Single(Read(folder).Shifts!.Taken).Starts);
    }

    [Fact]
    public void Rows_are_numbered_as_the_sheet_shows_them()
    {
        using var folder = new ImportFolder().With("shifts.csv", "班次,开始,结束,名称\nA,05:30,09:30,\"早\n班\"\n\nB,9,13:00,午班\n");
        Assert.Equal(4, Assert.Single(Read(folder).Refused).Row);
    }

    [Theory]
    [InlineData("sites.csv", "a,b,c\n1,2,3\n", "another file under this name")]
    [InlineData("shifts.csv", "班次,开始,名称\nA,05:30,早班\n", "lacks the column 结束")]
    [InlineData("shifts.csv", "", "is empty")]
    [InlineData("shifts.csv", "PK\u0003\u0004 a workbook", "is a workbook")]
    [InlineData("shifts.csv", "班次,开始,结束\nA,05:30,\"09:30\nB,09:30,13:00\n", "quotation mark in row 2")]
    [InlineData("roster.xlsx", "姓名,联系电话\n", "is not a workbook")]
    [InlineData("villages.geojson", "{\"type\":\"FeatureCollection\",\"features\":[", "is not JSON")]
    [InlineData("villages.geojson", "{\"type\":\"Topology\"}", "is not a GeoJSON FeatureCollection")]
    public void A_file_that_cannot_be_used_says_why_and_what_to_do(string name, string text, string says)
    {
        using var folder = new ImportFolder().With(name, text);
        Assert.Contains(says, Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_its_bounds_is_told_to_be_split()
    {
        using var folder = new ImportFolder().With("residents.csv", new byte[ImportFile.MostBytes + 1]).With("arrivals.csv", "采样点编号,05:30\n" + string.Concat(Enumerable.Repeat("\n", ImportFile.MostRows)));
        Assert.Contains("Split", Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
        File.Delete(folder.At("residents.csv"));
        Assert.Contains("rows", Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outline_in_metres_or_without_a_village_is_refused_and_the_others_are_taken()
    {
        using var folder = new ImportFolder().With("villages.geojson", """
            {"type":"FeatureCollection","features":[
             {"type":"Feature","properties":{"village":"甲"},"geometry":{"type":"Polygon","coordinates":[[[117.1,36.1],[117.2,36.1],[117.2,36.2],[117.1,36.1]]]}},
             {"type":"Feature","properties":{"village":"乙"},"geometry":{"type":"Polygon","coordinates":[[[500000,4060000],[500100,4060000],[500100,4060100],[500000,4060000]]]}},
             {"type":"Feature","properties":{},"geometry":null}]}
            """);
        var read = Read(folder);
        Assert.Equal(1, read.Ground!.Taken);
        Assert.Equal(["bad-outline", "missing-village"], read.Refused.Select(r => r.Reason));
    }

    private static ImportReading Read(ImportFolder folder) => ImportReading.Of(ImportFile.InFolder(folder.Path), new(null, null, null), null, TestContext.Current.CancellationToken);
}
