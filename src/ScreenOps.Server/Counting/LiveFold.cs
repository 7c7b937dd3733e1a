using System.Globalization;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Districts;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>The live fold at one moment.</summary>
/// <param name="Order">The last row in it, of its epoch.</param>
/// <param name="Rounds">Those that were read: all that are not sealed.</param>
/// <param name="Pending">Turns in it that the ledger may not hold yet.</param>
internal sealed record LiveMoment(DistrictFold Fold, long Order, IReadOnlyList<int> Rounds, IReadOnlyList<string> Pending);

/// <summary>Reads the live fold in Redis, and follows what the scripts publish of it.</summary>
internal sealed class LiveFold(IConnectionMultiplexer redis, RoundBook rounds)
{
    /// <summary>All rounds that are not sealed, at one moment. Epoch 0: it is being made.</summary>
    public async Task<DistrictFold> Read(string district, CancellationToken cancel) => (await Moment(district, cancel)).Fold;

    public async Task<LiveMoment> Moment(string district, CancellationToken cancel)
    {
        var keys = new CountingKeys(district);
        var open = (await rounds.Rounds(district)).Where(r => r.State is not (RoundState.Pattern or RoundState.Sealed)).Select(r => r.Id).ToList();
        cancel.ThrowIfCancellationRequested();
        var together = redis.GetDatabase().CreateTransaction();
        var epoch = together.StringGetAsync(keys.Epoch);
        var sequence = together.StringGetAsync(keys.Sequence);
        var order = together.StringGetAsync(keys.Order);
        var pending = together.HashKeysAsync(keys.Pending);
        var sites = open.Select(r => together.HashGetAllAsync(keys.Sites(r))).ToList();
        var minutes = open.Select(r => together.HashGetAllAsync(keys.Minutes(r))).ToList();
        await together.ExecuteAsync();
        var live = (long?)await epoch ?? 0;
        var folds = new List<SiteFold>();
        for (var i = 0; i < open.Count; i++) folds.AddRange(Sites(open[i], live, await sites[i], await minutes[i]));
        return new(new(live, (long?)await sequence ?? 0, folds), (long?)await order ?? 0, open, [.. (await pending).Select(p => (string)p!)]);
    }

    /// <summary>How far the fold has published its changes. Epoch 0: it is being made.</summary>
    public async Task<(long Epoch, long Sequence)> Published(string district)
    {
        var keys = new CountingKeys(district);
        var told = await redis.GetDatabase().StringGetAsync([keys.Epoch, keys.Sequence]);
        return ((long?)told[0] ?? 0, (long?)told[1] ?? 0);
    }

    /// <summary>One site as it is now; nothing counted where the fold does not know it.</summary>
    public async Task<SiteCount> Site(string district, int round, string site)
    {
        var text = (string?)await redis.GetDatabase().HashGetAsync(new CountingKeys(district).Sites(round), site);
        return (text is null ? new Tally() : Tally.Parse(text)).ToCount(round, site, 0);
    }

    /// <summary>Where a person stands by the fold of this epoch; null: nowhere, or Redis holds another epoch.</summary>
    public async Task<Standing?> Person(string district, long epoch, int round, Guid person)
    {
        var (keys, database) = (new CountingKeys(district), redis.GetDatabase());
        // One line answers in the order of the questions, and epochs only rise: what was read before this epoch was still the one is of no later one.
        var text = database.HashGetAsync(keys.People(round), person.ToString());
        var live = database.StringGetAsync(keys.Epoch);
        return (string?)await text is { } told && (long?)await live == epoch ? Standing(told) : null;
    }

    /// <summary>Where these people of a round stand, in their order; null: nowhere. For showing only: of what epoch they are is not asked.</summary>
    public async Task<IReadOnlyList<Standing?>> People(string district, int round, IReadOnlyList<Guid> people) =>
        [.. (await redis.GetDatabase().HashGetAsync(new CountingKeys(district).People(round), [.. people.Select(p => (RedisValue)p.ToString())])).Select(t => (string?)t is { } told ? Standing(told) : (Standing?)null)];

    private static Standing Standing(string told)
    {
        var f = told.Split('|');
        return new(f[0], (int)Whole(f[1]), (CountKind)Whole(f[2]), (int)Whole(f[3]));
    }

    private static IEnumerable<SiteFold> Sites(int round, long epoch, HashEntry[] sites, HashEntry[] minutes)
    {
        var bySite = minutes.Select(m => (Name: ((string)m.Name!).Split(':'), m.Value)).ToLookup(m => m.Name[0], m => Minute($"{m.Name[1]}|{m.Value}"));
        return sites.Select(s => new SiteFold(Tally.Parse(s.Value!).ToCount(round, s.Name!, epoch), [.. bySite[(string)s.Name!].OrderBy(m => m.Minute)]));
    }

    /// <summary>
    /// Calls back for each published change, one at a time and in order. Sequence -1 says that something may have been missed: read again.
    /// </summary>
    public async Task<IAsyncDisposable> Follow(string district, Action<DistrictFold> changed, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var queue = await redis.GetSubscriber().SubscribeAsync(new CountingKeys(district).Board);
        queue.OnMessage(message => changed(Parse(message.Message!)));
        void Restored(object? sender, ConnectionFailedEventArgs e) => changed(new(0, -1, []));
        redis.ConnectionRestored += Restored;
        return new Following(async () =>
        {
            redis.ConnectionRestored -= Restored;
            await queue.UnsubscribeAsync();
        });
    }

    /// <summary>"epoch sequence", then a line a site: round, name, tally, touched minutes.</summary>
    private static DistrictFold Parse(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var head = lines[0].Split(' ');
        var epoch = Whole(head[0]);
        return new(epoch, Whole(head[1]), [.. lines.Skip(1).Select(line =>
        {
            var f = line.Split(' ');
            return new SiteFold(Tally.Parse(f[2]).ToCount((int)Whole(f[0]), f[1], epoch), [.. f[3].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Minute)]);
        })]);
    }

    private static SiteMinute Minute(string text)
    {
        var f = text.Split('|');
        return new(Whole(f[0]), (int)Whole(f[1]), (int)Whole(f[2]), (int)Whole(f[3]), (int)Whole(f[4]));
    }

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed class Following(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end();
    }
}
