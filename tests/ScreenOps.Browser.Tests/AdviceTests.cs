using Microsoft.Playwright;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using Xunit;

namespace ScreenOps.Browser.Tests;

/// <summary>A commander at six in the morning: one site drowns, and others have lanes to spare.</summary>
public sealed class AdviceTests(NewcomersServer server) : IClassFixture<NewcomersServer>
{
    private const string Ask = """
        async ([path, body]) => {
          const answer = await fetch('/api/v1/' + path, { method: 'POST', headers: { 'X-ScreenOps': '1', 'content-type': 'application/json' }, body: body ? JSON.stringify(body) : undefined })
          if (!answer.ok) throw new Error(path + ': ' + await answer.text())
          const text = await answer.text()
          return text ? JSON.parse(text).id ?? 0 : 0
        }
        """;

    [Fact]
    public async Task A_lane_is_sent_with_one_tap_the_next_advice_knows_it_and_it_is_taken_back()
    {
        var page = await server.Centre("/rounds");
        var round = await page.EvaluateAsync<int>(Ask, new object?[] { "rounds", new { name = "演练", rehearsal = true, day = "2026-11-26", clockFrom = "2026-11-26T06:00:00+08:00" } });
        foreach (var step in new[] { "plan", "plan/publish", "open" }) await page.EvaluateAsync<int>(Ask, new object?[] { $"rounds/{round}/{step}", null });
        await Count(round);

        await page.GotoAsync(server.Address.ToString());
        var advice = page.Locator(".advice");
        var first = advice.Locator(".moves > li").First;
        await Assertions.Expect(first).ToContainTextAsync("普西村采样点");
        await Assertions.Expect(first).ToContainTextAsync("采样员");
        await NewcomersServer.Keep(page, "advice-zh-1440");
        await first.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(advice.GetByText("本轮已调动")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".toast")).ToContainTextAsync("采样台到普西村采样点");
        await NewcomersServer.Keep(page, "advice-taken-zh-1440");
        await page.Locator(".site-list [data-site=S01]").ClickAsync();
        await Assertions.Expect(page.Locator(".panel .advice")).ToContainTextAsync("普西村采样点");
        await NewcomersServer.Keep(page, "advice-site-zh-1440");
        await page.Locator(".panel .advice .foot").GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await Assertions.Expect(page.Locator(".panel .advice")).ToContainTextAsync("撤回");

        var dark = await server.Centre("/", "en", "dark");
        await Assertions.Expect(dark.Locator(".advice")).ToContainTextAsync("Send the lane and");
        await NewcomersServer.Keep(dark, "advice-en-dark-1440");
    }

    private async Task Count(int round)
    {
        var made = (await server.Get<RoundBook>().Round(NewcomersServer.District, round))!.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var n in Enumerable.Range(1, 43))
        {
            var site = $"S{n:00}";
            CountCommand[] commands = [new(1, round, site, CountKind.Open, 0, made), new(2, round, site, CountKind.Arrived, n == 1 ? 500 : n % 7, made), new(3, round, site, CountKind.Sampled, 1, made)];
            Assert.All(await server.Get<Counter>().Apply(NewcomersServer.District, Guid.NewGuid(), null, commands, TestContext.Current.CancellationToken), r => Assert.NotEqual(CountOutcome.Busy, r.Outcome));
        }
    }
}
