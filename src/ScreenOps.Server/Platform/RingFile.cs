using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ScreenOps.Server.Platform;

/// <summary>How the key ring is written: each key wrapped (AES-256-GCM) by the master key, and while that is changed by the next one too.</summary>
/// <param name="Next">The same keys, wrapped by the next master key; null: it is not being changed.</param>
internal sealed record RingFile(byte[] Index, string? Bare, IReadOnlyList<RingFile.Wrapped> Keys, RingFile.Twin? Next = null)
{
    public const int KeyBytes = 32;
    private const int NonceBytes = 12, TagBytes = 16;
    private const string IndexName = "index";

    internal sealed record Wrapped(string Id, DateTimeOffset Made, byte[] Key);

    internal sealed record Twin(byte[] Index, IReadOnlyList<Wrapped> Keys);

    public static RingFile Under(byte[] master, RingKeys keys) =>
        new(Wrap(keys.Index, IndexName, master), keys.Bare is { } bare ? DataKey.Text(bare) : null, [.. keys.All.Select(k => new Wrapped(k.IdText, k.Made, Wrap(k.Secret, k.IdText, master)))]);

    /// <exception cref="StartException">It is no ring.</exception>
    public static RingFile Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<RingFile>(File.ReadAllText(file), JsonSerializerOptions.Web) is { Keys.Count: > 0 } read ? read : throw Unreadable(file, null);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Unreadable(file, e);
        }
    }

    public void Write(string file, bool first = false) => DataFolder.WriteSecret(file, JsonSerializer.Serialize(this, JsonSerializerOptions.Web), first);

    /// <exception cref="StartException">Neither the master key nor the next one is this.</exception>
    public static RingKeys Open(string file, byte[] master)
    {
        var ring = Read(file);
        try
        {
            return ring.Opened(master);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw Unreadable(file, e);
        }
    }

    private RingKeys Opened(byte[] master)
    {
        try
        {
            return Opened(Index, Keys, master);
        }
        catch (CryptographicException) when (Next is { } next)
        {
            return Opened(next.Index, next.Keys, master);
        }
    }

    private RingKeys Opened(byte[] index, IReadOnlyList<Wrapped> keys, byte[] master) =>
        new(Unwrap(index, IndexName, master), [.. keys.Select(k => new DataKey(Unwrap(k.Key, k.Id, master), k.Made))], Bare is { } bare ? Convert.ToUInt32(bare, 16) : null);

    /// <summary>Whether this is the next master key.</summary>
    public bool IsNext(byte[] master)
    {
        try
        {
            return Next is { } next && Unwrap(next.Index, IndexName, master).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

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

    private static StartException Unreadable(string file, Exception? inner) =>
        new($"The key ring {file} does not open with its master key. Restore both from one backup, or name the right master key with ScreenOps__MasterKeyFile; without them what was sealed cannot be read.", inner);
}
