using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ScreenOps.Core.CheckIn;

/// <summary>
/// A P-256 key that passes are signed or checked with. Its id is the first 4 bytes of its RFC 7638 thumbprint, so a key has the same id everywhere.
/// May be used by many threads at once.
/// </summary>
public sealed class PassKey : IDisposable
{
    public const int IdBytes = 4;
    private readonly ECParameters parameters;
    private readonly byte[] id;
    // An ECDsa serves one thread at a time, and is dear to make.
    private readonly ConcurrentBag<ECDsa> idle = [];

    private PassKey(ECParameters parameters)
    {
        this.parameters = parameters;
        var (x, y) = (Base64Url(parameters.Q.X!), Base64Url(parameters.Q.Y!));
        id = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""))[..IdBytes];
        (X, Y) = (x, y);
    }

    public ReadOnlySpan<byte> Id => id;

    /// <summary>Lower-case hexadecimal.</summary>
    public string IdText => Convert.ToHexStringLower(id);

    /// <summary>Coordinates of the public point, base64url as a JWK writes them.</summary>
    public string X { get; }

    public string Y { get; }

    public bool CanSign => parameters.D is not null;

    public static PassKey Make()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(made.ExportParameters(true));
    }

    /// <summary>PKCS#8 in PEM. CryptographicException: it is no such thing; null: it is a key of another curve.</summary>
    public static PassKey? Read(ReadOnlySpan<char> pem)
    {
        using var read = ECDsa.Create();
        read.ImportFromPem(pem);
        var parameters = read.ExportParameters(true);
        return parameters.Curve.Oid.Value == "1.2.840.10045.3.1.7" ? new(parameters) : null;
    }

    /// <summary>A public point as a JWK writes it, of a server elsewhere; null: it is no point of the curve.</summary>
    public static PassKey? Public(string x, string y)
    {
        try
        {
            var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = System.Buffers.Text.Base64Url.DecodeFromChars(x), Y = System.Buffers.Text.Base64Url.DecodeFromChars(y) } };
            using var tried = ECDsa.Create(parameters);
            return new(parameters);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The same key without what signs.</summary>
    public PassKey Public() => new(parameters with { D = null });

    /// <summary>PKCS#8 in PEM: whoever has this can sign.</summary>
    public string Secret() => With(key => key.ExportPkcs8PrivateKeyPem());

    /// <summary>64 bytes: r and s.</summary>
    public byte[] Sign(byte[] said) => With(key => key.SignData(said, HashAlgorithmName.SHA256));

    public bool Verifies(byte[] said, byte[] signature) => With(key => key.VerifyData(said, signature, HashAlgorithmName.SHA256));

    private T With<T>(Func<ECDsa, T> act)
    {
        if (!idle.TryTake(out var key)) key = ECDsa.Create(parameters);
        var done = act(key);
        idle.Add(key);
        return done;
    }

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    public void Dispose()
    {
        while (idle.TryTake(out var key)) key.Dispose();
    }
}
