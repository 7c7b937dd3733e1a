namespace ScreenOps.Server.Tests.Platform;

public class HeadersTests(RealEngines engines)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "connect-src 'self' ws: wss:;"), InlineData("https://tiles.example/{z}/{x}/{y}.png", "connect-src 'self' ws: wss: https://tiles.example;")]
    public async Task A_page_may_fetch_from_nowhere_else_but_the_districts_tiles(string tiles, string expected)
    {
        await using var server = await TestServer.Start(await engines.Database(), engines.Address(LiveEngine.Redis), $"--ScreenOps:Tiles={tiles}");
        using var http = server.Http();
        using var answer = await http.GetAsync("/in", Cancel);
        Assert.Contains(expected, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }
}
