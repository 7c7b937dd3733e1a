using System.IO.Compression;
using System.Text;
using MiniExcelLibs;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Tests.Districts;

public sealed class ImportWorkbookTests
{
    private static readonly byte[] Roster = File.ReadAllBytes(Path.Combine(ImportFolder.Sample, "roster.xlsx"));

    [Fact]
    public void Phones_as_numbers_full_width_digits_and_every_parting_of_roles_are_read()
    {
        using var folder = new ImportFolder();
        MiniExcel.SaveAs(folder.At("roster.xlsx"), new object[]
        {
            new Dictionary<string, object> { ["姓名"] = "　张　三　", ["联系电话"] = 19901766568d, ["所在村/社区"] = "甲村", ["可任岗位"] = "点长、采样员；信息员;核验员，秩序员,帮扶员/消杀员／转运员", ["可用时段"] = "午班" },
            new Dictionary<string, object> { ["姓名"] = "李四", ["联系电话"] = "１９９ 0176-6569", ["所在村/社区"] = "甲村", ["可任岗位"] = "采样员、采样员", ["可用时段"] = "全天" },
        });
        var members = Read(folder).Members!;
        Assert.Empty(members.Refused);
        Assert.Equal(("张三", "19901766568", 8, "B"), (members.Taken[0].Name, members.Taken[0].Phone, members.Taken[0].Roles.Count, members.Taken[0].Shifts!.Single()));
        Assert.Equal(("19901766569", 1), (members.Taken[1].Phone, members.Taken[1].Roles.Count));
        Assert.Null(members.Taken[1].Shifts);
    }

    [Fact]
    public void A_workbook_cut_anywhere_is_damaged_and_never_half_a_roster()
    {
        foreach (var share in new[] { 0.001, 0.1, 0.5, 0.9, 0.99, 0.9999 })
        {
            using var folder = new ImportFolder().With("roster.xlsx", Roster[..(int)(Roster.Length * share)]);
            Assert.Contains("save it again", Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_workbook_with_a_byte_turned_round_is_damaged_or_read_as_it_was()
    {
        var random = new Random(1);
        for (var i = 0; i < 40; i++)
        {
            var bytes = (byte[])Roster.Clone();
            bytes[random.Next(bytes.Length)] ^= 0xFF;
            using var folder = new ImportFolder().With("roster.xlsx", bytes);
            if (Record.Exception(() => Read(folder)) is { } e) Assert.IsType<ImportException>(e);
        }
    }

    [Fact]
    public void A_small_file_that_unpacks_without_end_is_stopped()
    {
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("xl/workbook.xml");
            using var part = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 150; i++) part.Write(zeros);
        }
        Assert.InRange(bomb.Length, 1, 1 << 20);
        using var folder = new ImportFolder().With("roster.xlsx", bomb.ToArray());
        Assert.Contains("unpacks to more than", Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<dimension ref=\"A1:J757\"/>", "<dimension ref=\"A1:XFD757\"/>", "columns")]
    [InlineData("</sheetData>", "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row></sheetData>", "rows")]
    public void A_sheet_that_says_to_be_huge_is_stopped(string part, string huge, string says)
    {
        using var folder = new ImportFolder().With("roster.xlsx", With(part, huge));
        Assert.Contains(says, Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_is_no_workbook_and_an_old_workbook_are_told_apart()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry("photo.jpg");
        using var folder = new ImportFolder().With("roster.xlsx", zip.ToArray());
        Assert.Contains("without a sheet", Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
        folder.With("roster.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]);
        Assert.Contains(".xls", Assert.Throws<ImportException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    /// <summary>The sample's roster with a part of its sheet replaced.</summary>
    private static byte[] With(string part, string by)
    {
        using var stream = new MemoryStream();
        stream.Write(Roster);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string xml;
            using (var reader = new StreamReader(sheet.Open())) xml = reader.ReadToEnd();
            Assert.Contains(part, xml, StringComparison.Ordinal);
            sheet.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open(), new UTF8Encoding(false));
            writer.Write(xml.Replace(part, by, StringComparison.Ordinal));
        }
        return stream.ToArray();
    }

    private static ImportReading Read(ImportFolder folder) => ImportReading.Of(ImportFile.InFolder(folder.Path), new(null, null, null), null, TestContext.Current.CancellationToken);
}
