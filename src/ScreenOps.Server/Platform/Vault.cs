using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ScreenOps.Server.Platform;

/// <summary>
/// Seals what is personal (AES-256-GCM) and makes the keyed hash it is looked up by (HMAC-SHA-256). Keys lie outside the database, in the <see cref="KeyRing"/>.
/// </summary>
internal sealed class Vault(KeyRing ring)
{
    /// <summary>Of the head that each value begins with: the form's number and the key's id.</summary>
    public const int HeadBytes = 5;
    private const byte Form = 1;
    private const string Word = "sealed:";
    private const int NonceBytes = 12, TagBytes = 16;

    /// <summary>head, nonce, tag, cipher text.</summary>
    public byte[] Seal(string text)
    {
        var (key, plain) = (ring.Now.Sealing, Encoding.UTF8.GetBytes(text));
        var box = new byte[HeadBytes + NonceBytes + TagBytes + plain.Length];
        Head(key).CopyTo(box, 0);
        RandomNumberGenerator.Fill(box.AsSpan(HeadBytes, NonceBytes));
        using var aes = new AesGcm(key.Secret, TagBytes);
        aes.Encrypt(box.AsSpan(HeadBytes, NonceBytes), plain, box.AsSpan(HeadBytes + NonceBytes + TagBytes), box.AsSpan(HeadBytes + NonceBytes, TagBytes), box.AsSpan(0, HeadBytes));
        return box;
    }

    /// <summary>The same for a column of text: the value in hexadecimal digits behind a word. Nothing stays nothing.</summary>
    public string SealText(string text) => text.Length == 0 ? "" : Word + Convert.ToHexStringLower(Seal(text));

    /// <summary>What SealText sealed. What was written before this column was sealed is as it stands.</summary>
    public string OpenText(string text) => text.StartsWith(Word, StringComparison.Ordinal) ? Open(Convert.FromHexString(text.AsSpan(Word.Length))) : text;

    /// <summary>What the texts begin with that this key sealed.</summary>
    public static string TextHead(DataKey key) => Word + Convert.ToHexStringLower(Head(key));

    /// <exception cref="CryptographicException">It was sealed with a key that is not in the ring, or changed since.</exception>
    public string Open(byte[] box)
    {
        if (box.Length >= HeadBytes + NonceBytes + TagBytes && box[0] == Form && ring.Find(BinaryPrimitives.ReadUInt32BigEndian(box.AsSpan(1))) is { } key && Opened(box, HeadBytes, key) is { } text) return text;
        // From before values had a head: then their first bytes are a nonce.
        if (box.Length >= NonceBytes + TagBytes && ring.Now.Bare is { } bare && ring.Find(bare) is { } old && Opened(box, 0, old) is { } bareText) return bareText;
        throw new CryptographicException("A sealed value does not open: its key is not in the key ring, or it was changed. Restore the key folder that belongs to this database.");
    }

    /// <summary>What the values begin with that this key sealed.</summary>
    public static byte[] Head(DataKey key)
    {
        var head = new byte[HeadBytes];
        head[0] = Form;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(1), key.Id);
        return head;
    }

    private static string? Opened(byte[] box, int head, DataKey key)
    {
        var plain = new byte[box.Length - head - NonceBytes - TagBytes];
        using var aes = new AesGcm(key.Secret, TagBytes);
        try
        {
            aes.Decrypt(box.AsSpan(head, NonceBytes), box.AsSpan(head + NonceBytes + TagBytes), box.AsSpan(head + NonceBytes, TagBytes), plain, box.AsSpan(0, head));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>The same text gives the same 32 bytes, and nobody without the key can try texts against them.</summary>
    public byte[] Index(string text) => HMACSHA256.HashData(ring.Now.Index, Encoding.UTF8.GetBytes(text));

    /// <summary>The first 64 bits of a keyed hash: short, so whoever meets it must look whether the text is the one meant.</summary>
    public long Mark(string text) => BinaryPrimitives.ReadInt64BigEndian(Index(text));
}
