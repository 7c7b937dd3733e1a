using System.Collections.Concurrent;
using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>What a comparison of ledger and live fold came to.</summary>
internal abstract record Compared
{
    public sealed record Agree : Compared;

    /// <param name="Where">A sentence for each site.</param>
    public sealed record Differ(IReadOnlyList<string> Where) : Compared;

    /// <summary>Nothing can be said: the ledger did not come to where the live fold was.</summary>
    public sealed record Unsettled(string Why) : Compared;
}

/// <summary>
/// Compares the ledger with the live fold, and changes nothing. The live fold is read at one moment; what it holds is all rows up to its order, so the ledger is
/// read up to there as soon as those that were pending are committed. Counting goes on meanwhile.
/// </summary>
internal sealed class Comparison(NpgsqlDataSource postgres, IConnectionMultiplexer redis, LiveFold live, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Between = TimeSpan.FromMilliseconds(20);
    private readonly ConcurrentDictionary<string, Added> added = new();

    /// <summary>The ledger's sums of a district up to an order within an epoch: a row is added once.</summary>
    private sealed record Added(long Epoch, long Order, IReadOnlyDictionary<(int Round, string Site), Sums> Sites);

    private readonly record struct Sums(long Arrived, long Implied, long Sampled, long Left, long Corrected)
    {
        public static Sums Of(SiteCount c) => new(c.Arrived, c.Implied, c.Sampled, c.Left, c.Corrected);

        public static Sums operator +(Sums a, Sums b) => new(a.Arrived + b.Arrived, a.Implied + b.Implied, a.Sampled + b.Sampled, a.Left + b.Left, a.Corrected + b.Corrected);

        public override string ToString() => $"arrived {Arrived}, implied {Implied}, sampled {Sampled}, left {Left}, corrected {Corrected}";
    }

    /// <summary>Everything: sums, settings and minutes of each site, by folding the whole ledger of the rounds that are not sealed.</summary>
    public Task<Compared> All(string district, CancellationToken cancel) => AtOneMoment(district, async (moment, connection) =>
        Differences(moment.Fold, await Folding.FromLedger(connection, district, moment.Fold.Epoch, moment.Rounds, moment.Order, cancel)), cancel);

    /// <summary>The sums of each site, at a price that does not grow with what was compared before.</summary>
    public Task<Compared> Totals(string district, CancellationToken cancel) => AtOneMoment(district, async (moment, connection) =>
    {
        var sums = (added[district] = await Add(connection, district, moment, cancel)).Sites;
        return [.. moment.Fold.Sites.Where(s => sums.GetValueOrDefault((s.Count.Round, s.Count.Site)) != Sums.Of(s.Count))
            .Select(s => Sentence(s.Count, sums.GetValueOrDefault((s.Count.Round, s.Count.Site)), Sums.Of(s.Count))),
            .. sums.Where(s => s.Value != default && moment.Fold.Sites.All(f => (f.Count.Round, f.Count.Site) != s.Key)).Select(s => $"round {s.Key.Round} site {s.Key.Site}: the ledger has {s.Value}, the live fold nothing")];
    }, cancel);

    private async Task<Compared> AtOneMoment(string district, Func<LiveMoment, NpgsqlConnection, Task<List<string>>> differences, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        for (; time.GetElapsedTime(began) < Patience; await Task.Delay(Between, time, cancel))
        {
            if (await Moment(district, cancel) is not { Fold.Epoch: > 0 } moment || !await Committed(district, moment, began, cancel)) continue;
            await using var connection = await postgres.OpenConnectionAsync(cancel);
            await using var oneView = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
            // Where a fold came between, what was pending went with it.
            if (await connection.ExecuteScalarAsync<long>(new CommandDefinition("select epoch from districts where code = @district", new { district }, cancellationToken: cancel)) != moment.Fold.Epoch) continue;
            return await differences(moment, connection) is { Count: > 0 } found ? new Compared.Differ(found) : new Compared.Agree();
        }
        return new Compared.Unsettled("turns waited for PostgreSQL, or Redis changed hands, all the while; try again when they answer");
    }

    /// <summary>Null: Redis is being rearranged. A client learns from the refusal where the district is now.</summary>
    private async Task<LiveMoment?> Moment(string district, CancellationToken cancel)
    {
        try
        {
            return await live.Moment(district, cancel);
        }
        catch (RedisServerException e) when (e.Passes())
        {
            return null;
        }
    }

    private async Task<bool> Committed(string district, LiveMoment moment, long began, CancellationToken cancel)
    {
        var waiting = moment.Pending.ToHashSet();
        while (waiting.Count > 0)
        {
            waiting.IntersectWith((await redis.GetDatabase().HashKeysAsync(new CountingKeys(district).Pending)).Select(k => (string)k!));
            if (waiting.Count == 0) break;
            if (time.GetElapsedTime(began) > Patience) return false;
            await Task.Delay(Between, time, cancel);
        }
        return true;
    }

    private async Task<Added> Add(NpgsqlConnection connection, string district, LiveMoment moment, CancellationToken cancel)
    {
        var before = added.GetValueOrDefault(district) is { } known && known.Epoch == moment.Fold.Epoch && known.Order <= moment.Order ? known : null;
        var sites = before?.Sites.Where(s => moment.Rounds.Contains(s.Key.Round)).ToDictionary() ?? [];
        // A moment that began before another one has nothing to add.
        var rows = await connection.QueryAsync<(int Round, string Site, long Arrived, long Implied, long Sampled, long Left, long Corrected)>(new CommandDefinition($"""
            select round, site, sum(arrived)::bigint, sum(implied)::bigint, sum(sampled)::bigint, sum(gone)::bigint, sum(corrected)::bigint from ledger
            where district = @district and version is not null and round = any(@rounds) and {(before is null ? "(epoch < @epoch or (epoch = @epoch and ord <= @upTo))" : "epoch = @epoch and ord > @after and ord <= @upTo")}
            group by round, site
            """, new { district, rounds = moment.Rounds.ToArray(), epoch = moment.Fold.Epoch, after = before?.Order, upTo = moment.Order }, cancellationToken: cancel));
        foreach (var r in rows) sites[(r.Round, r.Site)] = sites.GetValueOrDefault((r.Round, r.Site)) + new Sums(r.Arrived, r.Implied, r.Sampled, r.Left, r.Corrected);
        return new(moment.Fold.Epoch, moment.Order, sites);
    }

    private static List<string> Differences(DistrictFold live, Fold ledger)
    {
        var found = new List<string>();
        var held = live.Sites.ToDictionary(s => (s.Count.Round, s.Count.Site));
        foreach (var (key, tally) in ledger.Sites)
        {
            var said = tally.ToCount(key.Round, key.Site, ledger.Epoch);
            if (!held.Remove(key, out var site)) found.Add($"round {key.Round} site {key.Site}: the ledger has {Sums.Of(said)}, the live fold nothing");
            else if (site.Count with { Version = said.Version } != said) found.Add(Sentence(said, Sums.Of(said), Sums.Of(site.Count)) + $"; lanes {said.Lanes} and {site.Count.Lanes}, {said.Status} and {site.Count.Status}");
            else if (!site.Minutes.Where(m => m is not (_, 0, 0, 0, 0)).SequenceEqual(tally.ToMinutes().Where(m => m is not (_, 0, 0, 0, 0)))) found.Add($"round {key.Round} site {key.Site}: the minutes differ");
        }
        found.AddRange(held.Keys.Select(k => $"round {k.Round} site {k.Site}: the live fold has it, the ledger does not"));
        return found;
    }

    private static string Sentence(SiteCount where, Sums ledger, Sums live) => $"round {where.Round} site {where.Site}: the ledger has {ledger}, the live fold {live}";
}
