using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ScreenOps.Core.Access;

/// <summary>
/// The hash of an audit row: HMAC-SHA-256 over the hash of the row before it and all that the row says, each text with its length before it, so that no two rows
/// are written the same. Keyed: who can write to the database alone cannot make a chain that holds.
/// </summary>
public static class AuditChain
{
    public const int HashBytes = 32;
    private const int NoText = -1;

    public static byte[] Hash(byte[] key, ReadOnlySpan<byte> before, AuditRow row)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(before);
        Add(hmac, row.Number);
        Add(hmac, row.At);
        foreach (var text in (ReadOnlySpan<string?>)[row.District, row.Kind, row.Actor, row.Grant, row.Subject, row.Why]) Add(hmac, text);
        return hmac.GetHashAndReset();
    }

    private static void Add(IncrementalHash hmac, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hmac.AppendData(bytes);
    }

    private static void Add(IncrementalHash hmac, string? text)
    {
        Add(hmac, text is null ? NoText : Encoding.UTF8.GetByteCount(text));
        if (text is not null) hmac.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
