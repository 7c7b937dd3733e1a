using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using ScreenOps.Core.Counting;
using ScreenOps.Embedded;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Counting;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Operating;

/// <summary>Both servers are renewed one after the other while tablets count through nginx and through HAProxy, and nobody notices.</summary>
public sealed class RollingTests(RealEngines engines) : IDisposable
{
    private static readonly string[] Shipped = ["--ScreenOps:Proxies=127.0.0.1", "--Logging:Console:FormatterName=json"], Quick = [.. Shipped, "--Leaving:Spread=00:00:00.500"];
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-rolling-").FullName;

    [Fact]
    public async Task Servers_are_renewed_behind_a_balancer_while_tablets_count_and_no_command_is_refused_or_lost()
    {
        var district = await BoardDistrict.Make(engines);
        Balancer.WriteCertificate(folder);
        int[] ports = [LoopbackPort.Free(), LoopbackPort.Free()];
        var servers = await Task.WhenAll(ports.Select(p => ServerProcess.Start(district.Postgres, district.Redis, p, Quick)));
        await using var nginx = await Balancer.Nginx(folder, ports[0], ports[1]);
        await using var haproxy = await Balancer.Haproxy(folder, ports[0], ports[1]);
        // Tokens of any server with these keys hold at all of them.
        await using var issuer = await district.Server();
        var (lines, tablets) = (new List<HubConnection>(), new List<Tapping>());
        for (var i = 0; i < 8; i++)
        {
            lines.Add(await Line((i % 2 == 0 ? nginx : haproxy).Address, await issuer.Tablet(district.Code, Guid.NewGuid(), $"S{1 + i % 3}")));
            tablets.Add(Tapping.Over(lines[i], $"S{1 + i % 3}"));
        }
        using var ended = new CancellationTokenSource();
        var asking = new[] { nginx, haproxy }.Select(async b => await Ask(b.Address, await issuer.Tablet(district.Code, Guid.NewGuid(), "S2"), ended.Token)).ToList();
        for (var i = 0; i < servers.Length; i++)
        {
            // Whoever renews waits for the balancer to know the one before.
            await haproxy.Sees(servers.Length);
            foreach (var tablet in tablets) await tablet.GoesOn(5);
            await Renew(servers, i, ports[i], district, Quick);
        }
        foreach (var tablet in tablets) await tablet.GoesOn(5);
        await ended.CancelAsync();
        var (counted, refused) = (0L, new List<string>());
        foreach (var one in asking)
        {
            var (answered, wrong) = await one;
            counted += answered;
            refused.AddRange(wrong);
        }
        foreach (var tablet in tablets) counted += await tablet.End();
        foreach (var line in lines) await line.DisposeAsync();
        foreach (var server in servers) await server.DisposeAsync();
        Assert.Empty(refused);
        Assert.Equal(0, tablets.Sum(t => t.Busy));
        Assert.Equal(counted, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Equal(0, await district.Ask<long>("select count(*) from ledger where refusal is not null"));
    }

    /// <summary>The load of the story latency: 43 tablets with 1,000 taps a second, each due at its moment; servers leave in the time that they are shipped with.</summary>
    [Fact]
    public async Task A_thousand_taps_a_second_go_on_and_in_the_worst_second_99_of_100_wait_less_than_one()
    {
        const int Tablets = 43, Rate = 1000;
        var district = await BoardDistrict.Make(engines);
        Balancer.WriteCertificate(folder);
        int[] ports = [LoopbackPort.Free(), LoopbackPort.Free()];
        var servers = await Task.WhenAll(ports.Select(p => ServerProcess.Start(district.Postgres, district.Redis, p, Shipped)));
        await using var nginx = await Balancer.Nginx(folder, ports[0], ports[1]);
        await using var issuer = await district.Server();
        var lines = new List<HubConnection>();
        for (var i = 0; i < Tablets; i++) lines.Add(await Line(nginx.Address, await issuer.Tablet(district.Code, Guid.NewGuid(), $"S{1 + i % 3}")));
        var tablets = lines.Select((line, i) => new PacedTapping(line, $"S{1 + i % 3}", TimeSpan.FromSeconds((double)Tablets / Rate))).ToList();
        using var ended = new CancellationTokenSource();
        var running = tablets.Select(t => t.Run(ended.Token)).ToList();
        async Task GoOn(int seconds)
        {
            var from = tablets.Sum(t => t.Acknowledged);
            await Eventually.True(() => Task.FromResult(tablets.Sum(t => t.Acknowledged) >= from + seconds * Rate), $"{seconds} seconds of taps");
        }
        // The first seconds, in which two servers just started compile what they need, are told and not judged.
        await GoOn(10);
        var since = tablets[0].Second + 1;
        for (var i = 0; i < servers.Length; i++)
        {
            await Renew(servers, i, ports[i], district, Shipped);
            await GoOn(5);
        }
        await ended.CancelAsync();
        await Task.WhenAll(running).WaitAsync(Eventually.Limit);
        foreach (var line in lines) await line.DisposeAsync();
        foreach (var server in servers) await server.DisposeAsync();
        var seconds = tablets.SelectMany(t => t.Waits).GroupBy(w => w.Second).ToDictionary(g => g.Key, g => g.Select(w => w.Took).Order().ElementAt(g.Count() * 99 / 100));
        var (worst, p99) = seconds.Where(s => s.Key >= since).MaxBy(s => s.Value);
        TestContext.Current.SendDiagnosticMessage($"p99 of the worst second {p99:N3} s (second {worst}), median of all seconds {seconds.Values.Order().ElementAt(seconds.Count / 2):N3} s, of the first ten {seconds.Where(s => s.Key < since).Max(s => s.Value):N3} s");
        Assert.Equal(0, tablets.Sum(t => t.Busy));
        Assert.Equal(tablets.Sum(t => t.Acknowledged), await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Equal(0, await district.Ask<long>("select count(*) from ledger where refusal is not null"));
        Assert.True(p99 < 1, $"In second {worst} the p99 was {p99:N3} s.");
    }

    /// <summary>It says that it leaves while it still answers everybody, ends by itself and well, and another one takes its place.</summary>
    private static async Task Renew(ServerProcess[] servers, int i, int port, BoardDistrict district, string[] settings)
    {
        using var http = new HttpClient { BaseAddress = servers[i].Address };
        await servers[i].Dismiss();
        await Eventually.True(async () =>
        {
            using var ready = await http.GetAsync("/health/ready");
            return ready.StatusCode == HttpStatusCode.ServiceUnavailable && (await ready.Content.ReadAsStringAsync()).Contains("leaving", StringComparison.Ordinal);
        }, "it says that it leaves");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        using (var line = await http.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, line.StatusCode);
            Assert.NotNull(line.Headers.RetryAfter);
        }
        Assert.Equal(0, await servers[i].Ended());
        // Its log is JSON where that is wished for.
        var told = servers[i].Said.Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("EventId").GetInt32()).ToList();
        Assert.Contains(1004, told);
        await servers[i].DisposeAsync();
        servers[i] = await ServerProcess.Start(district.Postgres, district.Redis, port, settings);
    }

