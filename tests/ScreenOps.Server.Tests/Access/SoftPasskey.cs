using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ScreenOps.Server.Tests.Access;

/// <summary>An authenticator with one passkey, in software: the bytes of WebAuthn as a phone makes them, right ones unless a test says otherwise.</summary>
internal sealed class SoftPasskey : IDisposable
{
    private const byte Present = 1, Verified = 4, WithKey = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);

    /// <summary>The page that the browser says it is on.</summary>
    public string Origin { get; set; } = "https://board.example";

    public string Host { get; set; } = "board.example";

    /// <summary>What the next answer carries; a real one goes up by one each time.</summary>
    public uint Count { get; set; }

    /// <summary>Whether the person gave a finger or a PIN.</summary>
    public bool Asked { get; set; } = true;

    public string UserHandle { get; set; } = "";

    /// <summary>What navigator.credentials.create answers.</summary>
    public object Make(JsonElement options)
    {
        UserHandle = options.GetProperty("user").GetProperty("id").GetString()!;
        var point = key.ExportParameters(false).Q;
        byte[] cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Data(WithKey), .. new byte[16], 0, (byte)id.Length, .. id, .. cose];
        byte[] attestation = [0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Credential(new { clientDataJSON = Text(Said("webauthn.create", options)), attestationObject = Text(attestation), transports = new[] { "internal" } });
    }

    /// <summary>What navigator.credentials.get answers.</summary>
    /// <param name="spoil">Changes the signature.</param>
    public object Prove(JsonElement options, bool spoil = false)
    {
        var (data, said) = (Data(0), Said("webauthn.get", options));
        var signature = key.SignData([.. data, .. SHA256.HashData(said)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        if (spoil) signature[^1] ^= 1;
        return Credential(new { clientDataJSON = Text(said), authenticatorData = Text(data), signature = Text(signature), userHandle = UserHandle });
    }

    private object Credential(object response) => new { id = Text(id), rawId = Text(id), type = "public-key", clientExtensionResults = new { }, authenticatorAttachment = "platform", response };

    private byte[] Data(byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Host)), (byte)(Present | (Asked ? Verified : 0) | more), .. count];
    }

    private byte[] Said(string type, JsonElement options) => JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = options.GetProperty("challenge").GetString(), origin = Origin, crossOrigin = false });

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose() => key.Dispose();
}
