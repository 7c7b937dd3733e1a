using System.Security.Cryptography;
using System.Text;

namespace ScreenOps.Server.Platform;

/// <summary>The folder of one running server, held by an open lock file so that a second one notices.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, string keys, FileStream held) => (Path, Keys, this.held) = (path, keys, held);

    public string Path { get; }

    /// <summary>Secrets lie here; servers behind one load balancer share them.</summary>
    public string Keys { get; }

    public static DataFolder Hold(string path, string? keys = null)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        try
        {
            return new(full, keys is null ? System.IO.Path.Combine(full, "keys") : System.IO.Path.GetFullPath(keys), new FileStream(System.IO.Path.Combine(full, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new StartException($"Another server uses the data folder {full}. Stop it, or give this one a folder of its own with ScreenOps__DataFolder.", e);
        }
    }

    /// <summary>A secret of so many bytes, made on the first start and readable by its owner only.</summary>
    public byte[] Secret(string name, int bytes) => SecretIn(System.IO.Path.Combine(Keys, name), bytes);

    public static byte[] SecretIn(string file, int bytes)
    {
        if (!File.Exists(file)) WriteSecret(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)), first: true);
        var secret = Convert.FromBase64String(File.ReadAllText(file));
        return secret.Length == bytes ? secret
            : throw new StartException($"The key file {file} holds {secret.Length} bytes instead of {bytes}. Restore it from a backup; without it what was sealed cannot be read.");
    }

    /// <summary>Written whole or not at all, readable by its owner only.</summary>
    /// <param name="first">Where another server wrote it meanwhile, the other's stands.</param>
    public static void WriteSecret(string file, string text, bool first = false)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        var own = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(own, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            // A name that outlives a power cut must not lead to an empty file.
            stream.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(own, file, overwrite: !first);
        }
        catch (IOException) when (first && File.Exists(file))
        {
            File.Delete(own);
        }
    }

    public void Dispose() => held.Dispose();
}

/// <summary>The server cannot start; the message tells the operator why and what to do.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
