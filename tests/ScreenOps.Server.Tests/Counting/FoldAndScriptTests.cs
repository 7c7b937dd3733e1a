using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>One rule, told twice: by Core's fold and by the script.</summary>
public sealed class FoldAndScriptTests(RealEngines engines)
{
    /// <summary>A node of a cluster is a Redis: a tenth of them shows that a script finds its keys there.</summary>
    private static int Histories(LiveEngine engine) => (Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1" ? 20_000 : 2_000) / (engine == LiveEngine.Cluster ? 10 : 1);

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task Script_and_fold_book_every_random_history_alike(LiveEngine engine)
    {
        await using var redis = (ConnectionMultiplexer)await engines.Connect(engine);
        var script = new TurnScript(redis);
        // Some at a time: one would wait for the engine, and the engine for it.
        await Parallel.ForEachAsync(Enumerable.Range(0, Histories(engine)), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, _) => await Play(redis, script, $"p{seed}", seed));
    }

    private static async Task Play(ConnectionMultiplexer redis, TurnScript script, string district, int seed)
    {
        var (db, keys, fold, history) = (redis.GetDatabase(), new CountingKeys(district), new Fold(7), new RandomHistory(seed));
        var ledger = new Dictionary<(Guid, long), LedgerRow>();
        await db.StringSetAsync(keys.Epoch, 7);
        for (var turns = 0; turns < 6; turns++)
        {
            var batch = history.Batch();
            var given = batch.Where(b => b is { Command.Kind: CountKind.Undo, Person: null }).Select(b => ledger.GetValueOrDefault((b.Device, b.Command.N))).OfType<LedgerRow>().Distinct().ToList();
            var turn = Assert.IsType<TurnOutcome.Made>(await script.Run(district, 7, [new Sending(batch)], given)).Turn;
            var answers = batch.ConvertAll(fold.Book);
            Assert.Equal(answers.Select(Word), turn.Said.Select(Word));
            var rows = answers.OfType<BookingAnswer.Booked>().SelectMany(b => b.Rows).ToList();
            Assert.Equal(rows.Select(r => r.ToString()), turn.Rows.Select(r => r.ToString()));
            if (turn.Field is { } field) Assert.Equal(rows.Select(r => r.ToString()), TurnPack.ReadPending((byte[])(await db.HashGetAsync(keys.Pending, field))!, 7).Select(r => r.ToString()));
            foreach (var row in rows) ledger.TryAdd((row.Device, row.Number), row);
        }
        foreach (var round in fold.Sites.GroupBy(s => s.Key.Round))
        {
            var sites = (await db.HashGetAllAsync(keys.Sites(round.Key))).ToDictionary(e => (string)e.Name!, e => (string)e.Value!);
            Assert.Equal(round.Where(s => s.Value.Version > 0).OrderBy(s => s.Key.Site).Select(s => (s.Key.Site, s.Value.ToString())), sites.OrderBy(s => s.Key).Select(s => (s.Key, s.Value)));
            Assert.All(round, s => Assert.True(s.Value.Queue >= 0, $"seed {seed}: the queue of {s.Key} is {s.Value.Queue}"));
            await db.KeyDeleteAsync([keys.Sites(round.Key), keys.Minutes(round.Key), keys.People(round.Key)]);
        }
        await db.KeyDeleteAsync([keys.Epoch, .. keys.Contents([])]);
    }

    private static string Word(Said said) => said.IsRepeat ? "R" : said.IsGap ? $"G{said.Expected}" : "A";

    private static string Word(BookingAnswer answer) => answer switch
    {
        BookingAnswer.Booked => "A",
        BookingAnswer.Repeat => "R",
        BookingAnswer.Gap gap => $"G{gap.Expected}",
        var other => throw new InvalidOperationException($"{other}"),
    };
}
