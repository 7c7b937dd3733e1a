using Dapper;
using Microsoft.Playwright;
using Npgsql;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using Xunit;

namespace ScreenOps.Browser.Tests.Platform;

internal enum Person { Nobody, Centre, Operator, Tablet, Lab, Member, Grid }

/// <summary>Every page that a person may open, and how those who open it get in.</summary>
/// <param name="round">One that is over, to be looked back at.</param>
internal sealed class Visitors(NewcomersServer server, int round)
{
    private const string Site = "S01";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>All that the server has, and what an address makes of some of them; by who opens them.</summary>
    public IEnumerable<IGrouping<Person, string>> Addresses => Pages.Addresses.Select(a => a.Pattern switch
    {
        "/code" => $"/code?site={Site}",
        "/display/{site}" => new Uri(server.Get<Screens>().Link(NewcomersServer.District, Site, false)).PathAndQuery,
        var other => other.Replace("{site}", Site, StringComparison.Ordinal),
    })
        .Concat([$"/?site={Site}", $"/?replay={round}", $"/report?round={round}", "/wall?view=sites", "/wall?view=day", $"/plan?round={round}", $"/morning?round={round}"]).GroupBy(Who);

    public static Person Who(string address) => address.Split('/', '?')[1] switch
    {
        "s" or "in" or "display" => Person.Nobody,
        "tablet" or "desk" or "tubes" or "code" => Person.Tablet,
        "lab" => Person.Lab,
        "duty" or "post" => Person.Member,
        "grid" => Person.Grid,
        "audit" => Person.Operator,
        _ => Person.Centre,
    };

    /// <summary>A screen on which they are signed in.</summary>
    public async Task<IPage> In(Person who, string language = "zh-CN", string theme = "light")
    {
        if (who == Person.Centre) return await server.Centre("/", language, theme);
        var (codes, page) = (server.Get<OneTimeCodes>(), await server.Page(1280, 800));
        await page.Context.AddInitScriptAsync($"localStorage.setItem('screenops.language', '{language}'); localStorage.setItem('screenops.theme', '{theme}')");
        if (who == Person.Nobody) return page;
        await page.GotoAsync(server.Link(who == Person.Tablet ? (await codes.ForSite(NewcomersServer.District, Site, false, Cancel)).Code : (await codes.ForAccount(await Account(who), Cancel)).Code));
        await page.Reaches("^(?!.*/in)");
        return page;
    }

    private async Task<Guid> Account(Person who)
    {
        var accounts = server.Get<Accounts>();
        if (who == Person.Member) return (await accounts.ForMember(NewcomersServer.District, (await server.Get<Members>().Find(NewcomersServer.District, null, Cancel))[0].Id!.Value, Cancel))!.Value;
        var (id, grant) = (Guid.NewGuid(), who switch { Person.Lab => Grant.Lab, Person.Grid => Grant.GridWorker, _ => Grant.Operator });
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync(Cancel);
        var keeps = who == Person.Grid ? await connection.QuerySingleAsync<GridPlace>("select village, grid from residents where grid <> '' order by village, grid limit 1") : null;
        await accounts.Add(new(id, grant == Grant.Operator ? null : NewcomersServer.District, "visitor", grant, null, Guid.Empty, false, Keeps: keeps), null, Cancel);
        return id;
    }

    /// <summary>Until nothing is being loaded any more.</summary>
    public async Task Open(IPage page, string address)
    {
        await page.GotoAsync(new Uri(server.Address, address).ToString());
        await Assertions.Expect(page.Locator("#app > *").First).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator(".bone:not(.look *)")).ToHaveCountAsync(0);
        // The number screen and the desk beside it keep one answer open for ever.
        if (address.Split('/', '?')[1] is not ("display" or "desk")) await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }
}
