using System.Net;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>Who asks too often is known by the own address, also behind a proxy, and nobody takes another's by writing it down.</summary>
public sealed class ProxiesTests(RealEngines engines)
{
    private const string Few = "--Access:PublicPerMinute=2";

    [Fact]
    public async Task Behind_a_named_proxy_each_client_has_a_limit_of_its_own()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(0, Few, "--ScreenOps:Proxies=127.0.0.0/8, 10.1.1.1");
        using var http = server.Http();
        foreach (var client in new[] { "198.51.100.1", "198.51.100.2", "2001:db8::1" })
        {
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], await Ask(http, client, 3));
            // Behind another of ours, it is the same client; what it wrote itself before that is not believed.
            Assert.Equal([HttpStatusCode.TooManyRequests], await Ask(http, $"203.0.113.9, {client}, 10.1.1.1", 1));
        }
    }

    [Fact]
    public async Task What_a_client_writes_of_itself_is_not_believed()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(0, Few);
        using var http = server.Http();
        Assert.Equal([HttpStatusCode.OK], await Ask(http, "198.51.100.1", 1));
        Assert.Equal([HttpStatusCode.OK], await Ask(http, "198.51.100.2", 1));
        Assert.Equal([HttpStatusCode.TooManyRequests], await Ask(http, "198.51.100.3", 1));
    }

    [Fact]
    public async Task What_is_no_address_is_refused_at_the_start()
    {
        var district = await BoardDistrict.Make(engines);
        Assert.Contains("10.0.0.0/24", (await Assert.ThrowsAsync<StartException>(() => district.Server(0, "--ScreenOps:Proxies=balancer.example"))).Message);
    }

    private static async Task<List<HttpStatusCode>> Ask(HttpClient http, string forwarded, int times)
    {
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < times; i++)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/v1/public/sites");
            ask.Headers.Add("X-Forwarded-For", forwarded);
            using var answer = await http.SendAsync(ask);
            answers.Add(answer.StatusCode);
        }
        return answers;
    }
}
