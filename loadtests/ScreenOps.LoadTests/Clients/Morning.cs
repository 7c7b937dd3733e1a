using ScreenOps.LoadTests.Ground;

namespace ScreenOps.LoadTests.Clients;

/// <summary>
/// A round to count in and its tablets. On a server of our own it is the sample district's open round; elsewhere a rehearsal of its own, which
/// enters nobody's figures and is closed at the end.
/// </summary>
internal sealed class Morning : IAsyncDisposable
{
    private const int AtOnce = 8;
    private readonly Api api;
    private readonly ServerAt server;
    private readonly List<Tablet> tablets = [];

    private Morning(Api api, ServerAt server, int round, bool rehearsal, IReadOnlyList<string> sites) =>
        (this.api, this.server, Round, Rehearsal, Sites) = (api, server, round, rehearsal, sites);

    public Api Api => api;
    public int Round { get; }
    public bool Rehearsal { get; }
    public IReadOnlyList<string> Sites { get; }
    public IReadOnlyList<Tablet> Tablets => tablets;

    /// <param name="district">Null: the first.</param>
    public static async Task<Morning> Begin(Stage stage, CancellationToken cancel, string? district = null)
    {
        var api = new Api(stage.Server, district);
        var rehearsal = stage.OwnServer is null;
        var open = (await api.Rounds(cancel)).FirstOrDefault(r => r.State == "Open" && r.Rehearsal == rehearsal);
        if (open is not null && rehearsal) throw new LoadTestException($"A rehearsal is open on {stage.Server.Url} (round {open.Id}): close it first.");
        if (open is null)
        {
            open = await api.MakeRound("load", rehearsal, cancel);
            await api.OpenRound(open.Id, cancel);
        }
        return new(api, stage.Server, open.Id, rehearsal, await api.Sites(cancel));
    }

    /// <summary>A token of a tablet for each site.</summary>
    public async Task<IReadOnlyList<(string Site, Guid Device, string Token)>> Enrol(CancellationToken cancel)
    {
        var enrolled = new List<(string, Guid, string)>();
        foreach (var some in Sites.Chunk(AtOnce))
            enrolled.AddRange(await Task.WhenAll(some.Select(async site =>
            {
                var device = Guid.NewGuid();
                return (site, device, await api.Enrol(site, device, Rehearsal, cancel));
            })));
        return enrolled;
    }

    /// <summary>A tablet for each site, connected and watching its own.</summary>
    public async Task Arrive(CancellationToken cancel)
    {
        foreach (var some in (await Enrol(cancel)).Chunk(AtOnce))
            tablets.AddRange(await Task.WhenAll(some.Select(e => Tablet.Start(server.Url, e.Token, e.Device, Round, e.Site, cancel))));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tablet in tablets) await tablet.DisposeAsync();
        if (Rehearsal) await api.CloseRound(Round, CancellationToken.None);
        api.Dispose();
    }
}
