using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

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
/// not know reads it again.
/// </summary>
internal sealed class KeyRing
{
    private const string Name = "ring", Master = "master", OldSeal = "seal", OldIndex = "index";
    private const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly string file;
    private readonly byte[] master;
    private readonly TimeProvider time;
    private readonly Action<Exception> unreadable;
    private readonly Lock writing = new();
    private volatile RingKeys keys;
    private DateTime written;
    private long lookedAt;

    private sealed record Wrapped(string Id, DateTimeOffset Made, byte[] Key);

    private sealed record Written(byte[] Index, string? Bare, IReadOnlyList<Wrapped> Keys);

    private KeyRing(string file, byte[] master, RingKeys keys, TimeProvider time, Action<Exception> unreadable) =>
        (this.file, this.master, this.keys, this.time, this.unreadable, written, lookedAt) = (file, master, keys, time, unreadable, File.Exists(file) ? File.GetLastWriteTimeUtc(file) : default, time.GetTimestamp());

    /// <summary>A ring of one key, in no file.</summary>
    public static KeyRing Of(byte[] seal, byte[] index) => new("", [], new(index, [new(seal, default)], null), TimeProvider.System, _ => { });

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
            if (!File.Exists(file)) DataFolder.WriteSecret(file, Text(First(folder, time), master), first: true);
            return new(file, master, Read(file, master), time, unreadable ?? (_ => { }));
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
            var (now, made) = (Read(file, master), new DataKey(RandomNumberGenerator.GetBytes(KeyBytes), time.GetUtcNow()));
            Write(now with { All = [made, .. now.All] });
            return made;
        }
    }

    /// <summary>Forgets a key that does not seal. Whoever calls this knows that nothing is sealed with it any more.</summary>
    public void Drop(uint id)
    {
        lock (writing)
        {
            var now = Read(file, master);
            if (now.Sealing.Id == id) throw new InvalidOperationException($"The key {DataKey.Text(id)} seals; a ring without it would open nothing that comes next.");
            Write(now with { All = [.. now.All.Where(k => k.Id != id)], Bare = now.Bare == id ? null : now.Bare });
        }
    }

    private void Write(RingKeys next)
    {
        DataFolder.WriteSecret(file, Text(next, master));
        Look();
    }

    private void Look()
    {
        lock (writing)
        {
            try
            {
                if (File.GetLastWriteTimeUtc(file) is var now && now != written) (keys, written) = (Read(file, master), now);
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

    private static RingKeys Read(string file, byte[] master)
    {
        try
        {
            if (JsonSerializer.Deserialize<Written>(File.ReadAllText(file), JsonSerializerOptions.Web) is { Keys.Count: > 0 } read)
                return new(Unwrap(read.Index, OldIndex, master), [.. read.Keys.Select(k => new DataKey(Unwrap(k.Key, k.Id, master), k.Made))], read.Bare is { } bare ? Convert.ToUInt32(bare, 16) : null);
        }
        catch (Exception e) when (e is JsonException or CryptographicException or FormatException or ArgumentException)
        {
            throw Unreadable(file, e);
        }
        throw Unreadable(file, null);
    }

    private static StartException Unreadable(string file, Exception? inner) =>
        new($"The key ring {file} does not open with its master key. Restore both from one backup, or name the right master key with ScreenOps__MasterKeyFile; without them what was sealed cannot be read.", inner);

    private static string Text(RingKeys keys, byte[] master) => JsonSerializer.Serialize(
        new Written(Wrap(keys.Index, OldIndex, master), keys.Bare is { } bare ? DataKey.Text(bare) : null, [.. keys.All.Select(k => new Wrapped(k.IdText, k.Made, Wrap(k.Secret, k.IdText, master)))]), JsonSerializerOptions.Web);

    // nonce, tag, wrapped key; what it is called is bound to it, so that none stands in for another.
    private static byte[] Wrap(byte[] key, string name, byte[] master)
    {
        var box = new byte[NonceBytes + TagBytes + key.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(master, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), key, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(name));
        return box;
    }

    private static byte[] Unwrap(byte[]? box, string? name, byte[] master)
    {
        if (box is not { Length: NonceBytes + TagBytes + KeyBytes } || name is null) throw new CryptographicException("This is no wrapped key.");
        var key = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(master, TagBytes);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), key, Encoding.UTF8.GetBytes(name));
        return key;
    }
}
