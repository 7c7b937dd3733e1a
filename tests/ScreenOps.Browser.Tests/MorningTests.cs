using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests;

/// <summary>People say on their phones whether they come, and the command centre sees it without reloading.</summary>
public sealed class MorningTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    private const string Early = "[data-shift=A] ";

    [Fact]
    public async Task From_the_roster_to_people_at_their_posts_the_command_centre_never_reloads()
    {
        var round = await Rehearsal();
        var centre = await server.Centre("/import");
        await centre.EvaluateAsync("window.kept = 'since the roster'");
        await Import(centre);
        await centre.GetByRole(AriaRole.Link, new() { Name = "排班", Exact = true }).ClickAsync();
        await centre.Locator(".plan-round").SelectOptionAsync($"{round}");
        await centre.Locator("[data-act=make]").ClickAsync();
        await Assertions.Expect(centre.Locator("[data-figure=filled]")).ToContainTextAsync("908");
        await LockAndDrag(centre);
        await centre.Locator("[data-act=publish]").ClickAsync();
        await centre.Locator(".question .button-main").ClickAsync();
        await Assertions.Expect(centre.Locator("[data-plan-state]")).ToContainTextAsync("已发布");
        await centre.GetByRole(AriaRole.Link, new() { Name = "到岗", Exact = true }).ClickAsync();
        await centre.GetByLabel("轮次", new() { Exact = true }).SelectOptionAsync($"{round}");
        await Assertions.Expect(centre.Locator(Early + "[data-figure=confirmed]")).ToHaveTextAsync("0");

        var (first, phone) = await Phone(centre, centre.Locator(".at-risk li").First);
        await Keep(phone, "duty-answer-zh");
        await phone.Locator("[data-duty=A] [data-act=yes]").ClickAsync();
        await Assertions.Expect(phone.Locator("[data-duty=A]")).ToHaveAttributeAsync("data-state", "Confirmed");
        await Assertions.Expect(centre.Locator(Early + "[data-figure=confirmed]")).ToHaveTextAsync("1");
        await Assertions.Expect(centre.Locator($"[data-risk='{first}']")).ToHaveCountAsync(0);

        // Of the roles of which people are left over.
        var (second, ill) = await Phone(centre, centre.Locator(".at-risk li", new() { HasTextString = "普西村采样点 · 早班 · 秩序员" }).First, "dark");
        await ill.Locator("[data-duty=A] [data-act=no]").ClickAsync();
        await ill.GetByRole(AriaRole.Button, new() { Name = "身体不适" }).ClickAsync();
        await Keep(ill, "duty-decline-zh-dark");
        await ill.Locator("[data-act=decline]").ClickAsync();
        await Assertions.Expect(centre.Locator("[data-hole]")).ToContainTextAsync($"{second} 来不了（身体不适）");
        await Assertions.Expect(centre.Locator(Early + "[data-figure=empty]")).ToHaveTextAsync("1");
        await Assertions.Expect(ill.Locator("[data-duty=A]")).ToHaveAttributeAsync("data-state", "Declined");

        await centre.Locator("[data-act=repair]").ClickAsync();
        await Assertions.Expect(centre.Locator("[data-move]").First).ToBeVisibleAsync();
        await Sizes(centre, "morning-repair-zh");
        await centre.GetByRole(AriaRole.Button, new() { Name = "不用", Exact = true }).ClickAsync();

        await centre.Locator("[data-hole] [data-act=ask]").ClickAsync();
        await Assertions.Expect(centre.Locator("[data-offer=waits]").First).ToBeVisibleAsync();
        var (_, helper) = await Phone(centre, centre.Locator("[data-hole]"), open: "[data-offer=waits]");
        await Keep(helper, "duty-offer-zh");
        await helper.Locator("[data-act=offer-yes]").ClickAsync();
        await Assertions.Expect(helper.Locator("[data-duty=A]")).ToHaveAttributeAsync("data-state", "Confirmed");
        await Assertions.Expect(centre.Locator(Early + "[data-figure=empty]")).ToHaveTextAsync("0");
        await Assertions.Expect(centre.Locator(Early + "[data-figure=confirmed]")).ToHaveTextAsync("2");

        await CheckIn(centre, phone, helper);
        await phone.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(phone.GetByText("At the post").First).ToBeVisibleAsync();
        await Keep(phone, "duty-there-en");
        Assert.Equal("since the roster", await centre.EvaluateAsync<string>("window.kept"));

        var sheet = await centre.RunAndWaitForDownloadAsync(() => centre.Locator("[data-act=links]").ClickAsync());
        Assert.True((await File.ReadAllLinesAsync(await sheet.PathAsync(), TestContext.Current.CancellationToken)).Length > 600, "everybody who was told has a link");

        await Sizes(centre, "morning-zh");
        await centre.GetByRole(AriaRole.Button, new() { Name = "EN", Exact = true }).ClickAsync();
        await Sizes(centre, "morning-en");
        await centre.GetByRole(AriaRole.Button, new() { Name = "Use dark" }).ClickAsync();
        await Sizes(centre, "morning-en-dark");
    }

    private static async Task Import(IPage centre)
    {
        var chooser = await centre.RunAndWaitForFileChooserAsync(() => centre.GetByText("选文件", new() { Exact = true }).ClickAsync());
        await chooser.SetFilesAsync(Path.Combine(NewcomersServer.Sample, "roster.xlsx"));
        await centre.GetByRole(AriaRole.Button, new() { Name = "检查", Exact = true }).ClickAsync();
        await centre.GetByRole(AriaRole.Button, new() { Name = "照这样导入" }).ClickAsync();
        await Assertions.Expect(centre.GetByText("导入完成")).ToBeVisibleAsync();
    }

    /// <summary>A lead is locked; a marshal's seat is freed, and somebody from the pool dragged there by the mouse, the effect read before it is let go.</summary>
    private static async Task LockAndDrag(IPage centre)
    {
        var (lead, marshal) = (centre.Locator(".plan-board [data-place='S07|A|SiteLead|0']"), centre.Locator(".plan-board [data-place='S05|A|Marshal|0']"));
        await lead.ClickAsync();
        await centre.Locator("[data-act=lock]").ClickAsync();
        await Assertions.Expect(lead).ToHaveClassAsync(new Regex("locked"));
        await centre.Keyboard.PressAsync("Escape");
        await marshal.ClickAsync();
        await centre.Locator("[data-act=free]").ClickAsync();
        await Assertions.Expect(centre.Locator("[data-figure=empty]")).ToContainTextAsync("1");
        await centre.Keyboard.PressAsync("Escape");
        await centre.GetByRole(AriaRole.Button, new() { NameString = "能补空缺" }).ClickAsync();
        var (from, to) = ((await centre.Locator(".plan-side .person").First.BoundingBoxAsync())!, (await marshal.BoundingBoxAsync())!);
        await centre.Mouse.MoveAsync(from.X + 40, from.Y + from.Height / 2);
        await centre.Mouse.DownAsync();
        await centre.Mouse.MoveAsync(to.X + to.Width / 2, to.Y + to.Height / 2, new() { Steps = 8 });
        await Assertions.Expect(centre.Locator("[data-effect-weight]")).ToHaveTextAsync(new Regex(@"2\s+0"));
        await centre.Mouse.UpAsync();
        await Assertions.Expect(marshal).ToHaveClassAsync(new Regex("locked"));
    }

    /// <summary>One types the code at the post, first a wrong one; the other opens what hangs there, as a camera does.</summary>
    private async Task CheckIn(IPage centre, IPage phone, IPage helper)
    {
        var code = await centre.Locator("[data-post-code]").InnerTextAsync();
        await phone.Locator("[data-duty=A] input").FillAsync(code == "000000" ? "000001" : "000000");
        await phone.Locator("[data-act=check-in]").ClickAsync();
        await Assertions.Expect(phone.GetByRole(AriaRole.Alert)).ToContainTextAsync("不是您现在值班岗位的码");
        await phone.Locator("[data-duty=A] input").FillAsync(code);
        await phone.Locator("[data-act=check-in]").ClickAsync();
        await Assertions.Expect(phone.Locator("[data-duty=A] .done")).ToBeVisibleAsync();
        await Assertions.Expect(centre.Locator(Early + "[data-figure=present]")).ToHaveTextAsync("1");
        await Keep(phone, "duty-there-zh");
        await helper.GotoAsync(new Uri(server.Address, $"/post/S01#{code}").ToString());
        await Assertions.Expect(centre.Locator(Early + "[data-figure=present]")).ToHaveTextAsync("2");
        Assert.DoesNotContain(code, helper.Url, StringComparison.Ordinal);
    }

    /// <summary>A rehearsal of a morning in which it is five to five.</summary>
    private async Task<int> Rehearsal()
    {
        var (accounts, tokens) = (server.Get<Accounts>(), server.Get<ServerToken>());
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.For((await accounts.Find(await accounts.FirstCentre(NewcomersServer.District, "centre", default), default))!.Principal()));
        var made = await (await http.PostAsJsonAsync("/api/v1/rounds", new { name = "到岗演练", day = "2022-08-14", rehearsal = true, clockFrom = "2022-08-14T04:55:00+08:00", clockSpeed = 1 })).Content.ReadFromJsonAsync<JsonObject>();
        (await http.PostAsync($"/api/v1/rounds/{made!["id"]}/open", null)).EnsureSuccessStatusCode();
        return (int)made["id"]!;
    }

    /// <summary>The phone of the person in a row of the command centre, signed in by the link that is shown there.</summary>
    private async Task<(string Name, IPage Phone)> Phone(IPage centre, ILocator row, string theme = "light", string open = "[data-act=link]")
    {
        var name = await row.GetAttributeAsync("data-risk") ?? "";
        await row.Locator(open).First.ClickAsync();
        var link = await centre.Locator("[data-link]").InnerTextAsync();
        if (theme == "dark") await Sizes(centre, "morning-link-zh", 1366);
        await centre.Locator(".duty-link footer .button").First.ClickAsync();
        var phone = await server.Page(390, 844);
        await phone.AddInitScriptAsync($"localStorage.setItem('screenops.theme', '{theme}')");
        await phone.GotoAsync(new Uri(server.Address, new Uri(link).PathAndQuery + new Uri(link).Fragment).ToString());
        await Assertions.Expect(phone.Locator("[data-duty], [data-offer]").First).ToBeVisibleAsync();
        Assert.EndsWith("/duty", phone.Url, StringComparison.Ordinal);
        return (name, phone);
    }

    private static async Task Keep(IPage page, string name)
    {
        Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        await NewcomersServer.Keep(page, $"{name}-390", whole: true);
    }

    private static async Task Sizes(IPage page, string name, params int[] widths)
    {
        foreach (var width in widths.Length > 0 ? widths : [1366, 1920])
        {
            await page.SetViewportSizeAsync(width, width == 1366 ? 768 : 1080);
            await NewcomersServer.Keep(page, $"{name}-{width}");
        }
    }
}
