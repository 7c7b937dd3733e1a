using Dapper;
using Npgsql;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Rehearsal;
using ScreenOps.Server.Board;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Rehearsal;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

/// <summary>
/// A morning rehearsed on a real server as fast as it takes it: the round's clock stands until it is moved on, so what the board showed at the begin of each minute can
/// be written down to the unit. A tablet a site plays the plan, one of them silent for a while; another a site tells what was made up to 25 minutes before, and takes things back.
/// </summary>
internal sealed class RecordedMorning
{
    public const int Round = 1, Sites = 8, Begin = 5 * 60 + 20;
    private const int People = 34, Quarters = 9;
    private readonly BoardDistrict district;
    private readonly TestServer server;
    private readonly Random random = new(11);
    private readonly IReadOnlyList<Tablet> tablets;

    private sealed record Tablet(Outbox Outbox, Guid Device, Guid Rover) { public long Made; }

    private RecordedMorning(BoardDistrict district, TestServer server)
    {
        (this.district, this.server) = (district, server);
        var codes = Enumerable.Range(1, Sites).Select(n => $"S{n}").ToList();
        var quarters = codes.SelectMany((code, at) => Enumerable.Range(0, Quarters).Select(q => new ArrivalQuarter(code, new TimeOnly(5, 30).AddMinutes(15 * q), People + 9 * at - 3 * q)));
        var plan = MorningPlan.Of([.. quarters], [.. codes.Select(c => new RehearsalSite(c, 2))], 7);
        tablets = [.. plan.Sites.Select(s => new Tablet(new(Round, s, Midnight, long.MaxValue), Guid.NewGuid(), Guid.NewGuid()))];
        Last = Midnight / 60_000 + plan.LastSecond / 60 + 2;
    }

    /// <summary>Of 14 August 2022 in Shanghai, unix milliseconds.</summary>
    public static long Midnight { get; } = DateTimeOffset.Parse("2022-08-14T00:00:00+08:00", null).ToUnixTimeMilliseconds();
    public static long First => Midnight / 60_000 + Begin;
    public long Last { get; }
    /// <summary>By minute, what the board showed of each site.</summary>
    public Dictionary<long, IReadOnlyList<SiteState>> Board { get; } = [];

    public static async Task<RecordedMorning> Begins(BoardDistrict district, TestServer server)
    {
        await district.Do("""
            insert into sites (district, code, name, village, latitude, longitude, population, lanes) select @code, 'S' || n, 'S' || n, 'V', 36.7, 117.7, 100, 2 from generate_series(4, 8) n;
            insert into round_sites select district, 1, code, lanes from sites where district = @code and code > 'S3';
            insert into shifts values (@code, 1, 'A', 'A', '05:30', '09:30');
            update rounds set day = '2022-08-14', opened_at = timestamptz '2022-08-14 05:20+08' where district = @code and id = 1
            """);
        var morning = new RecordedMorning(district, server);
        await morning.Clock(First * 60_000);
        return morning;
    }

    /// <summary>Plays on and writes down, up to the begin of a minute.</summary>
    public async Task PlayTo(long minute)
    {
        for (var next = Board.Count == 0 ? First : Board.Keys.Max() + 1; next <= minute; next++)
        {
            await Clock(next * 60_000 - 20_000);
            await Task.WhenAll(tablets.Select(t => Tell(t, Rove(t, next * 60_000 - 20_000), next * 60_000 - 20_000)));
            await Clock(next * 60_000);
            Board[next] = await Shown(next * 60_000);
        }
    }

    private async Task Tell(Tablet tablet, IReadOnlyList<CountCommand> roved, long now)
    {
        var counter = server.Get<Counter>();
        var roving = counter.Apply(district.Code, tablet.Rover, tablet.Outbox.Site, roved, default);
        while (tablet.Outbox.Due(now) is { Length: > 0 } due) tablet.Outbox.Take(await counter.Apply(district.Code, tablet.Device, tablet.Outbox.Site, due, default));
        Assert.All(await roving, r => Assert.True(r.Outcome is CountOutcome.Applied or CountOutcome.Refused, $"{r}"));
    }

    private List<CountCommand> Rove(Tablet tablet, long now)
    {
        var told = new List<CountCommand>();
        for (var left = now < (First + 15) * 60_000 ? 0 : random.Next(4) - 1; left > 0; left--)
        {
            var (kind, made) = ((CountKind)random.Next((int)CountKind.Arrived, (int)CountKind.Undo + 1), Math.Max(First * 60_000, now - random.Next(25 * 60_000)));
            if (kind is CountKind.Pause or CountKind.Close && random.Next(4) > 0) kind = CountKind.Open;
            var n = kind switch { CountKind.Queue => random.Next(60), CountKind.Lanes => random.Next(4), CountKind.Undo => Math.Max(1, tablet.Made - random.Next(6)), _ => random.Next(1, 6) };
            told.Add(new(++tablet.Made, Round, tablet.Outbox.Site, kind, n, made));
        }
        return told;
    }

    private async Task<IReadOnlyList<SiteState>> Shown(long now)
    {
        var board = await server.Get<DistrictBoards>().Board(district.Code, default);
        var live = (await server.Get<LiveFold>().Read(district.Code, default)).Sites.Select(s => s.Count).OrderBy(c => c.Site, StringComparer.Ordinal).ToList();
        Snapshot? snapshot = null;
        await Eventually.True(() =>
        {
            board.Age();
            snapshot = board.Snapshot(board.Round(Round), null);
            return Task.FromResult(snapshot.Now == now && board.Counts().OrderBy(c => c.Site, StringComparer.Ordinal).SequenceEqual(live));
        }, "the board has heard of everything and looks at the minute");
        return snapshot!.Sites;
    }

    /// <summary>Sets the round's clock, which then stands.</summary>
    private async Task Clock(long at)
    {
        await using var connection = await server.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync("update rounds set clock_from = @at, clock_at = now(), clock_speed = 0 where district = @code and id = 1",
            new { code = district.Code, at = DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime });
        server.Get<RoundBook>().Forget(district.Code);
    }
}
