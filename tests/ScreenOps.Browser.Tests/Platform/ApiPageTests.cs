using Microsoft.Playwright;
using Xunit;

namespace ScreenOps.Browser.Tests.Platform;

/// <summary>The page that describes the API, on a machine that reaches nothing but the server.</summary>
public sealed class ApiPageTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    [Fact]
    public async Task The_api_is_described_without_an_address_outside()
    {
        var page = await server.Page(1280, 800);
        var (asked, complaints) = (new List<string>(), new List<string>());
        page.Request += (_, request) => { if (request.Url.StartsWith("http", StringComparison.Ordinal) && new Uri(request.Url).Authority != server.Address.Authority) asked.Add(request.Url); };
        page.Console += (_, line) => { if (line.Type == "error") complaints.Add(line.Text); };
        await page.GotoAsync(new Uri(server.Address, "/openapi").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { NameString = "ScreenOps", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("/api/v1/imports").First).ToBeAttachedAsync();
        Assert.Empty(asked);
        Assert.Empty(complaints);
    }
}
