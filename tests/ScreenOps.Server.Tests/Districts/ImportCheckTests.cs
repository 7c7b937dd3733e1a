using System.Text.Json.Nodes;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Tests.Districts;

public sealed class ImportCheckTests
{
    [Fact]
    public async Task The_report_on_the_sample_is_the_expected_one_field_by_field()
    {
        using var folder = new ImportFolder();
        var json = folder.At("report.json");
        var print = new StringWriter();

        Assert.Equal(0, await ImportVerb.Check([ImportFolder.Sample, "--check", "--json", json], print));

        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ImportFolder.Sample, "expected.json")))!.AsObject();
        Assert.True(expected.Remove("seed"));
        var report = JsonNode.Parse(await File.ReadAllTextAsync(json))!.AsObject();
        foreach (var (field, value) in expected) Assert.True(JsonNode.DeepEquals(value, report[field]), $"{field} is {report[field]}, expected {value}");
        Assert.Equal(expected.Select(f => f.Key), report.Select(f => f.Key));
        Assert.Contains("roster.xlsx row 22, 联系电话: bad-phone", print.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_files_of_an_import_is_told_which_files_they_are()
    {
        using var folder = new ImportFolder().With("notes.txt", "hello");
        var print = new StringWriter();

        Assert.Equal(1, await ImportVerb.Check([folder.Path, "--check"], print));

        Assert.Contains("sites.csv, shifts.csv", print.ToString(), StringComparison.Ordinal);
    }
}
