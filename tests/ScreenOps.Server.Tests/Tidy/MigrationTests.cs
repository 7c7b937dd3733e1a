using System.Text.RegularExpressions;

namespace ScreenOps.Server.Tests.Tidy;

/// <summary>The version before lives with the schema of the next: see Platform/Migrations/README.md.</summary>
public sealed partial class MigrationTests
{
    private const string Folder = "src/ScreenOps.Server/Platform/Migrations";

    /// <summary>What came before was never run by a version before.</summary>
    private const int FirstUnderTheRule = 33;

    [Fact]
    public void A_change_takes_nothing_away_that_the_version_before_reads_unless_it_says_since_when_nobody_does()
    {
        var files = Checkout.Files(Folder, ".sql");
        Assert.True(files.Count > 20, "The changes were not found.");
        Assert.Equal(files.Count, files.Select(Number).Distinct().Count());
        foreach (var file in files.Where(f => Number(f) >= FirstUnderTheRule)) Assert.Empty(Faults(Checkout.Read(file)).Select(f => $"{file}: {f}"));
    }

    [Theory]
    [InlineData("alter table sites drop column address;", false), InlineData("drop table villages;", false), InlineData("alter table sites rename column lanes to desks;", false)]
    [InlineData("alter table sites alter column lanes type bigint;", false), InlineData("alter table sites alter column lanes set not null;", false), InlineData("alter table sites add column floor int not null;", false)]
    [InlineData("alter table sites drop column address; -- contract: 0033", true), InlineData("alter table sites add column floor int not null default 0;", true), InlineData("alter table sites add column floor int;", true)]
    [InlineData("create table floors (id int not null);", true), InlineData("alter table sites drop constraint lanes_range, add constraint lanes_range check (lanes between 0 and 999);", true)]
    public void It_knows_one_when_it_sees_it(string sql, bool good) => Assert.Equal(good, !Faults(sql).Any());

    private static int Number(string file) => int.Parse(Path.GetFileName(file)[..4]);

    private static IEnumerable<string> Faults(string sql) => sql.Split('\n').Where(l => !l.TrimStart().StartsWith("--", StringComparison.Ordinal) && !Contract().IsMatch(l))
        .Where(l => Takes().IsMatch(l) || (AddsNotNull().IsMatch(l) && !l.Contains("default", StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex(@"--\s*contract: \d{4}")]
    private static partial Regex Contract();

    [GeneratedRegex(@"\b(drop\s+(table|column)|rename\s+(to|column|constraint)|alter\s+column\s+\w+\s+(set\s+data\s+)?type|set\s+not\s+null)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Takes();

    [GeneratedRegex(@"add\s+column\b.*\bnot\s+null", RegexOptions.IgnoreCase)]
    private static partial Regex AddsNotNull();
}
