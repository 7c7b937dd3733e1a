using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ScreenOps.Embedded;

/// <summary>What stands in the folder of an embedded PostgreSQL: looked at, and nothing changed.</summary>
/// <param name="Binaries">Folder of the initdb and postgres that a start would take.</param>
/// <param name="Version">Their major version.</param>
/// <param name="MadeBy">The major version that made the database there; null: none was made yet.</param>
/// <param name="ConnectionString">Of the one that runs there now; null: none does.</param>
public sealed partial record EmbeddedFolder(string Binaries, int Version, int? MadeBy, string? ConnectionString)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="InvalidOperationException">There are no binaries; the message says where they were looked for and how to get some.</exception>
    public static async Task<EmbeddedFolder> Look(string folder, string? binaries, CancellationToken cancel)
    {
        var found = PostgresBinaries.Find(binaries);
        var data = Path.Combine(Path.GetFullPath(folder), "data");
        var made = Path.Combine(data, "PG_VERSION");
        return new(found, await VersionOf(Path.Combine(found, "postgres"), cancel),
            File.Exists(made) && int.TryParse((await File.ReadAllTextAsync(made, cancel)).Trim(), out var major) ? major : null, await Running(folder, cancel));
    }

    /// <summary>Where the one of this folder listens; null: none runs there. Whoever may read its password may use it.</summary>
    public static async Task<string?> Running(string folder, CancellationToken cancel)
    {
        var data = Path.Combine(Path.GetFullPath(folder), "data");
        var (state, password) = (Path.Combine(data, "postmaster.pid"), Path.Combine(folder, "password"));
        if (!File.Exists(state) || !File.Exists(password)) return null;
        // Its process, its folder, its start, its port, and last whether it is ready.
        return await File.ReadAllLinesAsync(state, cancel) is [{ } process, _, _, { } port, _, _, _, { } ready, ..] && ready.Trim() == "ready" && Directory.Exists($"/proc/{process}")
            ? EmbeddedPostgres.Address(int.Parse(port), await File.ReadAllTextAsync(password, cancel)) : null;
    }

    private static async Task<int> VersionOf(string postgres, CancellationToken cancel)
    {
        using var asked = Process.Start(new ProcessStartInfo(postgres, ["--version"]) { RedirectStandardOutput = true })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var told = await asked.StandardOutput.ReadToEndAsync(patience.Token);
        await asked.WaitForExitAsync(patience.Token);
        return Major().Match(told) is { Success: true } major ? int.Parse(major.Groups[1].Value)
            : throw new InvalidOperationException($"{postgres} does not say which PostgreSQL it is: {told.Trim()}. Set ScreenOps:PostgresBinaries to the folder of another.");
    }

    [GeneratedRegex(@"\) (\d+)")]
    private static partial Regex Major();
}
