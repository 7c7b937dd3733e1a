using System.Buffers.Binary;

namespace ScreenOps.Core.CheckIn;

/// <summary>Whom a pass stands for. The numbers stand on paper: never renumber.</summary>
public enum PassKind { Resident = 1, Household = 2, Staff = 3 }

/// <summary>All that a pass says. Who that is stands in the database; no name and nothing about health is in it.</summary>
/// <param name="Expires">Whole seconds, before the year 2106.</param>
public sealed record PassClaims(Guid Id, PassKind Kind, DateTimeOffset Expires);

/// <summary>What a text turned out to be.</summary>
public abstract record PassReading
{
    public sealed record Valid(PassClaims Claims) : PassReading;

    /// <summary>Real, and over.</summary>
    public sealed record Expired(PassClaims Claims) : PassReading;

    /// <summary>Real, and ended by a newer one or by the command centre.</summary>
    public sealed record Revoked(PassClaims Claims) : PassReading;

    /// <summary>It may be real: of a server whose key is not among those that are known here.</summary>
    public sealed record UnknownSigner(string KeyId) : PassReading;

    /// <summary>Real, but for something that this program does not know.</summary>
    public sealed record OtherKind(int Kind) : PassReading;

    /// <summary>It names a known key, which did not sign it.</summary>
    public sealed record Forged : PassReading;

    public sealed record NotAPass : PassReading;
}

/// <summary>
/// The text in a pass's QR: "SO1:" and, in Base45, a COSE_Sign1 (RFC 9052, ES256) of a CBOR Web Token (RFC 8392) with exp, cti and a kind. Every field
/// has a fixed length, so the layout below is the whole encoding: 112 bytes, 172 characters, a QR of version 7 at level M.
/// </summary>
public static class SignedPass
{
    public const string Prefix = "SO1:";
    public const int TextLength = 4 + Bytes / 2 * 3;
    private const int Bytes = 112, ProtectedAt = 3, KeyAt = 8, PayloadAt = 15, ExpiresAt = 18, IdAt = 24, KindAt = 45, SignatureAt = 48;

    /// <summary>tag 18 [ protected { alg: ES256, kid: 4 bytes }, { }, payload { exp: u32, cti: 16 bytes, -65537: kind }, signature 64 bytes ].</summary>
    private static ReadOnlySpan<byte> Layout =>
    [
        0xD2, 0x84, 0x49, 0xA2, 0x01, 0x26, 0x04, 0x44, 0, 0, 0, 0, 0xA0, 0x58, 0x1F,
        0xA3, 0x04, 0x1A, 0, 0, 0, 0, 0x07, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3A, 0x00, 0x01, 0x00, 0x00, 0,
        0x58, 0x40,
    ];

    public static string Write(PassClaims claims, PassKey key)
    {
        var bytes = new byte[Bytes];
        Layout.CopyTo(bytes);
        key.Id.CopyTo(bytes.AsSpan(KeyAt));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(ExpiresAt), checked((uint)claims.Expires.ToUnixTimeSeconds()));
        claims.Id.TryWriteBytes(bytes.AsSpan(IdAt), bigEndian: true, out _);
        bytes[KindAt] = (byte)claims.Kind;
        key.Sign(Said(bytes)).CopyTo(bytes, SignatureAt);
        return Prefix + Base45.Encode(bytes);
    }

    /// <summary>Needs no network: a tablet that holds the public keys tells real from forged. Several keys may share an id; each is tried.</summary>
    /// <param name="revoked">Null: not known here; then none reads as revoked.</param>
    public static PassReading Read(string text, IReadOnlyList<PassKey> keys, DateTimeOffset now, RevokedPasses? revoked = null)
    {
        if (text.Length != TextLength || !text.StartsWith(Prefix, StringComparison.Ordinal)) return new PassReading.NotAPass();
        if (Base45.Decode(text.AsSpan(Prefix.Length)) is not { } bytes || !Fits(bytes)) return new PassReading.NotAPass();
        var known = keys.Where(k => k.Id.SequenceEqual(bytes.AsSpan(KeyAt, PassKey.IdBytes))).ToList();
        if (known.Count == 0) return new PassReading.UnknownSigner(Convert.ToHexStringLower(bytes, KeyAt, PassKey.IdBytes));
        var said = Said(bytes);
        if (!known.Any(k => k.Verifies(said, bytes[SignatureAt..]))) return new PassReading.Forged();
        var kind = (PassKind)bytes[KindAt];
        if (!Enum.IsDefined(kind)) return new PassReading.OtherKind((int)kind);
        var expires = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(ExpiresAt)));
        var claims = new PassClaims(new(bytes.AsSpan(IdAt, 16), bigEndian: true), kind, expires);
        if (now >= expires) return new PassReading.Expired(claims);
        return revoked?.Has(claims.Id) == true ? new PassReading.Revoked(claims) : new PassReading.Valid(claims);
    }

    /// <summary>Everything outside the fields is as the layout has it; a kind is one byte of CBOR.</summary>
    private static bool Fits(byte[] bytes)
    {
        static bool Field(int at) => at is >= KeyAt and < KeyAt + PassKey.IdBytes or >= ExpiresAt and < ExpiresAt + 4 or >= IdAt and < IdAt + 16 or KindAt;
        if (bytes.Length != Bytes || bytes[KindAt] > 0x17) return false;
        for (var i = 0; i < Layout.Length; i++) if (!Field(i) && bytes[i] != Layout[i]) return false;
        return true;
    }

    /// <summary>What is signed (Sig_structure of RFC 9052, 4.4): "Signature1", the protected header, nothing from outside, the payload.</summary>
    private static byte[] Said(byte[] bytes) =>
        [0x84, 0x6A, .. "Signature1"u8, .. bytes.AsSpan(ProtectedAt - 1, 10), 0x40, .. bytes.AsSpan(PayloadAt - 2, SignatureAt - 2 - (PayloadAt - 2))];
}
