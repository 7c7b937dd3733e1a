using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ScreenOps.Server.Platform;

/// <summary>
/// Cameras, service workers and WebCrypto work on loopback and over https only. A certificate comes from Kestrel's own configuration;
/// where none is configured and an https address is asked for, the server makes one.
/// </summary>
internal static class Https
{
    public static void AddHttps(this WebApplicationBuilder builder, DataFolder folder, IReadOnlyList<string> listening)
    {
        if (!listening.Any(Listening.IsHttps) || IsConfigured(builder.Configuration)) return;
        var publicUrl = builder.Configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.PublicUrl)}"];
        var names = listening.Where(Listening.IsHttps).Select(Listening.Host).Append(Uri.TryCreate(publicUrl, UriKind.Absolute, out var url) ? url.Host.Trim('[', ']') : null).OfType<string>();
        var own = new OwnCertificate(folder.Keys, names, TimeProvider.System);
        builder.Services.AddSingleton(own).AddHostedService<CertificateRenewal>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = own.Certificate;
            // A renewal after the start reaches every new connection.
            https.OnAuthenticate = (_, line) => line.ServerCertificateContext = own.Context;
        }));
    }

    /// <summary>Who configures a certificate for anything configures them all; Kestrel says which is missing.</summary>
    private static bool IsConfigured(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Certificates:Default").GetChildren().Any()
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any(e => e.GetSection("Certificate").GetChildren().Any() || e.GetSection("Sni").GetChildren().Any());
}

/// <summary>Looks twice a day whether the certificate ends soon. A failure is told and tried again.</summary>
internal sealed class CertificateRenewal(OwnCertificate own, DataFolder folder, TimeProvider time, ILogger<CertificateRenewal> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(12), time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                if (!own.Renew()) continue;
                log.CertificateRenewed(own.Certificate.NotAfter.ToUniversalTime(), own.Fingerprint);
                if (ServerAddress.Read(folder.Path) is { } left) (left with { Fingerprint = own.Fingerprint }).Write(folder.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.CertificateNotRenewed(own.Certificate.NotAfter.ToUniversalTime(), e);
            }
        }
    }
}
