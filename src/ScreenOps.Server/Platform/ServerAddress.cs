using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace ScreenOps.Server.Platform;

/// <summary>A server as the verbs reach it. A running one leaves this in its data folder, readable by its owner only.</summary>
/// <param name="Fingerprint">SHA-256 of the certificate that it shows, 64 hex digits: that one is trusted whoever signed it, any other only as usual. Null: as usual.</param>
internal sealed record ServerAddress(Uri Url, string Token, string? Fingerprint = null)
{
    private const string File = "server.json";

    public void Write(string folder) => DataFolder.WriteSecret(Path.Combine(folder, File), JsonSerializer.Serialize(this));

    public static ServerAddress? Read(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), File);
        return System.IO.File.Exists(path) ? JsonSerializer.Deserialize<ServerAddress>(System.IO.File.ReadAllText(path)) : null;
    }

    /// <summary>The digits of a fingerprint as a person writes it, with or without colons; null: it is none.</summary>
    public static string? Digits(string written)
    {
        var digits = written.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigit) ? digits : null;
    }

    /// <summary>Speaks with the token of this address.</summary>
    public HttpClient Http()
    {
        var http = new HttpClient(Handler()) { BaseAddress = Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }

    public HttpMessageHandler Handler() =>
        new HttpClientHandler { UseCookies = false, ServerCertificateCustomValidationCallback = (_, shown, _, errors) => Trusts(shown, errors) };

    public bool Trusts(X509Certificate? shown, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None || (Fingerprint is not null && shown is not null && shown.GetCertHashString(HashAlgorithmName.SHA256) == Fingerprint);

    /// <summary>The fingerprint of the certificate that a listener of our own shows; null where it speaks plain HTTP. Nothing is sent to it.</summary>
    public static async Task<string?> FingerprintAt(Uri own, CancellationToken cancel)
    {
        if (own.Scheme != Uri.UriSchemeHttps) return null;
        using var socket = new TcpClient();
        await socket.ConnectAsync(own.Host.Trim('[', ']'), own.Port, cancel);
        await using var line = new SslStream(socket.GetStream());
        await line.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = own.Host, RemoteCertificateValidationCallback = (_, _, _, _) => true }, cancel);
        return line.RemoteCertificate!.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
