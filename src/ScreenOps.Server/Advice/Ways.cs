using Microsoft.Extensions.Caching.Memory;
using ScreenOps.Core.Advice;
using ScreenOps.Core.Board;
using ScreenOps.Core.Sites;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Board;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Advice;

/// <param name="Asker">Made by the phone: whoever asks again within the walk is answered the same and counted once.</param>
/// <param name="Wait">The least minutes that the asker still waits here, where that is less than for whoever comes now.</param>
internal sealed record WayOrder(Guid Asker, int? Wait, bool? Rehearsal);

/// <param name="Low">Minutes to wait there, with the people counted in who were sent there and are on their way.</param>
/// <param name="ReportedAt">Unix milliseconds on the round's clock, as <paramref name="Now"/>.</param>
/// <param name="Until">From then on it is to be asked for anew; unix milliseconds on the round's clock.</param>
internal sealed record WayShown(
    string Site, string Name, string Address, double Latitude, double Longitude, MapPlace Gcj02, MapPlace Bd09, double Km, int Walk, int Low, int High, long ReportedAt, long Now, long Until);

/// <summary>"Go to X instead", so that what was good advice for one is still good for the next.</summary>
internal sealed class Ways(RoundBook rounds, DistrictBoards boards, SentAway sent) : IDisposable
{
    private const int Remembered = 100_000, MostMinutes = 24 * 60;
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(5), Least = TimeSpan.FromMinutes(2);
    private readonly MemoryCache told = new(new MemoryCacheOptions { SizeLimit = Remembered });

    private sealed record Told(WayShown? Way);

    /// <summary>Where to go from a site; null: nowhere is better. Not known: there is no such site in an open round.</summary>
    public async Task<(bool Known, WayShown? Way)> From(string? named, string code, WayOrder order, CancellationToken cancel)
    {
        if (await rounds.Named(named) is not { } district) return (false, null);
        var board = await boards.Board(district, cancel);
        if (board.Open(order.Rehearsal ?? false) is not { Rules: { } rules, Id: > 0 } round || !rules.Sites.TryGetValue(code, out var here)) return (false, null);
        var key = (district, round.Id, code, order.Asker);
        if (told.TryGetValue(key, out Told? before) && (before!.Way is null || before.Way.Until > rules.Now)) return (true, before.Way);
        var now = rules.Now;
        var states = board.Snapshot(round, null).Sites;
        var own = states.FirstOrDefault(s => s.Site == code);
        int? wait = own?.Wait is { } w ? Math.Min(w.Low, Math.Clamp(order.Wait ?? w.Low, 0, MostMinutes)) : null;
        var open = states.Where(s => s.Site != code && Takes(s) && rules.Sites.ContainsKey(s.Site) && now - s.ReportedAt < (long)Old.TotalMilliseconds).ToList();
        var way = await sent.Send(district, round.Id, now / 60_000, onTheWay => WaysElsewhere.Best(here.Latitude, here.Longitude, wait, open.Select(s => Site(rules, s, onTheWay(s.Site))), GreatCircle.Km));
        var shown = way is null ? null : Shown(rules, open.Single(s => s.Site == way.Site), way, now);
        // Nobody is asked twice within a moment; a way stands while it is walked.
        told.Set(key, new Told(shown), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = shown is null ? TimeSpan.FromSeconds(20) : Least + TimeSpan.FromMinutes(way!.Walk) });
        return (true, shown);
    }

    /// <summary>It is open, and can tell how long people wait: of one that opens later a wait is known too.</summary>
    private static bool Takes(SiteState s) => s is { Wait: not null, Lanes: > 0, Health: Health.Calm or Health.Watch or Health.Act } && !s.Reasons.Contains(Reason.NotOpened);

    private static WaySite Site(RoundRules rules, SiteState s, int sent)
    {
        var site = rules.Sites[s.Site];
        var planned = Math.Max(1, s.Lanes) * rules.District.LaneRate / 60.0;
        return new(s.Site, site.Latitude, site.Longitude, s.Wait!.Low, s.Wait.High, s is { Queue: > 0, Wait.Likely: > 0 } ? (double)s.Queue / s.Wait.Likely : planned, sent);
    }

    private static WayShown Shown(RoundRules rules, SiteState there, Way way, long now)
    {
        var site = rules.Sites[way.Site];
        return new(site.Code, site.Name, site.Address, site.Latitude, site.Longitude, MapPlaces.Gcj02(site.Latitude, site.Longitude), MapPlaces.Bd09(site.Latitude, site.Longitude),
            way.Km, way.Walk, way.Low, way.High, there.ReportedAt, now, now + (long)Math.Max(Least.TotalMilliseconds, TimeSpan.FromMinutes(way.Walk).TotalMilliseconds));
    }

    public void Dispose() => told.Dispose();
}
