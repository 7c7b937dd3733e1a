using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using ScreenOps.Core.CheckIn;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>Core lays a pass out by hand; the libraries made for it must read the same.</summary>
public sealed class CoseTests
{
    [Fact]
    public void A_pass_is_a_COSE_message_that_others_verify_and_read()
    {
        using var key = PassKey.Make();
        using var verifier = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Bytes(key.X), Y = Bytes(key.Y) } });
        var claims = new PassClaims(Guid.NewGuid(), PassKind.Household, DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
        var message = CoseMessage.DecodeSign1(Base45.Decode(SignedPass.Write(claims, key).AsSpan(4))!);
        Assert.True(message.VerifyEmbedded(verifier));
        Assert.Equal(key.Id.ToArray(), message.ProtectedHeaders[CoseHeaderLabel.KeyIdentifier].GetValueAsBytes());
        Assert.Equal(-7, message.ProtectedHeaders[CoseHeaderLabel.Algorithm].GetValueAsInt32());
        var payload = new CborReader(message.Content!.Value, CborConformanceMode.Canonical);
        Assert.Equal(3, payload.ReadStartMap());
        Assert.Equal((4, 1_900_000_000L), (payload.ReadInt32(), payload.ReadInt64()));
        Assert.Equal(7, payload.ReadInt32());
        Assert.Equal(claims.Id, new Guid(payload.ReadByteString(), bigEndian: true));
        Assert.Equal((-65537, 2), (payload.ReadInt32(), payload.ReadInt32()));
        payload.ReadEndMap();
    }

    private static byte[] Bytes(string base64Url) => System.Buffers.Text.Base64Url.DecodeFromChars(base64Url);
}
