using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScreenOps.Embedded;
using ScreenOps.Server.Tests.Platform;
using ScreenOps.Server.Tests.Tidy;

namespace ScreenOps.Server.Tests.Operating;

/// <summary>A real load balancer with the very file of deploy/: only its addresses, paths and account are those of the test.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly Process process;

    private readonly int state;

    private Balancer(int port, int state, Process process) => (Address, this.state, this.process) = (new($"https://localhost:{port}"), state, process);

    public Uri Address { get; }

    public static async Task<Balancer> Nginx(string folder, int one, int other)
    {
        var (port, plain, file) = (LoopbackPort.Free(), LoopbackPort.Free(), Path.Combine(folder, "nginx.conf"));
        var temporary = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(t => $"{t}_temp_path {folder};"));
        await File.WriteAllTextAsync(file, Filled("deploy/nginx.conf",
            ("user www-data;", Environment.UserName == "root" ? "user root;" : ""), ("/run/nginx.pid", $"{folder}/nginx.pid"), ("/var/log/nginx/error.log", $"{folder}/nginx.log"), ("http {", $"http {{ {temporary}"),
            ("listen 80;", $"listen 127.0.0.1:{plain};"), ("listen 443 ssl", $"listen 127.0.0.1:{port} ssl"), ("/etc/screenops/https.pem", $"{folder}/https.pem"), ("/etc/screenops/https.key", $"{folder}/https.key"),
            ("127.0.0.1:8081", $"127.0.0.1:{one}"), ("127.0.0.1:8082", $"127.0.0.1:{other}")));
        return await Start("nginx", ["-p", folder, "-c", file, "-g", "daemon off;"], port);
    }

    public static async Task<Balancer> Haproxy(string folder, int one, int other)
    {
        var (port, state, file) = (LoopbackPort.Free(), LoopbackPort.Free(), Path.Combine(folder, "haproxy.cfg"));
        await File.WriteAllTextAsync(file, Filled("deploy/haproxy.cfg",
            ("user haproxy", ""), ("group haproxy", ""), ("maxconn 30000", "maxconn 500"), ("bind :443", $"bind 127.0.0.1:{port}"), ("127.0.0.1:8404", $"127.0.0.1:{state}"), ("/etc/screenops/https-and-key.pem", $"{folder}/https-and-key.pem"),
            ("127.0.0.1:8081", $"127.0.0.1:{one}"), ("127.0.0.1:8082", $"127.0.0.1:{other}")));
        return await Start("haproxy", ["-db", "-f", file], port, state);
    }

    /// <summary>Waits until it sends to so many servers, as it tells on its own page.</summary>
    public Task Sees(int servers) => Eventually.True(async () =>
    {
        using var http = new HttpClient();
        return (await http.GetStringAsync($"http://127.0.0.1:{state}/;csv")).Split('\n').Count(l => l.StartsWith("screenops,", StringComparison.Ordinal) && !l.StartsWith("screenops,BACKEND", StringComparison.Ordinal) && l.Contains(",UP,", StringComparison.Ordinal)) == servers;
    }, $"it sees {servers} servers");

    /// <summary>For localhost, where both look for it.</summary>
    public static void WriteCertificate(string folder)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=localhost", pair, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        var (certificate, key) = (made.ExportCertificatePem() + "\n", pair.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(Path.Combine(folder, "https.pem"), certificate);
        File.WriteAllText(Path.Combine(folder, "https.key"), key);
        File.WriteAllText(Path.Combine(folder, "https-and-key.pem"), certificate + key);
    }

    private static string Filled(string file, params (string Said, string Meant)[] places)
    {
        var text = Checkout.Read(file);
        foreach (var (said, meant) in places)
        {
            Assert.True(text.Contains(said, StringComparison.Ordinal), $"{file} does not say \"{said}\" any more; this test fills in there.");
            text = text.Replace(said, meant, StringComparison.Ordinal);
        }
        return text;
    }

    private static async Task<Balancer> Start(string program, string[] arguments, int port, int state = 0)
    {
        var (said, path) = (new List<string>(), Path.Combine("/usr/sbin", program));
        var process = Child.Start(File.Exists(path) ? path : program, arguments, line => { lock (said) if (line is not null) said.Add(line); });
        await Eventually.True(async () =>
        {
            if (process.HasExited) Assert.Fail($"{program} ended: {string.Join('\n', said)}");
            try
            {
                using var socket = new System.Net.Sockets.TcpClient();
                await socket.ConnectAsync("127.0.0.1", port);
                return true;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return false;
            }
        }, $"{program} listens");
        return new(port, state, process);
    }

    public async ValueTask DisposeAsync()
    {
        // Its workers go with their master, if it is told.
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(Eventually.Limit);
        process.Dispose();
    }
}
