using System.Globalization;
using Dapper;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;

namespace ScreenOps.Browser.Tests.Board;

/// <summary>A district as large as a whole city, beside the sample on the same server: brought in by a file, opened, and counted at.</summary>
internal sealed class City(NewcomersServer server)
{
    public const string District = "city";
    public const int Sites = 9000, Villages = 1500, Population = 1200, Paused = 90, Waiting = 7;
    /// <summary>What a server takes in one send.</summary>
    private const int Send = 250, Senders = 4;
    private readonly Guid[] devices = [.. Enumerable.Range(0, Senders).Select(_ => Guid.NewGuid())];
    private readonly long[] numbers = new long[Senders];
    private readonly Random dice = new(9000);
    private int round;

    public static string Code(int site) => $"C{site:0000}";

    /// <summary>All are open and seven people wait at each; every hundredth is paused.</summary>
    public async Task Begin(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-city-");
        try
        {
            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "sites.csv"), Rows().Prepend("编号,名称,所在村/社区,纬度,经度,服务人口,采样台数,地址"), cancel);
            await server.Get<DistrictImport>().Import(District, "全市", ImportFile.InFolder(folder.FullName), null, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        await using (var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync(cancel))
            // The database looks at new tables by itself, but a minute later.
            await connection.ExecuteAsync("analyze villages, sites, round_sites");
        var (rounds, store, today) = (server.Get<RoundBook>(), server.Get<RoundStore>(), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        round = await store.Make(District, new(today, null, null, null, false, null, null), today, "全市一轮", cancel);
        await store.Open((await rounds.Round(District, round))!, cancel);
        await Count([.. Enumerable.Range(0, Sites).SelectMany(site => new[] { (site, CountKind.Open, 0L), (site, CountKind.Arrived, Waiting) }),
            .. Enumerable.Range(0, Paused).Select(at => (at * (Sites / Paused), CountKind.Pause, 0L))], cancel);
    }

    /// <summary>One sent after the other by a few senders beside each other; all of it is in the ledger when it ends.</summary>
    public Task Count(IReadOnlyList<(int Site, CountKind Kind, long N)> facts, CancellationToken cancel) => Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        // A site's facts keep their order: each has one sender.
        foreach (var batch in facts.Where(f => f.Site % Senders == sender).Chunk(Send))
        {
            var commands = batch.Select(f => new CountCommand(++numbers[sender], round, Code(f.Site), f.Kind, f.N, now)).ToArray();
            CountReceipt[] receipts;
            // Whoever is told that it is busy sends the same numbers again, as a tablet does.
            do receipts = await server.Get<Counter>().Apply(District, devices[sender], null, commands, cancel);
            while (receipts.Any(r => r.Outcome == CountOutcome.Busy));
            if (receipts.FirstOrDefault(r => r.Outcome != CountOutcome.Applied) is { } odd) throw new InvalidOperationException($"{odd.Number} was answered {odd.Outcome} {odd.Reason}.");
        }
    }));

    /// <summary>So many changes at sites all over the city: one comes, or one is sampled.</summary>
    public Task Change(int changes, CancellationToken cancel) =>
        Count([.. Enumerable.Range(0, changes).Select(at => (dice.Next(Sites), at % 2 == 0 ? CountKind.Arrived : CountKind.Sampled, 1L))], cancel);

    /// <summary>Dense in the middle, as towns are.</summary>
    private IEnumerable<string> Rows()
    {
        double Off() => (dice.NextDouble() + dice.NextDouble() + dice.NextDouble() - 1.5) / 1.5;
        for (var site = 0; site < Sites; site++)
            yield return string.Create(CultureInfo.InvariantCulture, $"{Code(site)},第{site}采样点,{Village(site)},{30.27 + 0.5 * Off():F6},{120.16 + 0.6 * Off():F6},{Population},2,人民路 {site} 号");
    }

    public static string Village(int site) => $"{(char)('东' + site % Villages % 40)}{(char)('家' + site % Villages / 40)}村";
}
