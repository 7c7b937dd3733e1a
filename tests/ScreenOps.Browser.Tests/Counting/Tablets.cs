using Dapper;
using Microsoft.Playwright;
using Npgsql;
using ScreenOps.Server.Access;
using Xunit;

namespace ScreenOps.Browser.Tests.Counting;

/// <summary>Tests that count on one server beside each other: each has sites, or a district, of its own.</summary>
[CollectionDefinition(nameof(Counted))]
public sealed class Counted : ICollectionFixture<NewcomersServer>;

/// <summary>What a test does with a site's tablet.</summary>
internal static class Tablets
{
    public static ILocator Arrived(this IPage tablet) => tablet.GetByRole(AriaRole.Button, new() { NameRegex = new("^(到达|Arrived)") }).First;

    public static ILocator Queue(this IPage tablet) => tablet.Locator("[data-test=queue]");

    public static ILocator Named(this IPage tablet, string name) => tablet.GetByRole(AriaRole.Button, new() { NameString = name, Exact = true });

    public static async Task<string> Code(this NewcomersServer server, string site) => server.Link((await server.Get<OneTimeCodes>().ForSite(NewcomersServer.District, site, false, default)).Code);

    public static async Task Enrol(this NewcomersServer server, IPage tablet, string site)
    {
        await tablet.GotoAsync(await server.Code(site));
        await tablet.Back();
    }

    public static async Task<IPage> Enrolled(this NewcomersServer server, string site, int width = 1280, int height = 800)
    {
        var tablet = await server.Page(width, height);
        await server.Enrol(tablet, site);
        return tablet;
    }

    /// <summary>The same tablet after its page was closed.</summary>
    public static async Task<IPage> Again(this NewcomersServer server, IBrowserContext context)
    {
        var tablet = NewcomersServer.Patient(await context.NewPageAsync());
        await tablet.GotoAsync(new Uri(server.Address, "/tablet").ToString());
        return tablet;
    }

    /// <summary>Once all of it is at the server.</summary>
    public static Task Back(this IPage tablet) => Assertions.Expect(tablet.Locator(".outbox[data-waiting='0'][data-connection=live]")).ToBeVisibleAsync();

    /// <summary>Once so many wait, and all of them are on the disk.</summary>
    public static Task Waits(this IPage tablet, int taps) => Assertions.Expect(tablet.Locator($".outbox[data-waiting='{taps}'][data-unstored='0']")).ToBeVisibleAsync();

    /// <summary>Until the page opens without network.</summary>
    public static async Task Kept(this IPage tablet)
    {
        await tablet.Named("这台平板").ClickAsync();
        await Assertions.Expect(tablet.GetByText("页面已存本机，没有网络也能打开")).ToBeVisibleAsync();
    }

    public static async Task<T> Ledger<T>(this NewcomersServer server, string select, object of)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>($"select {select} from ledger where district = '{NewcomersServer.District}' and refusal is null and site = @site", of))!;
    }
}
