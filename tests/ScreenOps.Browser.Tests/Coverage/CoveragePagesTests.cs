using System.Text.Json;
using Microsoft.Playwright;
using ScreenOps.Server.Access;
using ScreenOps.Server.Counting;
using Xunit;

namespace ScreenOps.Browser.Tests.Coverage;

/// <summary>From the district's figures to a door: the command centre finds the grid where people are missing, gives it to a grid worker, and sees what that person's phone notes.</summary>
public sealed class CoveragePagesTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_missing_is_found_by_grid_and_door_and_what_was_heard_of_them_is_seen_by_the_command_centre()
    {
        var centre = await server.Centre("/coverage");
        await Assertions.Expect(centre.Locator("[data-figure=people] dd")).ToHaveTextAsync("61,937");
        var (round, village, grid) = await SomeAreReached(centre);
        await centre.GotoAsync(new Uri(server.Address, $"/coverage?village={Uri.EscapeDataString(village)}&grid={Uri.EscapeDataString(grid)}").ToString());
        await Assertions.Expect(centre.Locator(".door").First).ToBeVisibleAsync();
        await centre.Locator("tbody .opener").First.ClickAsync();
        await NewcomersServer.Keep(centre, "coverage-zh-1440");

        var phone = await Worker(village, grid);
        await Assertions.Expect(phone.Locator(".grid-title b")).ToHaveTextAsync($"{village} {grid}");
        var missing = int.Parse(await phone.Locator("[data-figure=missing]").InnerTextAsync());
        var person = phone.Locator("[data-person]:has(.say)").First;
        await person.Locator(".say .button").First.ClickAsync();
        await NewcomersServer.Keep(phone, "grid-zh-390");
        await person.GetByRole(AriaRole.Button, new() { Name = "外出", Exact = true }).ClickAsync();
        await Assertions.Expect(phone.Locator("[data-figure=missing]")).ToHaveTextAsync($"{missing - 1}");
        await Assertions.Expect(phone.Locator(".toast")).ToContainTextAsync("外出");
        await phone.Locator(".toast").GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await Assertions.Expect(phone.Locator("[data-figure=missing]")).ToHaveTextAsync($"{missing}");
        await phone.Locator("[data-person]:has(.say) .say .button").First.ClickAsync();
        await phone.Locator(".heards").GetByRole(AriaRole.Button, new() { Name = "要上门", Exact = true }).ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "要上门 1" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".door")).ToHaveCountAsync(1);
        Assert.Equal(0, await phone.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));

        var dark = await server.Centre($"/coverage?village={Uri.EscapeDataString(village)}&grid={Uri.EscapeDataString(grid)}", "en", "dark");
        await dark.Locator(".doors").GetByRole(AriaRole.Button, new() { Name = "At home 1" }).ClickAsync();
        await Assertions.Expect(dark.Locator(".door .chip-watch")).ToHaveTextAsync("At home");
        await Assertions.Expect(dark.Locator("[data-figure=visits] dd")).ToHaveTextAsync("1");
        await NewcomersServer.Keep(dark, "coverage-en-dark-1440");
    }

    /// <summary>Of the first grid a household is sampled, and somebody waits at a site.</summary>
    private async Task<(int Round, string Village, string Grid)> SomeAreReached(IPage centre)
    {
        var round = (await Ask(centre, "rounds")).EnumerateArray().First(r => r.GetProperty("state").GetString() == "Open").GetProperty("id").GetInt32();
        var first = (await Ask(centre, $"rounds/{round}/coverage")).GetProperty("villages")[0];
        var (village, grid) = (first.GetProperty("village").GetString()!, first.GetProperty("grids")[0].GetProperty("grid").GetString()!);
        var homes = (await Ask(centre, $"rounds/{round}/homes?village={Uri.EscapeDataString(village)}&grid={Uri.EscapeDataString(grid)}")).GetProperty("homes").EnumerateArray().Take(6)
            .SelectMany(h => h.GetProperty("people").EnumerateArray()).Select(p => p.GetProperty("id").GetGuid()).ToList();
        var counter = server.Get<Counter>();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var person in homes.Take(homes.Count / 2)) await counter.Sample(NewcomersServer.District, new(round, "S01", person, now), Cancel);
        await counter.CheckIn(NewcomersServer.District, new(round, "S02", homes[^1], now), Cancel);
        return (round, village, grid);
    }

    private static async Task<JsonElement> Ask(IPage page, string path) => (await page.EvaluateAsync<JsonElement?>("async path => await (await fetch(`/api/v1/${path}`)).json()", path))!.Value;

    /// <summary>The command centre makes the account and the link, as it would.</summary>
    private async Task<IPage> Worker(string village, string grid)
    {
        var office = await server.Centre("/accounts");
        await office.GetByRole(AriaRole.Button, new() { Name = "添加账号" }).ClickAsync();
        await office.Locator("#account-name").FillAsync("网格员小周");
        await office.Locator("#account-grant").GetByText("网格员", new() { Exact = true }).ClickAsync();
        await office.Locator("#account-grid").SelectOptionAsync(JsonSerializer.Serialize(new[] { village, grid }, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        await NewcomersServer.Keep(office, "accounts-grid-zh-1440");
        await office.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        var url = await office.Locator(".url").InnerTextAsync();
        var phone = await server.Page(390, 844);
        await phone.GotoAsync(new Uri(server.Address, new Uri(url).PathAndQuery + new Uri(url).Fragment).ToString());
        await phone.Reaches("/grid$");
        return phone;
    }
}
