using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScreenOps.Server.Tests.Tidy;

/// <summary>What README tells a newcomer to type is there to be typed.</summary>
public sealed partial class ReadmeTests
{
    private const string Verb = "dotnet run --project src/ScreenOps.Server -- VERB";

    /// <summary>Programs that are not ours; what follows them is not looked at.</summary>
    private static readonly string[] OtherPrograms = ["apt-get", "sudo", "curl", "openssl", "redis-server", "docker", "npm", "cd", "git"];

    private static readonly string Readme = Checkout.Read("README.md");

    [Fact]
    public void Every_command_is_there()
    {
        var blocks = Block().Matches(Readme).SelectMany(b => b.Groups[1].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var inline = Inline().Matches(Block().Replace(Readme, "")).Select(m => m.Groups[1].Value).Where(c => c.StartsWith("dotnet ", StringComparison.Ordinal) || c.StartsWith("bash ", StringComparison.Ordinal));
        var commands = blocks.Concat(inline).Where(c => !c.StartsWith('#')).ToList();
        Assert.Contains("dotnet run --project src/ScreenOps.Server", commands);
        Assert.Contains("bash tests/run.sh", commands);
        foreach (var command in commands) Check(command);
    }

    [Fact]
    public void Every_verb_of_its_table_is_one_with_the_options_that_it_names()
    {
        Assert.Contains(Verb, Readme);
        var rows = Row().Matches(Readme[Readme.IndexOf(Verb, StringComparison.Ordinal)..]).Select(m => m.Groups[1].Value).ToList();
        Assert.True(rows.Count >= 3, "The table of verbs was not found.");
        foreach (var row in rows) CheckVerb(row, row.Split(' '));
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        foreach (Match link in Link().Matches(Readme))
            if (!link.Groups[1].Value.Contains("://", StringComparison.Ordinal)) Assert.True(Path.Exists(Path.Combine(Checkout.Root, link.Groups[1].Value)), $"README leads to {link.Groups[1].Value}, which is not there.");
    }

    private static void Check(string command)
    {
        // Settings before a command: NAME=value.
        var words = command.Split(' ').SkipWhile(w => Setting().IsMatch(w)).ToArray();
        switch (words)
        {
            case ["bash", { } script, ..]: Assert.True(File.Exists(Path.Combine(Checkout.Root, script)), $"README: {command}: there is no {script}."); break;
            case ["dotnet", "run", "-c", _, "--project", { } project, .. var rest]: CheckRun(command, project, rest); break;
            case ["dotnet", "run", "--project", { } project, .. var rest]: CheckRun(command, project, rest); break;
            case ["dotnet", "build" or "publish" or "test", { } what, ..]: Assert.True(Path.Exists(Path.Combine(Checkout.Root, what)), $"README: {command}: there is no {what}."); break;
            default: Assert.True(OtherPrograms.Contains(words[0]), $"README: {command}: nobody checks this command; teach this test to."); break;
        }
    }

    private static void CheckRun(string command, string project, string[] rest)
    {
        Assert.True(Checkout.Files(project, ".csproj").Count == 1, $"README: {command}: there is no project in {project}.");
        if (project == "src/ScreenOps.Server" && rest is ["--", { } verb, .. var options] && verb != "VERB" && !verb.StartsWith('-')) CheckVerb(command, [verb, .. options]);
    }

    private static void CheckVerb(string command, string[] words)
    {
        Assert.True(Verbs().Contains(words[0]), $"README: {command}: there is no verb {words[0]}.");
        foreach (Match option in Option().Matches(string.Join(' ', words[1..])))
            Assert.True(ScreenOps.Server.Verbs.Usage.Contains(option.Value, StringComparison.Ordinal), $"README: {command}: {words[0]} has no {option.Value}.");
    }

    /// <summary>The words that the program answers to, read from where it chooses.</summary>
    private static IEnumerable<string> Verbs() =>
        CSharpSyntaxTree.ParseText(Checkout.Read("src/ScreenOps.Server/Verbs.cs")).GetRoot().DescendantNodes().OfType<SwitchLabelSyntax>()
            .SelectMany(l => l.DescendantNodes().OfType<LiteralExpressionSyntax>()).Select(l => l.Token.ValueText);

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex(@"^\| `([a-z][^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[A-Za-z_]+=")]
    private static partial Regex Setting();

    [GeneratedRegex("--[a-z]+")]
    private static partial Regex Option();
}
