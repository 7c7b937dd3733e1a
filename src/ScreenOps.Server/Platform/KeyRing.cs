using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace ScreenOps.Server.Platform;

/// <summary>A key that seals values. Its id, the beginning of its SHA-256, stands in each of them.</summary>
internal sealed record DataKey(byte[] Secret, DateTimeOffset Made)
{
    public uint Id { get; } = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Secret));

    public string IdText => Text(Id);

    public static string Text(uint id) => id.ToString("x8", CultureInfo.InvariantCulture);
}

/// <param name="Index">Makes the keyed hashes that sealed values are looked up by.</param>
/// <param name="All">The first seals, all of them open.</param>
/// <param name="Bare">Opens what was sealed before values carried a key's id.</param>
internal sealed record RingKeys(byte[] Index, IReadOnlyList<DataKey> All, uint? Bare)
{
    public DataKey Sealing => All[0];

    public DataKey? Find(uint id) => All.FirstOrDefault(k => k.Id == id);
}

/// <summary>
/// The keys of personal data: the file "ring" in the key folder, in which each key is wrapped (AES-256-GCM) by the master key. The master key lies beside it, or
/// elsewhere by ScreenOps:MasterKeyFile; then neither the database nor the key folder alone opens anything. Servers share the file; one that meets a key that it does
/// not know reads it again. While the master key is changed, the ring is wrapped by both, so that it opens at every moment with the one that lies there.
/// </summary>
internal sealed class KeyRing
{
    private const string Name = "ring", Master = "master", NextMaster = "master.next", OldSeal = "seal", OldIndex = "index";
    private const int KeyBytes = RingFile.KeyBytes;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly string file, opener;
    private byte[] master;
    private readonly TimeProvider time;
    private readonly Action<Exception> unreadable;
    private readonly Lock writing = new();
    private volatile RingKeys keys;
    private DateTime written;
    private long lookedAt;

    private KeyRing(string file, string opener, byte[] master, RingKeys keys, TimeProvider time, Action<Exception> unreadable) =>
        (this.file, this.opener, this.master, this.keys, this.time, this.unreadable, written, lookedAt) = (file, opener, master, keys, time, unreadable, File.Exists(file) ? File.GetLastWriteTimeUtc(file) : default, time.GetTimestamp());

    /// <summary>A ring of one key, in no file.</summary>
    public static KeyRing Of(byte[] seal, byte[] index) => new("", "", [], new(index, [new(seal, default)], null), TimeProvider.System, _ => { });

