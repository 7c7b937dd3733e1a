using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScreenOps.Server.Tests.Tidy;

/// <summary>Rooms use each other in the directions that are written in Rooms. Names are looked up as the compiler does, so a type that is only inferred counts too.</summary>
public sealed partial class ArrowTests
{
    private const string GlobalUsings = """
        global using System; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        global using System.Collections.Generic; global using System.Net.Http.Json; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;
        """;

    private sealed record Arrow(string From, string To, bool FromCore, bool ToCore, string Where);

    [Fact]
    public void Rooms_use_only_those_that_they_may()
    {
        var arrows = Arrows();
        Assert.True(arrows.Count > 100, $"Only {arrows.Count} uses between rooms were found: this test looks past them.");
        None([.. arrows.Where(a => !Allowed(a)).Select(a => $"{a.Where}: {a.From} may not use {a.To}").Distinct()]);
    }

    [Fact]
    public void The_pages_rooms_use_only_those_that_they_may_and_api_live_and_ui_know_none()
    {
        var found = 0;
        var wrong = new List<string>();
        foreach (var file in Checkout.Files("src/ScreenOps.Web/src", ".ts").Concat(Checkout.Files("src/ScreenOps.Web/src", ".vue")))
        {
            var from = file.Split('/')[3];
            // What lies beside the rooms, such as the page's beginning, and the table of all words bring them together.
            if (from == "messages" || file.Split('/').Length == 4) continue;
            foreach (Match import in RelativeImport().Matches(Checkout.Read(file)))
            {
                if (import.Groups[1].Value is not { } to || !Rooms.Uses.ContainsKey(to)) continue;
                found++;
                var may = Rooms.Uses.ContainsKey(from) && Rooms.MayUse(from, to, inCore: true);
                if (!may && !Rooms.WebExceptions.Contains((from, to))) wrong.Add($"{file}: {from} may not use {to}");
            }
        }
        Assert.True(found > 5, "No imports between rooms were found: this test looks past them.");
        None(wrong);
    }

    [Fact]
    public void Core_uses_nothing_but_the_base_library()
    {
        var project = XDocument.Parse(Checkout.Read("src/ScreenOps.Core/ScreenOps.Core.csproj"));
        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")!.Value);
        Assert.DoesNotContain(project.Descendants(), e => e.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "Reference");
        Assert.All(typeof(ScreenOps.Core.Counting.Fold).Assembly.GetReferencedAssemblies(), a => Assert.StartsWith("System", a.Name));
    }

    [Fact]
    public void A_files_namespace_is_its_folder()
    {
        foreach (var file in Sources())
        {
            var space = CSharpSyntaxTree.ParseText(Checkout.Read(file)).GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
            if (space is not null) Assert.Equal($"{file}: {string.Join('.', file.Split('/')[1..^1])}", $"{file}: {space}");
        }
    }

    private static void None(IReadOnlyCollection<string> wrong) => Assert.True(wrong.Count == 0, string.Join('\n', wrong));

    private static bool Allowed(Arrow a) => Rooms.MayUse(a.From, a.To, a.FromCore) || (a is { From: "Rehearsal", ToCore: true } && Rooms.Contracts.Contains(a.To));

    private static IEnumerable<string> Sources() => Checkout.Files("src/ScreenOps.Core", ".cs").Concat(Checkout.Files("src/ScreenOps.Server", ".cs"));

    private static List<Arrow> Arrows()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = Sources().Select(f => CSharpSyntaxTree.ParseText(Checkout.Read(f), options, f)).Append(CSharpSyntaxTree.ParseText(GlobalUsings, options, "")).ToList();
        var library = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f) is not ("ScreenOps.Core.dll" or "ScreenOps.Server.dll")).Select(f => MetadataReference.CreateFromFile(f));
        var code = CSharpCompilation.Create("rooms", trees, library);
        var arrows = new List<Arrow>();
        foreach (var tree in trees)
        {
            if (Place(tree.FilePath.Split('/') is [_, { } project, { } room, _, ..] ? $"{project}.{room}" : "") is not { } from) continue;
            var model = code.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name) is var told && told.Symbol is { } sure ? sure : told.CandidateSymbols.FirstOrDefault();
                if (Place((symbol as INamespaceSymbol ?? symbol?.ContainingNamespace)?.ToDisplayString() ?? "") is not { } to || to.Room == from.Room) continue;
                arrows.Add(new(from.Room, to.Room, from.Core, to.Core, $"{tree.FilePath}({name.GetLocation().GetLineSpan().StartLinePosition.Line + 1})"));
            }
        }
        return arrows;
    }

    /// <summary>The room of a namespace; null for what stands in none, such as the server's beginning, which brings them together.</summary>
    private static (string Room, bool Core)? Place(string space) =>
        space.Split('.') is ["ScreenOps", "Core" or "Server", { } room, ..] named && (Rooms.Uses.ContainsKey(room) || room == Rooms.Platform) ? (room, named[1] == "Core") : null;

    [GeneratedRegex(@"(?:from|import)\s*\(?\s*'(?:\.\./)+(\w+)[/']")]
    private static partial Regex RelativeImport();
}
