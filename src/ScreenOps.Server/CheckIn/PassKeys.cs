using System.Security.Cryptography;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>
/// The keys of passes: the file "passes" in the key folder, PKCS#8 in PEM, made on the first start. The first key in it signs; passes signed by the others still hold,
/// so a new key is put before the old one. A running server sees a changed file within a second; one that cannot be read leaves what it knows.
/// </summary>
internal sealed class PassKeys : IDisposable
{
    private const string Begin = "-----BEGIN", Name = "passes";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly string file;
    private readonly TimeProvider time;
    private readonly Action<StartException> unreadable;
    private volatile IReadOnlyList<PassKey> keys;
    private DateTime written;
    private long lookedAt;
    private int looking;

    private PassKeys(string file, TimeProvider time, Action<StartException> unreadable)
    {
        (this.file, this.time, this.unreadable, written, lookedAt) = (file, time, unreadable, File.GetLastWriteTimeUtc(file), time.GetTimestamp());
        keys = Read(file);
    }

    /// <summary>Known here: what one of them signed is real.</summary>
    public IReadOnlyList<PassKey> All
    {
        get
        {
            if (time.GetElapsedTime(Volatile.Read(ref lookedAt)) >= Fresh && Interlocked.Exchange(ref looking, 1) == 0) Look();
            return keys;
        }
    }

    public PassKey Signer => All[0];

    /// <exception cref="StartException">The file holds no such keys.</exception>
    public static PassKeys InFolder(string folder, TimeProvider? time = null, Action<StartException>? unreadable = null)
    {
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file))
        {
            using var made = PassKey.Make();
            DataFolder.WriteSecret(file, made.Secret(), first: true);
        }
        return new(file, time ?? TimeProvider.System, unreadable ?? (_ => { }));
    }

    /// <summary>From now on this key signs, here at once and on every other server within a second.</summary>
    public void Add(PassKey made) => Write([made, .. Read(file)]);

    /// <summary>What it signed is no longer accepted. The key that signs stays.</summary>
    public void Drop(string id) => Write(Read(file).Where((k, i) => i == 0 || k.IdText != id));

    private void Write(IEnumerable<PassKey> inOrder)
    {
        DataFolder.WriteSecret(file, string.Join('\n', inOrder.Select(k => k.Secret())));
        Look();
    }

    private void Look()
    {
        try
        {
            if (File.GetLastWriteTimeUtc(file) is var now && now == written) return;
            var read = Read(file);
            // Those that stay are the same objects: others may be using them.
            keys = [.. read.Select(k => keys.FirstOrDefault(known => (known.X, known.Y) == (k.X, k.Y)) ?? k)];
            written = now;
        }
        catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException)
        {
            unreadable(e as StartException ?? Unreadable(file, e));
        }
        finally
        {
            Volatile.Write(ref lookedAt, time.GetTimestamp());
            Volatile.Write(ref looking, 0);
        }
    }

    private static IReadOnlyList<PassKey> Read(string file)
    {
        var parts = File.ReadAllText(file).Split(Begin, StringSplitOptions.RemoveEmptyEntries);
        try
        {
            var read = parts.Select(p => PassKey.Read(Begin + p)).ToList();
            if (read.Count > 0 && !read.Contains(null)) return [.. read.Select(k => k!)];
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Unreadable(file, e);
        }
        throw Unreadable(file, null);
    }

    private static StartException Unreadable(string file, Exception? inner) =>
        new($"The key file {file} does not hold private P-256 keys (PKCS#8, PEM). Restore it from a backup, or take it away: the next start makes a new key, and every pass is issued anew.", inner);

    public void Dispose()
    {
        foreach (var key in keys) key.Dispose();
    }
}
