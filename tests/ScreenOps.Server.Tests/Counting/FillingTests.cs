using Microsoft.Extensions.Options;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Tests.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Tests.Counting;

/// <summary>A fold stands in Redis whole or not at all, whatever becomes of Redis while it is written.</summary>
public sealed class FillingTests(RealEngines engines)
{
    private const long Next = 90;

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_Redis_that_takes_over_without_this_filling_is_filled_again(LiveEngine engine)
    {
        await using var district = await Counted(engine);
        // As many devices as it knew before: a count alone would not tell them apart.
        await Fill(district, 1, await district.Remember());
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task A_Redis_that_takes_over_with_a_part_of_this_filling_is_filled_again(LiveEngine engine)
    {
        await using var district = await Counted(engine);
        var keys = new CountingKeys(district.Code);
        await Fill(district, 2500, async () => Assert.True(await district.Redis.GetDatabase().KeyDeleteAsync(keys.Numbers)));
    }

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task What_one_filling_still_writes_does_not_come_into_the_fold_of_another(LiveEngine engine)
    {
        await using var district = await Counted(engine);
        var (db, keys) = (district.Redis.GetDatabase(), new CountingKeys(district.Code));
        Assert.False(await Filling.Put(db, keys, keys.Sites(1), "another filling", [("S1", "9")]));
        Assert.Equal(3, (await district.Live("S1"))!.Arrived);
    }

    [Fact]
    public async Task What_an_older_layout_left_is_not_read_and_ends_by_itself()
    {
        await using var district = await SmallDistrict.Start(engines, LiveEngine.Redis);
        var (db, old) = (district.Redis.GetDatabase(), new CountingKeys(district.Code).Unnumbered([1]));
        var epoch = await district.Ask<long>("select epoch from districts where code = @code");
        // As if it were the fold that stands, of one site that it spells otherwise.
        foreach (var key in old) await (key.ToString().EndsWith("epoch", StringComparison.Ordinal) ? db.StringSetAsync(key, epoch + 1) : db.HashSetAsync(key, "S1", "999"));
        await district.Wipe();
        await district.Send(Guid.NewGuid(), [SmallDistrict.Arrived(1, 3)]);
        Assert.Equal(3, (await district.Live("S1"))!.Arrived);
        Assert.Empty(await district.Differences());
        Assert.All(await Task.WhenAll(old.Select(k => db.KeyTimeToLiveAsync(k))), l => Assert.NotNull(l));
    }

    /// <summary>A district with something in Redis that no sweep looks after.</summary>
    private async Task<SmallDistrict> Counted(LiveEngine engine)
    {
        var district = await SmallDistrict.Start(engines, engine, settings: "--Counting:Sweep=00:05:00");
        await district.Send(Guid.NewGuid(), [SmallDistrict.Arrived(1, 3), SmallDistrict.Arrived(2, 4, "S2")]);
        return district;
    }

    /// <param name="meanwhile">Done once, when all is written and the epoch is not.</param>
    private static async Task Fill(SmallDistrict district, int count, Func<Task> meanwhile)
    {
        var fold = new Fold(Next);
        var devices = Enumerable.Range(1, count).ToDictionary(n => Guid.NewGuid(), n => (long)n);
        foreach (var (device, number) in devices) fold.Know(device, number);
        var last = new LastMoment(meanwhile);
        await new Filling(district.Redis, last).Fill(district.Code, [1], fold);
        Assert.True(last.Came);
        var (db, keys) = (district.Redis.GetDatabase(), new CountingKeys(district.Code));
        Assert.Equal(Next, (long)await db.StringGetAsync(keys.Epoch));
        Assert.Equal(devices.OrderBy(d => d.Key), (await db.HashGetAllAsync(keys.Numbers)).Select(e => KeyValuePair.Create(Guid.Parse((string)e.Name!), (long)e.Value)).OrderBy(d => d.Key));
        Assert.False(await db.KeyExistsAsync(keys.Sites(1)));
        Assert.False(await db.KeyExistsAsync(keys.Order));
    }

    /// <summary>The lifetime is asked for when all is written, and not before.</summary>
    private sealed class LastMoment(Func<Task> meanwhile) : IOptions<CountingOptions>
    {
        public bool Came { get; private set; }

        public CountingOptions Value
        {
            get
            {
                if (!Came)
                {
                    Came = true;
                    meanwhile().GetAwaiter().GetResult();
                }
                return new();
            }
        }
    }
}
