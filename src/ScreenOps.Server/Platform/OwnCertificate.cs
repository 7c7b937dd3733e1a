using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScreenOps.Server.Platform;

/// <summary>
/// The certificate that this server made for itself: kept over restarts, so that who trusts it need not do so again, and made anew
/// before it ends or where it lacks a name that people are told to use.
/// </summary>
internal sealed class OwnCertificate
{
    /// <summary>Apple's devices take no longer one.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(800);
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan ClocksBehind = TimeSpan.FromDays(1);
    private const int MostNames = 64;

    private readonly string folder;
    private readonly IReadOnlyList<string> names;
    private readonly TimeProvider time;
    private volatile SslStreamCertificateContext context;

    /// <param name="folder">Where it is kept: https.pem with its key, for the server; https.crt without, to give to devices.</param>
    /// <param name="names">Hosts that it must be good for.</param>
    public OwnCertificate(string folder, IEnumerable<string> names, TimeProvider time)
    {
        (this.folder, this.time) = (folder, time);
        this.names = [.. names.Prepend(Dns.GetHostName()).Prepend("localhost").Select(Form).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        var kept = Kept();
        context = Ready(kept is not null && IsGood(kept) ? kept : Make(kept));
    }

    public SslStreamCertificateContext Context => context;

    public X509Certificate2 Certificate => context.TargetCertificate;

    public string Fingerprint => Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private string File => Path.Combine(folder, "https.pem");

    private string PublicFile => Path.Combine(folder, "https.crt");

    /// <summary>Makes a new one where the present one ends soon. False: it is good.</summary>
    public bool Renew()
    {
        if (IsGood(Certificate)) return false;
        Replace();
        return true;
    }

    /// <summary>Whoever trusted the last one must trust the new one.</summary>
    public void Replace() => context = Ready(Make(Certificate));

    public string Words() => $"""
        https: no certificate is configured, so this server uses one of its own, valid until {Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}
          for {string.Join(", ", Names(Certificate))}
          SHA-256 {string.Join(':', Fingerprint.Chunk(2).Select(c => new string(c)))}
          To trust it, install {PublicFile} on each device. To replace it, set Kestrel__Certificates__Default__Path and __KeyPath (PEM), or __Password (PFX).
        """;

    private bool IsGood(X509Certificate2 kept) =>
        time.GetUtcNow() < kept.NotAfter - RenewBefore && !names.Except(Names(kept), StringComparer.OrdinalIgnoreCase).Any();

    private X509Certificate2? Kept()
    {
        if (!System.IO.File.Exists(File)) return null;
        try
        {
            var text = System.IO.File.ReadAllText(File);
            return X509Certificate2.CreateFromPem(text, text);
        }
        catch (CryptographicException e)
        {
            throw new StartException($"The file {File} holds no certificate with its key. Delete it, and the server makes a new one.", e);
        }
    }

    /// <summary>A new key. What the last one was good for stays, since servers that share the folder have names of their own.</summary>
    private X509Certificate2 Make(X509Certificate2? last)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ScreenOps", key, HashAlgorithmName.SHA256);
        // Android trusts a certificate by hand only where it is an authority's.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var names = this.names.Concat(Machine()).Concat(last is null ? [] : Names(last)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostNames);
        request.CertificateExtensions.Add(Alternatives(names));
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now - ClocksBehind, now + Life);
        DataFolder.WriteSecret(File, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", first: last is null);
        // Another server may have been first; its certificate stands.
        return Kept()!;
    }

    private static X509Extension Alternatives(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) builder.AddIpAddress(address);
            else builder.AddDnsName(name);
        }
        return builder.Build();
    }

    private SslStreamCertificateContext Ready(X509Certificate2 certificate)
    {
        System.IO.File.WriteAllText(PublicFile, certificate.ExportCertificatePem() + "\n");
        return SslStreamCertificateContext.Create(certificate, null, offline: true);
    }

    private static IReadOnlyList<string> Names(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())))];

    /// <summary>Addresses that the machine has now. One that it gets later makes no new certificate: who came by name would lose their trust for it.</summary>
    private static IEnumerable<string> Machine() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus == OperationalStatus.Up)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
        .Where(a => a.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !a.IsIPv6LinkLocal)
        .Select(a => a.ToString()).Prepend("::1").Prepend("127.0.0.1");

    /// <summary>As a certificate writes it; null for what none can be made out to.</summary>
    private static string? Form(string name)
    {
        if (IPAddress.TryParse(name, out var address)) return address.ToString();
        try
        {
            return Uri.CheckHostName(name) == UriHostNameType.Dns ? new IdnMapping().GetAscii(name) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
