using Npgsql;
using ScreenOps.Core.Counting;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>Compares the ledger with the live fold, at a moment when nothing is pending. It changes nothing.</summary>
internal sealed class Comparison(NpgsqlDataSource postgres, IConnectionMultiplexer redis, LiveFold live)
{
    private const int Tries = 50;

    /// <summary>A sentence for each site whose live fold is not what the ledger says; none when all agree.</summary>
    public async Task<IReadOnlyList<string>> Differences(string district, CancellationToken cancel)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var keys = new CountingKeys(district);
            var before = await live.Read(district, cancel);
            if (before.Epoch == 0 || await redis.GetDatabase().HashLengthAsync(keys.Pending) > 0) { await Breath(cancel); continue; }
            await using var connection = await postgres.OpenConnectionAsync(cancel);
            var ledger = await Folding.FromLedger(connection, district, before.Epoch, cancel);
            var after = await live.Read(district, cancel);
            // Something was counted meanwhile: the two were not read at one version.
            if (after.Sequence != before.Sequence || after.Epoch != before.Epoch) { await Breath(cancel); continue; }
            return Compare(before, ledger);
        }
        return [];
    }

    private static Task Breath(CancellationToken cancel) => Task.Delay(TimeSpan.FromMilliseconds(20), cancel);

    private static List<string> Compare(DistrictFold live, Fold ledger)
    {
        var found = new List<string>();
        var held = live.Sites.ToDictionary(s => (s.Count.Round, s.Count.Site));
        foreach (var (key, tally) in ledger.Sites)
        {
            var said = tally.ToCount(key.Round, key.Site, ledger.Epoch);
            if (!held.Remove(key, out var site)) found.Add($"round {key.Round} site {key.Site}: the ledger has {said.Arrived} arrived and {said.Sampled} sampled, the live fold nothing");
            else if (site.Count with { Version = said.Version } != said) found.Add($"round {key.Round} site {key.Site}: {Words(said, site.Count)}");
            else if (!site.Minutes.Where(m => m is not (_, 0, 0, 0, 0)).SequenceEqual(tally.ToMinutes().Where(m => m is not (_, 0, 0, 0, 0)))) found.Add($"round {key.Round} site {key.Site}: the minutes differ");
        }
        found.AddRange(held.Keys.Select(k => $"round {k.Round} site {k.Site}: the live fold has it, the ledger does not"));
        return found;
    }

    private static string Words(SiteCount ledger, SiteCount live) =>
        $"the ledger has arrived {ledger.Arrived}, implied {ledger.Implied}, sampled {ledger.Sampled}, left {ledger.Left}, corrected {ledger.Corrected}, lanes {ledger.Lanes}, {ledger.Status}; "
        + $"the live fold arrived {live.Arrived}, implied {live.Implied}, sampled {live.Sampled}, left {live.Left}, corrected {live.Corrected}, lanes {live.Lanes}, {live.Status}";
}
