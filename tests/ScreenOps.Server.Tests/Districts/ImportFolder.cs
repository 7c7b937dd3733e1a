using System.Text;

namespace ScreenOps.Server.Tests.Districts;

/// <summary>The sample district's files, and a folder of one's own to spoil some of them in.</summary>
internal sealed class ImportFolder : IDisposable
{
    public static string Sample { get; } = Find();

    public string Path { get; } = Directory.CreateTempSubdirectory("screenops-import-").FullName;

    public static ImportFolder Copy(params string[] names)
    {
        var folder = new ImportFolder();
        foreach (var name in names) File.Copy(System.IO.Path.Combine(Sample, name), folder.At(name));
        return folder;
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public ImportFolder With(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return this;
    }

    public ImportFolder With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ScreenOps.sln"))) return System.IO.Path.Combine(folder.FullName, "src", "ScreenOps.Server", "Sample");
        throw new InvalidOperationException("The tests run inside the checkout; ScreenOps.sln was not found above them.");
    }
}
