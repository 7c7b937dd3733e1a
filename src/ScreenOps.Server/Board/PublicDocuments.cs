using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScreenOps.Core.Board;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Board;

/// <param name="Called">The last ticket number called: my place is my ticket minus this.</param>
/// <param name="CalledPriority">The last priority number called, P12 as 12; 0: none was.</param>
internal sealed record PublicSite(
    string Code, string Name, double Latitude, double Longitude, string Address, SiteStatus Status, WaitRange? Wait, long Queue, int Called, int CalledPriority, long ReportedAt);

/// <param name="Now">Unix milliseconds on the round's clock when this was written: ages are Now − ReportedAt and what passed since.</param>
internal sealed record PublicSites(string District, int Round, string RoundName, long Now, IReadOnlyList<PublicSite> Sites);

/// <param name="TimeZone">The district's, by which the pages' clocks go.</param>
internal sealed record PublicOne(
    string District, int Round, string RoundName, long Now,
    string Code, string Name, double Latitude, double Longitude, string Address, SiteStatus Status, WaitRange? Wait, long Queue, int Called, int CalledPriority, long ReportedAt, string TimeZone);

/// <summary>What residents read, written anew at most once a second and only when something changed.</summary>
internal sealed class PublicDocuments(DistrictBoards boards, RoundBook rounds, CallBook calls, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private readonly ConcurrentDictionary<(string District, bool Rehearsal), Page> pages = new();

    private sealed record Page(long WrittenAt, int Round, IReadOnlyList<PublicSite> Sites, PublicDocument All, IReadOnlyDictionary<string, Lazy<PublicDocument>> Each);

    /// <summary>Null: there is no such district, or no open rehearsal.</summary>
    public async ValueTask<PublicDocument?> All(string? district, bool rehearsal, CancellationToken cancel) => (await Current(district, rehearsal, cancel))?.All;

    public async ValueTask<PublicDocument?> One(string? district, string site, bool rehearsal, CancellationToken cancel) =>
        (await Current(district, rehearsal, cancel))?.Each.GetValueOrDefault(site)?.Value;

    private async ValueTask<Page?> Current(string? asked, bool rehearsal, CancellationToken cancel)
    {
        if (await rounds.Named(asked) is not { } district) return null;
        if (pages.TryGetValue((district, rehearsal), out var page) && time.GetElapsedTime(page.WrittenAt) < Fresh) return page;
        var board = await boards.Board(district, cancel);
        if (board.Open(rehearsal) is not { Rules: { } rules } round) return null;
        var sites = Sites(board, round, rules, await calls.Lines(district, round.Id));
        var kept = page is not null && page.Round == round.Id && time.GetElapsedTime(page.WrittenAt) < Longest && page.Sites.SequenceEqual(sites);
        return kept ? page : pages[(district, rehearsal)] = Write(await rounds.District(district), round, rules, sites);
    }

    private static IReadOnlyList<PublicSite> Sites(DistrictBoard board, RoundBoard round, RoundRules rules, IReadOnlyDictionary<string, LineCalls> calls) =>
        [.. board.Snapshot(round, null).Sites.Where(s => rules.Sites.ContainsKey(s.Site)).Select(s => Public(rules.Sites[s.Site], s, calls.GetValueOrDefault(s.Site), rules.Now))];

    private static PublicSite Public(SiteInfo site, SiteState s, LineCalls? calls, long now) =>
        new(site.Code, site.Name, site.Latitude, site.Longitude, site.Address, s.Status, s.Wait, s.Queue, Front.Of(s.Called, calls, now), calls?.CalledPriority ?? 0, s.ReportedAt);

    private Page Write(DistrictInfo district, RoundBoard round, RoundRules rules, IReadOnlyList<PublicSite> sites)
    {
        var (name, now) = (round.Id == 0 ? "" : rules.Round.Name, rules.Now);
        var each = sites.ToDictionary(s => s.Code, s => new Lazy<PublicDocument>(() => Document(new PublicOne(
            district.Code, round.Id, name, now, s.Code, s.Name, s.Latitude, s.Longitude, s.Address, s.Status, s.Wait, s.Queue, s.Called, s.CalledPriority, s.ReportedAt, district.TimeZone))));
        return new(time.GetTimestamp(), round.Id, sites, Document(new PublicSites(district.Code, round.Id, name, now, sites)), each);
    }

    private static PublicDocument Document<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Json));
}