    /// <summary>The ring of a key folder, made on the first start. Keys of a server from before there was a ring are taken into it.</summary>
    /// <param name="masterFile">Null: beside the ring.</param>
    /// <param name="unreadable">Told when a changed file cannot be read; what is known goes on opening.</param>
    /// <exception cref="StartException">The ring cannot be opened; the message says why and what to do.</exception>
    public static KeyRing InFolder(string folder, string? masterFile, TimeProvider time, Action<Exception>? unreadable = null)
    {
        var (file, opener) = (Path.Combine(folder, Name), Path.GetFullPath(masterFile ?? Path.Combine(folder, Master)));
        if (File.Exists(file) && !File.Exists(opener))
            throw new StartException($"The master key {opener} is missing, and the key ring {file} cannot be opened without it. Restore it from where it is kept, or name it with ScreenOps__MasterKeyFile.");
        try
        {
            var master = DataFolder.SecretIn(opener, KeyBytes);
            if (!File.Exists(file)) RingFile.Under(master, First(folder, time)).Write(file, first: true);
            return new(file, opener, master, RingFile.Open(file, master), time, unreadable ?? (_ => { }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartException($"The keys of personal data in {folder} cannot be read: {e.Message} They belong to the user that the server runs as, mode 600.", e);
        }
    }

    /// <summary>As the file has them, a second old at most.</summary>
    public RingKeys Now
    {
        get
        {
            if (file.Length > 0 && time.GetElapsedTime(Volatile.Read(ref lookedAt)) >= Fresh) Look();
            return keys;
        }
    }

    /// <summary>The key of this id; where it is not known, another server may just have made it.</summary>
    public DataKey? Find(uint id)
    {
        if (keys.Find(id) is { } known) return known;
        if (file.Length > 0) Look();
        return keys.Find(id);
    }

    /// <summary>From now on a new key seals, here at once and on every other server within a second; the others still open.</summary>
    public DataKey Add()
    {
        lock (writing)
        {
            var (now, made) = (Reread(), new DataKey(RandomNumberGenerator.GetBytes(KeyBytes), time.GetUtcNow()));
            Write(now with { All = [made, .. now.All] });
            return made;
        }
    }

    /// <summary>Forgets a key that does not seal. Whoever calls this knows that nothing is sealed with it any more.</summary>
    public void Drop(uint id)
    {
        lock (writing)
        {
            var now = Reread();
            if (now.Sealing.Id == id) throw new InvalidOperationException($"The key {DataKey.Text(id)} seals; a ring without it would open nothing that comes next.");
            Write(now with { All = [.. now.All.Where(k => k.Id != id)], Bare = now.Bare == id ? null : now.Bare });
        }
    }

    /// <summary>Whether a change of the master key has begun and not ended; until then no key is added or dropped, since it would have to be wrapped by both.</summary>
    public bool MasterChanges => file.Length > 0 && RingFile.Read(file).Next is not null;

    /// <summary>
    /// Changes the master key. Null: that is done. Else the file of the next one: it has to be put where the servers find theirs, which is not beside the ring, and then the change is ended.
    /// Begun again after a crash, it goes on from where it was.
    /// </summary>
    public string? ChangeMaster()
    {
        lock (writing)
        {
            // Stopped after the next key was put in its place: only the end is left.
            if (MasterChanges && EndMaster()) return null;
            var next = BeginMaster();
            if (opener != Beside(Master)) return next;
            MoveMaster();
            return EndMaster() ? null : throw new InvalidOperationException($"The master key {opener} was written and does not open the ring.");
        }
    }

    /// <summary>First the next key is on disk, then the ring that it opens too.</summary>
    internal string BeginMaster()
    {
        lock (writing)
        {
            var (now, next) = (Reread(), Beside(NextMaster));
            if (MasterChanges && IsNext(next)) return next;
            DataFolder.WriteSecret(next, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
            var twin = RingFile.Under(DataFolder.SecretIn(next, KeyBytes), now);
            Write(RingFile.Under(master, now) with { Next = new(twin.Index, twin.Keys) });
            return next;
        }
    }

    /// <summary>One rename: the master key is the old one before it and the next one after it.</summary>
    internal void MoveMaster()
    {
        if (File.Exists(Beside(NextMaster))) File.Move(Beside(NextMaster), opener, overwrite: true);
    }

    /// <summary>What the old master key wrapped goes. False: the servers' master key is still the old one.</summary>
    public bool EndMaster()
    {
        lock (writing)
        {
            if (RingFile.Read(file) is not { Next: { } next } now) return true;
            if (!IsNext(opener)) return false;
            Write(now with { Index = next.Index, Keys = next.Keys, Next = null });
            File.Delete(Beside(NextMaster));
            return true;
        }
    }

    private bool IsNext(string keyFile) => File.Exists(keyFile) && RingFile.Read(file).IsNext(DataFolder.SecretIn(keyFile, KeyBytes));

    private string Beside(string name) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, name));

    private void Write(RingKeys next)
    {
        if (MasterChanges) throw new InvalidOperationException("The master key is being changed; end that first.");
        Write(RingFile.Under(master, next));
    }

    private void Write(RingFile ring)
    {
        ring.Write(file);
        // Also where the clock of the files did not move on since it was last looked at.
        written = default;
        Look();
    }

    /// <summary>As the file has them. Where this server's master key does not open it, another one lies there by now.</summary>
    private RingKeys Reread()
    {
        try
        {
            return RingFile.Open(file, master);
        }
        catch (StartException) when (File.Exists(opener) && DataFolder.SecretIn(opener, KeyBytes) is var now && !now.AsSpan().SequenceEqual(master))
        {
            var read = RingFile.Open(file, now);
            master = now;
            return read;
        }
    }

    private void Look()
    {
        lock (writing)
        {
            try
            {
                if (File.GetLastWriteTimeUtc(file) is var now && now != written) (keys, written) = (Reread(), now);
            }
            catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException)
            {
                unreadable(e);
            }
            Volatile.Write(ref lookedAt, time.GetTimestamp());
        }
    }

    private static RingKeys First(string folder, TimeProvider time)
    {
        var (seal, index) = (Path.Combine(folder, OldSeal), Path.Combine(folder, OldIndex));
        if (!File.Exists(seal)) return new(RandomNumberGenerator.GetBytes(KeyBytes), [new(RandomNumberGenerator.GetBytes(KeyBytes), time.GetUtcNow())], null);
        var old = new DataKey(DataFolder.SecretIn(seal, KeyBytes), File.GetLastWriteTimeUtc(seal));
        return new(DataFolder.SecretIn(index, KeyBytes), [old], old.Id);
    }
}
