using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ScreenOps.Server.Tests.Tidy;

/// <summary>No library without its reason.</summary>
public sealed partial class LibraryTests
{
    private const string Note = "src/decisions/0006-libraries.md";

    [Fact]
    public void Every_library_stands_in_the_note_with_its_licence_and_why_and_no_other_does()
    {
        var written = Row().Matches(Checkout.Read(Note)).SelectMany(r => r.Groups[1].Value.Split(", ")).ToList();
        Assert.Equal(Held().Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_version_that_is_held_is_used()
    {
        var used = Checkout.Files("src", ".csproj").Concat(Checkout.Files("tests", ".csproj")).Concat(Checkout.Files("loadtests", ".csproj")).Append("Directory.Build.props")
            .SelectMany(f => XDocument.Parse(Checkout.Read(f)).Descendants("PackageReference")).Select(p => p.Attribute("Include")!.Value).ToHashSet();
        Assert.All(Packages(), p => Assert.True(used.Contains(p), $"{p} is in Directory.Packages.props and nowhere used; take it out."));
    }

    private static IEnumerable<string> Held() => Packages().Concat(Npm("src/ScreenOps.Web/package.json")).Concat(Npm("src/ScreenOps.Embedded/package.json")).Concat(Checkout.Files("loadtests", "package.json").SelectMany(Npm));

    private static IEnumerable<string> Packages() => XDocument.Parse(Checkout.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value);

    private static IEnumerable<string> Npm(string file)
    {
        using var json = JsonDocument.Parse(Checkout.Read(file));
        string[] groups = ["dependencies", "devDependencies", "optionalDependencies"];
        return [.. groups.Where(g => json.RootElement.TryGetProperty(g, out _)).SelectMany(g => json.RootElement.GetProperty(g).EnumerateObject().Select(p => p.Name))];
    }

    /// <summary>A row: package, licence, month, reason.</summary>
    [GeneratedRegex(@"^\| ([^|]+) \| [^|]+ \| \d{4}-\d\d \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
