using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ScreenOps.Browser.Tests.Board;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests.Access;

/// <summary>A link that somebody was sent, followed by whoever has not signed in.</summary>
[Collection(nameof(Rehearsed))]
public sealed class SignInTests(RehearsedServer rehearsed)
{
    [Fact]
    public async Task Who_follows_a_link_lands_on_it_after_signing_in_and_no_link_leads_elsewhere()
    {
        var (server, link) = (rehearsed.Server, $"/report?round={rehearsed.Round}");
        var page = await server.Page(1280, 800);
        await page.GotoAsync(new Uri(server.Address, link).ToString());
        await page.Reaches(@"/in\?to=");
        await page.EvaluateAsync("code => { location.hash = code }", await Code());
        await page.Reaches(Regex.Escape(link) + "$");
        await Assertions.Expect(page.Locator(".paper")).ToBeVisibleAsync();
        await page.Context.CloseAsync();

        foreach (var elsewhere in new[] { "//example.com/", @"/\example.com/", "/.//example.com/", "https://example.com/", "javascript:document.write(1)", "/api/v1/session" })
        {
            var other = await server.Page(390, 844);
            await other.GotoAsync(new Uri(server.Address, $"/in?to={Uri.EscapeDataString(elsewhere)}#{await Code()}").ToString());
            await other.Reaches($"^{Regex.Escape(server.Address.ToString())}$");
            await other.Context.CloseAsync();
        }
    }

    private async Task<string> Code()
    {
        var (accounts, codes) = (rehearsed.Server.Get<Accounts>(), rehearsed.Server.Get<OneTimeCodes>());
        return (await codes.ForAccount(await accounts.FirstCentre(NewcomersServer.District, "centre", default), default)).Code;
    }
}
