using System.Text.Json;
using Microsoft.Playwright;
using ScreenOps.Browser.Tests.Board;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using Xunit;

namespace ScreenOps.Browser.Tests.Platform;

/// <summary>Every page that a person may open, as those meet it who see, hear or use it otherwise.</summary>
[Collection(nameof(Rehearsed))]
public sealed class EveryPageTests(RehearsedServer rehearsed)
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", "ScreenOps.Web", "node_modules", "axe-core", "axe.min.js"));
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly bool Long = Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1";

    private NewcomersServer Server => rehearsed.Server;

    private IEnumerable<string> Addresses => Pages.Addresses.Select(a => a.Pattern.Replace("{site}", "S01", StringComparison.Ordinal)).Append($"/?replay={rehearsed.Round}");

    /// <summary>SCREENOPS_LONG=1 goes through every page; else the wall alone.</summary>
    [Fact]
    public async Task Nothing_serious_is_found_on_any_page_in_either_theme_and_none_is_wider_than_a_small_phone()
    {
        var found = new List<string>();
        foreach (var who in Addresses.Where(a => Long || a == "/wall").GroupBy(Who))
        {
            var page = await SignedIn(who.Key);
            foreach (var address in who) found.AddRange(await Look(page, address));
            await page.Context.CloseAsync();
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Into screens/, to be looked at one by one. SCREENOPS_LONG=1 takes all of them in both languages and themes; else the command centre's in one of each.</summary>
    [Fact]
    public async Task Every_page_has_its_picture_at_every_size_and_leaves_nothing_beside_the_screen()
    {
        foreach (var (language, theme) in Long ? [("zh-CN", "light"), ("zh-CN", "dark"), ("en", "light"), ("en", "dark")] : new[] { ("zh-CN", "light") })
            foreach (var who in Addresses.Where(a => Long || a == "/").GroupBy(Who))
            {
                var page = await SignedIn(who.Key);
                await page.AddInitScriptAsync($"localStorage.setItem('screenops.language', '{language}'); localStorage.setItem('screenops.theme', '{theme}')");
                foreach (var address in who)
                {
                    await Open(page, address);
                    foreach (var (width, height) in new[] { (3840, 2160), (1920, 1080), (1280, 800), (390, 844) })
                    {
                        await page.SetViewportSizeAsync(width, height);
                        Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
                        await NewcomersServer.Keep(page, $"all{address.Split('?')[0].Replace('/', '-')}{(address.Contains('?') ? "replay" : "")}-{language}-{theme}-{width}");
                    }
                }
                await page.Context.CloseAsync();
            }
    }

    private enum Person { Nobody, Centre, Tablet, Lab, Member }

    private static Person Who(string address) => address.Split('/', '?')[1] switch
    {
        "s" or "in" or "code" or "display" => Person.Nobody,
        "tablet" or "desk" or "tubes" => Person.Tablet,
        "lab" => Person.Lab,
        "duty" or "post" => Person.Member,
        _ => Person.Centre,
    };

    private async Task<IPage> SignedIn(Person who)
    {
        if (who == Person.Centre) return await Server.Centre("/");
        var (accounts, codes, page) = (Server.Get<Accounts>(), Server.Get<OneTimeCodes>(), await Server.Page(1280, 800));
        if (who == Person.Nobody) return page;
        if (who == Person.Tablet)
        {
            await page.GotoAsync(Server.Link((await codes.ForSite(NewcomersServer.District, "S01", false, Cancel)).Code));
            await page.WaitForURLAsync("**/tablet");
            return page;
        }
        var account = Guid.NewGuid();
        if (who == Person.Lab) await accounts.Add(new(account, NewcomersServer.District, "Lab", Grant.Lab, null, Guid.Empty, false), null, Cancel);
        else account = (await accounts.ForMember(NewcomersServer.District, (await Server.Get<Members>().Find(NewcomersServer.District, null, Cancel))[0].Id!.Value, Cancel))!.Value;
        await page.GotoAsync(Server.Link((await codes.ForAccount(account, Cancel)).Code));
        await page.WaitForURLAsync(who == Person.Lab ? "**/lab" : "**/duty");
        return page;
    }

    private async Task Open(IPage page, string address)
    {
        await page.GotoAsync(new Uri(Server.Address, address).ToString());
        await Assertions.Expect(page.Locator("#app > *").First).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator(".bone:not(.look *)")).ToHaveCountAsync(0);
    }

    /// <summary>All rules in the light, those of colour once more in the dark; then as narrow as a small phone, which is also what zooming to twice the size leaves of a laptop.</summary>
    private async Task<IEnumerable<string>> Look(IPage page, string address)
    {
        await page.SetViewportSizeAsync(1280, 800);
        await Open(page, address);
        await page.EvaluateAsync(Axe);
        var found = new List<string>();
        foreach (var (theme, rules) in new[] { ("light", "{}"), ("dark", "{ runOnly: ['color-contrast'] }") })
        {
            await page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");
            var told = await page.EvaluateAsync<JsonElement>($"axe.run(document, {{ ...{rules}, resultTypes: ['violations'] }}).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${{v.id}}: ${{v.nodes.slice(0, 4).map(n => n.target.join(' ')).join(' | ')}}`))");
            found.AddRange(told.EnumerateArray().Select(v => $"{address} {theme} {v.GetString()}"));
        }
        foreach (var width in new[] { 640, 360 })
        {
            await page.SetViewportSizeAsync(width, 640);
            var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            if (over > 0) found.Add($"{address} is {over} px wider than {width} px");
        }
        return found;
    }
}
