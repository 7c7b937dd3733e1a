using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests;

/// <summary>What an office does between two mornings: brings its sheets in, keeps sites and people, makes the next round.</summary>
public sealed class OfficeTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    [Fact]
    public async Task A_bad_roster_is_told_row_by_row_before_it_is_imported_and_after()
    {
        var page = await server.Centre("/import");
        await Choose(page, "选文件", "roster.xlsx");
        await page.GetByRole(AriaRole.Button, new() { Name = "检查", Exact = true }).ClickAsync();
        var row = page.Locator(".refused tr", new() { HasTextString = "宇航员" }).First;
        await Assertions.Expect(row).ToContainTextAsync("29");
        await Assertions.Expect(row).ToContainTextAsync("没有这个岗位");
        await Assertions.Expect(page.GetByText("手机号重复 8")).ToBeVisibleAsync();
        await NewcomersServer.Keep(page, "import-checked-zh-1440");

        await page.GetByRole(AriaRole.Button, new() { Name = "照这样导入" }).ClickAsync();
        await Assertions.Expect(page.GetByText("导入完成")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".totals")).ToContainTextAsync("712");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("下载全部").ClickAsync());
        Assert.Equal(37, (await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_workbook_that_was_cut_off_is_told_in_place_with_what_to_do()
    {
        var page = await server.Centre("/import", "en", "dark");
        var cut = (await File.ReadAllBytesAsync(Path.Combine(NewcomersServer.Sample, "roster.xlsx"), TestContext.Current.CancellationToken))[..9_000];
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByText("Choose files").ClickAsync());
        await chooser.SetFilesAsync(new[] { new FilePayload { Name = "roster.xlsx", MimeType = "", Buffer = cut }, new FilePayload { Name = "holiday.jpg", MimeType = "", Buffer = [1] } });
        await Assertions.Expect(page.GetByText("its name does not say what it is")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("save it again");
        await NewcomersServer.Keep(page, "import-failed-en-dark-1440");
    }

    [Fact]
    public async Task The_next_round_is_made_from_the_last_one_and_told_what_stands_in_its_way()
    {
        var page = await server.Centre("/rounds");
        await page.GetByRole(AriaRole.Button, new() { Name = "新建下一轮" }).ClickAsync();
        await Assertions.Expect(page.GetByText("共 43 个采样点、908 个席位")).ToBeVisibleAsync();
        await NewcomersServer.Keep(page, "rounds-make-zh-1440");
        await page.GetByLabel("名称").First.FillAsync("第 2 轮");
        await page.GetByRole(AriaRole.Button, new() { Name = "建好草稿" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "第 2 轮" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "开放这一轮" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("请先关闭它");

        await page.Locator("[data-at='0-1']").FillAsync("9");
        await page.Locator("[data-at='0-1']").PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("[data-at='1-1']")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(page.GetByText("已保存 1 处岗位人数")).ToBeVisibleAsync();
        await NewcomersServer.Keep(page, "rounds-zh-1440");
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-at='0-1']")).ToHaveValueAsync("4");

        var dark = await server.Centre("/rounds", "en", "dark");
        await dark.GetByRole(AriaRole.Button, new() { NameRegex = new("第 2 轮") }).ClickAsync();
        await Assertions.Expect(dark.Locator("[data-at='0-1']")).ToHaveValueAsync("4");
        await NewcomersServer.Keep(dark, "rounds-en-dark-1440");
    }

    [Fact]
    public async Task A_site_retired_by_mistake_is_back_with_one_click()
    {
        var page = await server.Centre("/sites");
        await page.GetByRole(AriaRole.Button, new() { Name = "普中村采样点" }).ClickAsync();
        await NewcomersServer.Keep(page, "sites-zh-1440");
        await page.GetByRole(AriaRole.Button, new() { Name = "停用", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("42 个采样点")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tr.is-gone")).ToContainTextAsync("S02");
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await Assertions.Expect(page.GetByText("43 个采样点")).ToBeVisibleAsync();
        var dark = await server.Centre("/sites", "en", "dark");
        await Assertions.Expect(dark.GetByText("43 sites")).ToBeVisibleAsync();
        await NewcomersServer.Keep(dark, "sites-en-dark-1440");
    }

    [Fact]
    public async Task A_member_is_found_changed_and_never_shown_with_the_whole_phone()
    {
        var page = await server.Centre("/members", "en", "dark");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("丁兰怡");
        await page.GetByRole(AriaRole.Button, new() { Name = "丁兰怡" }).ClickAsync();
        await page.GetByLabel("Unit", new() { Exact = true }).FillAsync("东卫生室");
        await page.Locator(".office-top summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sites" }).ClickAsync();
        await Assertions.Expect(page.GetByText("not saved yet")).ToBeVisibleAsync();
        await NewcomersServer.Keep(page, "members-en-dark-1440");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("东卫生室");
        Assert.DoesNotMatch("1[0-9]{10}", await page.Locator("body").InnerTextAsync());
        var light = await server.Centre("/members");
        await Assertions.Expect(light.GetByText("医护人员").First).ToBeVisibleAsync();
        await NewcomersServer.Keep(light, "members-zh-1440");
    }

    [Fact]
    public async Task An_account_is_made_signs_in_by_its_link_with_a_new_password_and_is_disabled()
    {
        var page = await server.Centre("/accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "添加账号" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("请选择权限");
        await page.Locator("#account-name").FillAsync("普中村信息台");
        await page.Locator("input[name=grant][value=Desk]").CheckAsync();
        await page.Locator("#account-site").SelectOptionAsync("S02");
        await page.Locator("#account-phone").FillAsync("13912345678");
        await NewcomersServer.Keep(page, "accounts-add-zh-1440");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-link]")).ToContainTextAsync("/in#");
        await NewcomersServer.Keep(page, "accounts-link-zh-1440");

        var dark = await server.Centre("/accounts", "en", "dark");
        await dark.GetByRole(AriaRole.Button, new() { Name = "普中村信息台" }).ClickAsync();
        await Assertions.Expect(dark.Locator("tr.is-selected")).ToContainTextAsync("139****5678");
        await NewcomersServer.Keep(dark, "accounts-en-dark-1440");
        await dark.Locator("[data-act=password]").ClickAsync();
        var phone = await server.Page(390, 844);
        await phone.GotoAsync(server.Link((await dark.Locator("[data-link]").InnerTextAsync()).Split('#')[1]));
        await Assertions.Expect(phone.GetByRole(AriaRole.Heading, new() { Name = "请设置密码" })).ToBeVisibleAsync();
        await NewcomersServer.Keep(phone, "new-password-zh-390");
        await phone.GetByLabel("新密码").FillAsync("three blind mice");
        await phone.GetByLabel("再输一次").FillAsync("three blind mice");
        await phone.GetByRole(AriaRole.Button, new() { Name = "保存并继续" }).ClickAsync();
        await phone.Reaches("/desk$");

        await dark.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
        await dark.Locator("[data-act=disable]").ClickAsync();
        await dark.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Assertions.Expect(dark.GetByText("普中村信息台 is disabled")).ToBeVisibleAsync();
        await Assertions.Expect(dark.Locator("tbody tr", new() { HasTextString = "普中村信息台" })).ToHaveCountAsync(0);
        await dark.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(dark.Locator("tbody tr", new() { HasTextString = "普中村信息台" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Whoever_must_be_rung_is_shown_for_a_reason_and_the_operator_reads_who_looked()
    {
        var page = await server.Centre("/members");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("丁兰怡");
        await page.GetByRole(AriaRole.Button, new() { Name = "丁兰怡", Exact = true }).ClickAsync();
        await page.Locator("[data-act=ring]").ClickAsync();
        await page.Locator("[data-act=show]").ClickAsync();
        await Assertions.Expect(page.GetByText("请写明原因")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "班次有变" }).ClickAsync();
        await NewcomersServer.Keep(page, "unmask-why-zh-1440");
        await page.Locator("[data-act=show]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-phone]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("1[0-9]{10}"));
        await NewcomersServer.Keep(page, "unmask-shown-zh-1440");
        await page.GetByRole(AriaRole.Button, new() { Name = "隐藏" }).ClickAsync();
        Assert.DoesNotMatch("1[0-9]{10}", await page.Locator("body").InnerTextAsync());

        await page.GotoAsync(new Uri(server.Address, "/person").ToString());
        await NewcomersServer.Keep(page, "person-empty-zh-1440");
        await page.GetByLabel("完整的身份证号或手机号").FillAsync("990355199907288252");
        await page.GetByRole(AriaRole.Button, new() { Name = "查找" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("199****3473");
        await page.Locator("[data-act=erase]").ClickAsync();
        await NewcomersServer.Keep(page, "person-erase-zh-1440");
        await page.GetByRole(AriaRole.Button, new() { Name = "取消" }).ClickAsync();

        var audit = await Operator("/audit", "zh-CN", "light");
        await Assertions.Expect(audit.Locator("tr[data-kind=Unmasked]").First).ToContainTextAsync("丁兰怡");
        await audit.Locator("[data-act=verify]").ClickAsync();
        await Assertions.Expect(audit.GetByText("都和写下时一样")).ToBeVisibleAsync();
        await NewcomersServer.Keep(audit, "audit-zh-1440");
        await NewcomersServer.Keep(await Operator("/audit", "en", "dark"), "audit-en-dark-1440");
        await page.GotoAsync(new Uri(server.Address, "/audit").ToString());
        await Assertions.Expect(page.GetByText("您的账号不能查看这一页")).ToBeVisibleAsync();
        await NewcomersServer.Keep(page, "audit-forbidden-zh-1440");
    }

    private async Task<IPage> Operator(string path, string language, string theme)
    {
        var id = Guid.NewGuid();
        await server.Get<Accounts>().Add(new(id, null, "operator", Grant.Operator, null, Guid.Empty, false), null, default);
        var page = await server.Page(1440, 900);
        await page.Context.AddInitScriptAsync($"localStorage.setItem('screenops.language', '{language}'); localStorage.setItem('screenops.theme', '{theme}')");
        await page.GotoAsync(server.Link((await server.Get<OneTimeCodes>().ForAccount(id, default)).Code));
        await page.Reaches($"^{Regex.Escape(server.Address.ToString())}$");
        await page.GotoAsync(new Uri(server.Address, path).ToString());
        await Assertions.Expect(page.Locator("main")).ToBeVisibleAsync();
        return page;
    }

    private static async Task Choose(IPage page, string button, params string[] files)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByText(button, new() { Exact = true }).ClickAsync());
        await chooser.SetFilesAsync(files.Select(file => Path.Combine(NewcomersServer.Sample, file)));
    }
}
