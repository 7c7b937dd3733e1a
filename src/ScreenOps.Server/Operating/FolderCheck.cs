using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>The folders that a server writes to, the disk that they lie on, and the keys, which their owner alone may read.</summary>
internal static class FolderCheck
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static string Data(ServerOptions options) => Path.GetFullPath(options.DataFolder);

    public static string Keys(ServerOptions options) => Path.GetFullPath(options.KeyFolder ?? Path.Combine(options.DataFolder, "keys"));

    public static IEnumerable<Finding> Look(ServerOptions options)
    {
        foreach (var (area, folder, setting) in new[] { ("data folder", Data(options), nameof(ServerOptions.DataFolder)), ("key folder", Keys(options), nameof(ServerOptions.KeyFolder)) })
            yield return Writable(area, folder, $"{ServerOptions.Section}__{setting}");
        yield return Disk(Data(options), options.FreeDiskMegabytes);
    }

    /// <summary>Tries it, and leaves nothing behind; a folder that is to be made is tried where it will be made.</summary>
    private static Finding Writable(string area, string folder, string setting)
    {
        var (nearest, me) = (Existing(folder), Environment.UserName);
        var probe = Path.Combine(nearest, $".doctor-{Guid.NewGuid():N}");
        try
        {
            using (var written = new FileStream(probe, FileMode.CreateNew, FileAccess.Write)) written.Write(new byte[4096]);
            File.Delete(probe);
            return Finding.Good(area, nearest == folder ? $"{folder} can be written" : $"{folder} will be made by the first start");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return e is IOException && File.Exists(folder)
                ? Finding.Wrong(area, $"{folder} is a file.", $"Take it away, or name another folder with {setting}.")
                : Finding.Wrong(area, $"{me} cannot write to {nearest}: {e.Message}", $"Give it to the server's account (chown -R {me} {nearest}; chmod u+rwx {nearest}), or name another with {setting}.");
        }
    }

    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above) folder = above;
        return folder;
    }

    private static Finding Disk(string folder, int least)
    {
        var disk = new DriveInfo(Existing(folder));
        var (free, all) = (disk.AvailableFreeSpace / 1e6, disk.TotalSize / 1e6);
        return free >= least ? Finding.Good("disk", $"{free:N0} of {all:N0} MB free at {folder}")
            : Finding.Wrong("disk", $"{free:N0} MB are free at {folder}, of {all:N0}; below {least:N0} the embedded database, backups and logs may stop in the middle of a morning.",
                "Make room (old backups, journalctl --vacuum-size=200M), move the folder with ScreenOps__DataFolder, or, where that is enough here, say so with ScreenOps__FreeDiskMegabytes.");
    }

    /// <param name="sealedBefore">Whether the database holds what was sealed with keys; null: it was not asked.</param>
    public static IEnumerable<Finding> LookAtKeys(string folder, bool? sealedBefore)
    {
        var files = new List<string>();
        Finding? fault = null;
        try
        {
            if (Directory.Exists(folder)) files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".crt", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException e)
        {
            fault = Finding.Wrong("keys", $"{Environment.UserName} cannot look into {folder}: {e.Message}", $"chown -R {Environment.UserName} {folder}; chmod 700 {folder}");
        }
        if (fault is not null) return [fault];
        var found = files.SelectMany(LookAtKey).ToList();
        if (files.Count == 0 && sealedBefore == true)
            found.Add(Finding.Wrong("keys", $"The database holds what was sealed with keys, and there are none in {folder}: names, phones and identity numbers cannot be read, and everybody must sign in anew.",
                "Put the folder of the keys back (from a backup: -- restore, or your own copy), or name it with ScreenOps__KeyFolder."));
        if (found.Count == 0) found.Add(Finding.Good("keys", files.Count == 0 ? "none yet: the first start makes them" : $"{files.Count} files in {folder}, readable for {Environment.UserName} and nobody else"));
        return found;
    }

    private static IEnumerable<Finding> LookAtKey(string file)
    {
        Finding? fault = null;
        try
        {
            using var read = File.OpenRead(file);
            if (read.ReadByte() < 0) fault = Finding.Wrong("keys", $"The key file {file} is empty.", "Put it back from a backup; a start without it makes a new key, which opens nothing of the old one's.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            fault = Finding.Wrong("keys", $"{Environment.UserName} cannot read the key file {file}: {e.Message}", $"chown {Environment.UserName} {file}; chmod 600 {file}");
        }
        if (fault is not null) yield return fault;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) is not UnixFileMode.None and var open)
            yield return Finding.Wrong("keys", $"The key file {file} is open to others ({open}): who reads it opens every name in a stolen backup.", $"chmod 600 {file}");
    }
}
