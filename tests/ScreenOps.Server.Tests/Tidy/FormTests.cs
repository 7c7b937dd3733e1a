using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScreenOps.Server.Tests.Tidy;

/// <summary>How the checkout looks: names after the work, short methods, and nothing at the top that need not be there.</summary>
public sealed class FormTests
{
    private const int LongestMethod = 70;

    private static readonly string[] NoNames = ["Services", "Helpers", "Managers", "Models", "Utils", "Common", "Interfaces", "Service", "Helper", "Manager", "Util", "Utilities"];

    /// <summary>Folders that are no rooms, each beside them for its own reason.</summary>
    private static readonly Dictionary<string, string[]> BesideRooms = new()
    {
        ["src/ScreenOps.Core"] = [],
        ["src/ScreenOps.Server"] = [Rooms.Platform, "Operating", "Sample"],
        ["src/ScreenOps.Web/src"] = ["api", "live", "ui", "messages"],
        ["tests/ScreenOps.Core.Tests"] = [],
        ["tests/ScreenOps.Server.Tests"] = [Rooms.Platform, "Operating", "Tidy"],
        ["tests/ScreenOps.Browser.Tests"] = [Rooms.Platform, "screens"],
    };

    /// <summary>The design's entries, then what a tool looks for at the top and nowhere else.</summary>
    private static readonly string[] Top =
    [
        "src", "tests", "deploy", "loadtests", "ScreenOps.sln", "README.md",
        ".git", ".gitignore", ".editorconfig", // git, editors
        "global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "BannedSymbols.txt", // the SDK, MSBuild, and the list that Directory.Build.props hands to an analyzer
        ".ci", "LICENSE", // the build's runner, readers of licences
    ];

    [Fact]
    public void At_the_top_lies_only_what_the_design_names_or_a_tool_insists_on()
    {
        var ignored = Checkout.Read(".gitignore").Split('\n').Select(l => l.Trim().TrimEnd('/'));
        var there = Directory.GetFileSystemEntries(Checkout.Root).Select(e => Path.GetFileName(e));
        var more = there.Except(Top).Except(ignored).Except([".vs", ".vscode", ".idea"]);
        Assert.Empty(more);
    }

    [Fact]
    public void Folders_files_and_types_are_named_after_the_work()
    {
        foreach (var file in Sources(".cs").Concat(Sources(".ts")).Concat(Sources(".vue")))
            foreach (var part in file.Split('/', '.'))
                Assert.False(NoNames.Contains(part, StringComparer.OrdinalIgnoreCase), $"{file}: \"{part}\" says nothing of what it does; name it after the work.");
        foreach (var (file, type) in Nodes<BaseTypeDeclarationSyntax>())
            Assert.False(NoNames.Any(n => type.Identifier.Text.EndsWith(n, StringComparison.Ordinal)), $"{file}: {type.Identifier.Text} says nothing of what it does; name it after the work.");
    }

    /// <summary>Those without a loop of their own wait for the stop and end what they began.</summary>
    [Fact]
    public void A_background_service_survives_errors_of_which_nobody_thought()
    {
        string[] noLoop = ["Counter", "Rehearsals", "DistrictBoards"];
        var services = Nodes<ClassDeclarationSyntax>().Where(n => n.Node.BaseList?.Types.Any(t => $"{t.Type}" == "BackgroundService") ?? false).ToList();
        Assert.True(services.Count > 10, $"Only {services.Count} background services were found: this test looks past them.");
        Assert.All(services.Where(s => !noLoop.Contains(s.Node.Identifier.Text)), s => Assert.Contains("ExecuteAsync(CancellationToken stop) => log.Endure(time,", $"{s.Node}"));
    }

    [Fact]
    public void Folders_are_rooms_with_the_same_names_everywhere()
    {
        foreach (var (project, beside) in BesideRooms)
            foreach (var file in Checkout.Files(project, ""))
                if (file[(project.Length + 1)..].Split('/') is [{ } folder, _, ..])
                    Assert.True(Rooms.Uses.ContainsKey(folder) || beside.Contains(folder), $"{file}: {folder} is no room; the rooms are {string.Join(", ", Rooms.Uses.Keys)}.");
    }

    [Fact]
    public void No_method_is_longer_than_a_screen()
    {
        var bodies = Nodes<BaseMethodDeclarationSyntax>().Select(m => (m.File, Node: (SyntaxNode)m.Node))
            .Concat(Nodes<AccessorDeclarationSyntax>().Select(m => (m.File, Node: (SyntaxNode)m.Node)))
            .Concat(Nodes<LocalFunctionStatementSyntax>().Select(m => (m.File, Node: (SyntaxNode)m.Node))).ToList();
        Assert.True(bodies.Count > 500, $"Only {bodies.Count} methods were found: this test looks past them.");
        foreach (var (file, node) in bodies)
        {
            var span = node.GetLocation().GetLineSpan();
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            Assert.True(lines <= LongestMethod, $"{file}({span.StartLinePosition.Line + 1}): {lines} lines; {LongestMethod} are the most. Give a part of it a name.");
        }
    }

    private static IEnumerable<string> Sources(string ending) => Checkout.Files("src", ending).Concat(Checkout.Files("tests", ending)).Concat(Checkout.Files("loadtests", ending));

    private static IEnumerable<(string File, T Node)> Nodes<T>() where T : SyntaxNode =>
        Sources(".cs").SelectMany(f => CSharpSyntaxTree.ParseText(Checkout.Read(f)).GetRoot().DescendantNodes().OfType<T>().Select(n => (f, n)));
}
