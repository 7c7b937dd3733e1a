using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ScreenOps.Server.Platform;

/// <summary>
/// Seals what is personal (AES-256-GCM) and makes the keyed hash it is looked up by (HMAC-SHA-256). Keys lie outside the database.
/// </summary>
internal sealed class Vault(VaultKeys keys)
{
    private const int NonceBytes = 12, TagBytes = 16;

    /// <summary>nonce, tag, cipher text.</summary>
    public byte[] Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(keys.Seal, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return box;
    }

    public string Open(byte[] box)
    {
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(keys.Seal, TagBytes);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The same text gives the same 32 bytes, and nobody without the key can try texts against them.</summary>
    public byte[] Index(string text) => HMACSHA256.HashData(keys.Index, Encoding.UTF8.GetBytes(text));

    /// <summary>The first 64 bits of a keyed hash: short, so whoever meets it must look whether the text is the one meant.</summary>
    public long Mark(string text) => BinaryPrimitives.ReadInt64BigEndian(Index(text));
}

internal sealed record VaultKeys(byte[] Seal, byte[] Index);
