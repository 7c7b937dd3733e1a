namespace ScreenOps.Server.Platform;

/// <summary>Finds what lies beside the program: in a checkout above the build output, in a publish beside the program itself.</summary>
internal static class Folders
{
    public static string DefaultData { get; } = Path.Combine(Above("ScreenOps.sln") ?? Directory.GetCurrentDirectory(), ".data");

    public static string Pages { get; } = Path.Combine(Above("wwwroot") ?? AppContext.BaseDirectory, "wwwroot");

    public static string? Sample { get; } = Above("Sample") is { } above ? Path.Combine(above, "Sample") : null;

    /// <summary>The nearest folder above the program, or the server's project there, that holds the name.</summary>
    private static string? Above(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            foreach (var place in (string[])[folder.FullName, Path.Combine(folder.FullName, "src", "ScreenOps.Server")])
                if (Path.Exists(Path.Combine(place, name))) return place;
        return null;
    }
}
