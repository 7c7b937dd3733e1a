namespace ScreenOps.Server.Tests.Tidy;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    private static readonly string[] NotSource = ["bin", "obj", "node_modules", "wwwroot", "dist", "TestResults"];

    public static string Root { get; } = Find();

    /// <summary>Files below a folder of the checkout, by their paths from its root; what a build made is left out.</summary>
    public static IReadOnlyList<string> Files(string under, string ending)
    {
        var folder = Path.Combine(Root, under);
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateFiles(folder, "*" + ending, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(NotSource.Contains)).Order(StringComparer.Ordinal)];
    }

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ScreenOps.sln"))) return folder.FullName;
        throw new InvalidOperationException($"There is no ScreenOps.sln above {AppContext.BaseDirectory}; run the tests from a checkout.");
    }
}
