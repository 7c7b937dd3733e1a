using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using QRCoder;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.CheckIn;

/// <summary>What a site's screen shows; nothing of it is anybody's.</summary>
/// <param name="Round">0: none is open.</param>
/// <param name="Now">Unix milliseconds on the round's clock when this was read.</param>
internal sealed record DisplayShown(string District, int Round, string RoundName, bool Rehearsal, long Now, double Speed, string Site, string SiteName, int LanesPlanned, SiteCalls Calls);

/// <summary>Reads what a site's screen shows, and follows it.</summary>
internal sealed class Display(RoundBook rounds, SiteBook sites, CallBook calls, CallNews news, Screens screens, IHostApplicationLifetime life, TimeProvider time)
{
    /// <summary>Told this often even when nothing is called: a screen that hears nothing for longer says that it is cut off.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5), Rest = TimeSpan.FromMilliseconds(100);

    /// <summary>Null: no such site, or the key is not its.</summary>
    public async ValueTask<(string District, string Site)?> Find(string? district, string site, string? key) =>
        await rounds.Named(district) is { } named && screens.Fits(named, site, key) && (await sites.Sites(named, 0)).Any(s => s.Code == site && !s.Retired) ? (named, site) : null;

    public async Task<DisplayShown> Read(string district, string site, bool rehearsal, CancellationToken cancel)
    {
        var round = await rounds.Open(district, rehearsal);
        var info = (await sites.Sites(district, round?.Id ?? 0)).FirstOrDefault(s => s.Code == site);
        var called = round is null ? new(0, 0, 0, [], [], []) : await calls.Site(district, round.Id, site, cancel);
        return new(district, round?.Id ?? 0, round?.Name ?? "", rehearsal, (round?.Clock.GetUtcNow() ?? time.GetUtcNow()).ToUnixTimeMilliseconds(), round?.Clock.Speed ?? 1, site, info?.Name ?? site, info?.LanesPlanned ?? 0, called);
    }

    /// <summary>All of it at once, then at each call and every few seconds, until the screen or the server goes. While PostgreSQL is away nothing is told.</summary>
    public async IAsyncEnumerable<SseItem<DisplayShown>> Follow(string district, string site, bool rehearsal, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancel, life.ApplicationStopping);
        while (!ends.IsCancellationRequested)
        {
            var next = news.Next(district, site);
            if (await Try(district, site, rehearsal, ends.Token) is { } shown) yield return new(shown, "calls");
            await Task.WhenAny(next, Task.Delay(Beat, time, ends.Token));
            // What a desk does in quick succession is told together.
            await Task.Delay(Rest, time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<DisplayShown?> Try(string district, string site, bool rehearsal, CancellationToken cancel)
    {
        try
        {
            return await Read(district, site, rehearsal, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }
}

internal static class DisplayEndpoints
{
    /// <summary>What the site called, for its screen. The key stands in the screen's address.</summary>
    public static async Task<Results<Ok<DisplayShown>, ProblemHttpResult>> Read(string code, string? district, bool? rehearsal, string? key, Display display, CancellationToken cancel) =>
        await display.Find(district, code, key) is { } of ? TypedResults.Ok(await display.Read(of.District, of.Site, rehearsal ?? false, cancel)) : NoScreen();

    /// <summary>The same, told at each call and every five seconds, as server-sent events.</summary>
    public static async Task<Results<ServerSentEventsResult<DisplayShown>, ProblemHttpResult>> Follow(
        string code, string? district, bool? rehearsal, string? key, Display display, Screens screens, HttpContext context, CancellationToken cancel)
    {
        if (await display.Find(district, code, key) is not { } of) return NoScreen();
        if (screens.Enter(of.District, of.Site) is not { } place)
        {
            context.Response.Headers.RetryAfter = "30";
            return TypedResults.Problem("This site has as many screens open as it may; close one, or read calls instead.", statusCode: 429, title: "Too many screens");
        }
        context.Response.RegisterForDispose(place);
        return TypedResults.ServerSentEvents(display.Follow(of.District, of.Site, rehearsal ?? false, cancel));
    }

    /// <summary>The code of the site's poster, to be scanned from its screen.</summary>
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Code(string code, string? district, bool? rehearsal, string? key, Display display, RoundBook rounds, ServerOptions server, HttpContext context)
    {
        if (await display.Find(district, code, key) is not { } of) return NoScreen();
        context.Response.Headers.CacheControl = "public, max-age=3600";
        var query = await rounds.Named(null) == of.District ? new QueryString() : new QueryString().Add("district", of.District);
        if (rehearsal == true) query = query.Add("rehearsal", "true");
        return TypedResults.Content(Qr.Of(server.Link($"/s/{of.Site}{query}"), QRCodeGenerator.ECCLevel.Q).Svg(), "image/svg+xml; charset=utf-8");
    }

    private static ProblemHttpResult NoScreen() => TypedResults.Problem("This is not the address of a site's screen; take it from the site's desk again.", statusCode: 404, title: "No such screen");
}
