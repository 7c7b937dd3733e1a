using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>Over https: with a certificate that is configured, else with one that the server makes itself.</summary>
public sealed class HttpsTests(RealEngines engines) : IDisposable
{
    private readonly string keys = Directory.CreateTempSubdirectory("screenops-https-").FullName;
    private string Kept => Path.Combine(keys, "https.pem");

    [Fact]
    public async Task Without_a_certificate_the_server_makes_one_for_the_names_that_it_is_reached_by()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await Start(district, "--ScreenOps:PublicUrl=https://board.example:8443");
        using var http = ServerAddress.Read(server.Folder)!.Http();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal("text/html", (await http.GetAsync("/openapi/")).Content.Headers.ContentType!.MediaType);
        var shown = server.Get<OwnCertificate>().Certificate;
        Assert.All(["localhost", "127.0.0.1", "board.example"], name => Assert.True(shown.MatchesHostname(name), name));
        Assert.Equal("1.2.840.10045.3.1.7", shown.GetECDsaPublicKey()!.ExportParameters(false).Curve.Oid.Value);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Kept));
        Assert.DoesNotContain("PRIVATE", await File.ReadAllTextAsync(Path.Combine(keys, "https.crt")));
        Assert.Contains(string.Join(':', shown.GetCertHashString(HashAlgorithmName.SHA256).Chunk(2).Select(c => new string(c))), server.Get<OwnCertificate>().Words());
    }

    [Fact]
    public async Task The_certificate_is_kept_over_a_restart_and_made_anew_for_a_name_that_it_lacks()
    {
        var district = await BoardDistrict.Make(engines);
        var shown = new List<string>();
        foreach (var name in new[] { "one.example", "one.example", "two.example" })
        {
            await using var server = await Start(district, $"--ScreenOps:PublicUrl=https://{name}");
            shown.Add((await ServerAddress.FingerprintAt(server.Address, default))!);
            if (name == "two.example") Assert.True(server.Get<OwnCertificate>().Certificate.MatchesHostname("one.example"));
        }
        Assert.Equal(shown[0], shown[1]);
        Assert.NotEqual(shown[1], shown[2]);
    }

    [Fact]
    public void It_is_renewed_before_it_ends_and_not_sooner()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var own = new OwnCertificate(keys, ["board.example"], time);
        var (first, end) = (own.Fingerprint, own.Certificate.NotAfter.ToUniversalTime());
        time.Advance(OwnCertificate.Life - OwnCertificate.RenewBefore - TimeSpan.FromHours(1));
        Assert.False(own.Renew());
        time.Advance(TimeSpan.FromHours(2));
        Assert.True(own.Renew());
        Assert.NotEqual(first, own.Fingerprint);
        Assert.True(own.Certificate.NotAfter.ToUniversalTime() > end);
        Assert.Equal(own.Fingerprint, new OwnCertificate(keys, ["board.example"], time).Fingerprint);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_the_next_who_connects()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await Start(district);
        var before = await ServerAddress.FingerprintAt(server.Address, default);
        var own = server.Get<OwnCertificate>();
        own.Replace();
        Assert.NotEqual(before, own.Fingerprint);
        Assert.Equal(own.Fingerprint, await ServerAddress.FingerprintAt(server.Address, default));
    }

    [Fact]
    public async Task A_verb_reaches_the_server_by_the_fingerprint_in_its_data_folder_and_trusts_no_other()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await Start(district);
        var left = ServerAddress.Read(server.Folder)!;
        Assert.Equal(0, await Verbs.Run(["verify", $"--ScreenOps:DataFolder={server.Folder}"], TextWriter.Null, default));
        string[] elsewhere = ["verify", "--url", $"{left.Url}", "--token", left.Token, $"--ScreenOps:DataFolder={keys}"];
        Assert.Equal(0, await Verbs.Run([.. elsewhere, "--fingerprint", string.Join(':', left.Fingerprint!.ToLowerInvariant().Chunk(2).Select(c => new string(c)))], TextWriter.Null, default));
        Assert.Contains("--fingerprint", (await Assert.ThrowsAsync<StartException>(() => Verbs.Run(elsewhere, TextWriter.Null, default))).Message);
        Assert.Contains("not trusted", (await Assert.ThrowsAsync<StartException>(() => Verbs.Run([.. elsewhere, "--fingerprint", new string('A', 64)], TextWriter.Null, default))).Message);
        Assert.Contains("64 hex digits", (await Assert.ThrowsAsync<StartException>(() => Verbs.Run([.. elsewhere, "--fingerprint", "AB:CD"], TextWriter.Null, default))).Message);
    }

    [Fact]
    public async Task A_configured_certificate_is_used_and_none_is_made()
    {
        var district = await BoardDistrict.Make(engines);
        var (pem, key) = (Path.Combine(keys, "site.pem"), Path.Combine(keys, "site.key"));
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=screen.example", pair, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        await File.WriteAllTextAsync(pem, made.ExportCertificatePem());
        await File.WriteAllTextAsync(key, pair.ExportPkcs8PrivateKeyPem());
        await using var server = await Start(district, $"--Kestrel:Certificates:Default:Path={pem}", $"--Kestrel:Certificates:Default:KeyPath={key}");
        Assert.Equal(made.GetCertHashString(HashAlgorithmName.SHA256), await ServerAddress.FingerprintAt(server.Address, default));
        Assert.False(File.Exists(Kept));
        Assert.Equal(0, await Verbs.Run(["verify", $"--ScreenOps:DataFolder={server.Folder}"], TextWriter.Null, default));
    }

    [Fact]
    public async Task What_cannot_be_listened_at_or_with_is_told_with_its_cure()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await Start(district);
        async Task<string> Told(params string[] settings) => (await Assert.ThrowsAsync<StartException>(() => Start(district, settings))).Message;
        Assert.Contains("--urls", await Told("--urls", "0.0.0.0:8443"));
        Assert.Contains("--urls", await Told("--urls", $"{server.Address}"));
        Assert.Contains("KeyPath", await Told($"--Kestrel:Certificates:Default:Path={Path.Combine(keys, "none.pem")}"));
        await File.WriteAllTextAsync(Kept, "no certificate");
        Assert.Contains("Delete it", await Told());
    }

    private Task<TestServer> Start(BoardDistrict district, params string[] settings) =>
        TestServer.Start(district.Postgres, district.Redis, ["--urls", "https://127.0.0.1:0", $"--ScreenOps:KeyFolder={keys}", .. settings]);

    public void Dispose() => Directory.Delete(keys, recursive: true);
}