    /// <summary>Counts by HTTP, one request after another and each once: an answer that is no success is a refusal.</summary>
    private static async Task<(long Answered, List<string> Refused)> Ask(Uri balancer, string token, CancellationToken ended)
    {
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } }) { BaseAddress = balancer };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var (answered, refused) = (0L, new List<string>());
        while (!ended.IsCancellationRequested && refused.Count == 0)
        {
            using var counted = await http.PostAsJsonAsync("/api/v1/counts", new { commands = new[] { BoardDistrict.Command(answered + 1, CountKind.Arrived, 1, "S2") } }, CancellationToken.None);
            var told = await counted.Content.ReadAsStringAsync(CancellationToken.None);
            if (counted.IsSuccessStatusCode && told.Contains("\"Applied\"", StringComparison.Ordinal)) answered++;
            else refused.Add($"{(int)counted.StatusCode} {told}");
        }
        return (answered, refused);
    }

    private static async Task<HubConnection> Line(Uri balancer, string token)
    {
        var line = new HubConnectionBuilder().WithUrl(new Uri(balancer, "/hubs/live"), http => Trust(http, token)).WithAutomaticReconnect(new ForEver()).AddMessagePackProtocol().Build();
        await line.StartAsync();
        return line;
    }

    private static void Trust(HttpConnectionOptions http, string token)
    {
        http.AccessTokenProvider = () => Task.FromResult<string?>(token);
        http.HttpMessageHandlerFactory = handler =>
        {
            ((HttpClientHandler)handler).ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
            return handler;
        };
        http.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = (_, _, _, _) => true;
    }

    /// <summary>As the pages do: again and again, the first time soon.</summary>
    private sealed class ForEver : IRetryPolicy
    {
        public TimeSpan? NextRetryDelay(RetryContext context) => TimeSpan.FromMilliseconds(100 + 100 * Math.Min(context.PreviousRetryCount, 10));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
