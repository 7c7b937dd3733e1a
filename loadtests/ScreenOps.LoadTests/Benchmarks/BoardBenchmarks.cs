using BenchmarkDotNet.Attributes;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Board;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.LoadTests.Benchmarks;

/// <summary>A published change into the board of a district with 43 sites and four hours of minutes, and from there into the frame that its viewers share.</summary>
public class BoardBenchmarks
{
    private DistrictBoard board = null!;
    private long sequence;

    [GlobalSetup]
    public void Prepare()
    {
        var clock = new RoundClock(TimeProvider.System);
        var round = new RoundInfo("d", 1, "one", RoundState.Open, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), 10, false, null, null, null, clock);
        var sites = Enumerable.Range(0, Samples.Sites).Select(i => new SiteInfo(Samples.Site(i), Samples.Site(i), "V", 36, 117, 1500, 2, "", false)).ToDictionary(s => s.Code);
        board = new("d", TimeProvider.System);
        board.Know([new(round, new("d", "D", "Asia/Shanghai", 15, 30, 180), sites, null, null)]);
        if (!board.Replace(new(1, 0, [.. Enumerable.Range(0, Samples.Sites).Select(i => new SiteFold(Samples.Count(i, 1), [.. Samples.Minutes()]))])))
            throw new LoadTestException("The board did not take its first reading.");
        sequence = 0;
    }

    [Benchmark]
    public long ChangeToBoard() => Change(1);

    [Benchmark]
    public int ChangeToFrame()
    {
        var before = Change(1) - 1;
        return board.Round(1)!.Changes(null, before, board.Stamp)!.Sites.Length;
    }

    /// <summary>A batch that touched every site.</summary>
    [Benchmark]
    public int BoardToFrame()
    {
        var before = Change(Samples.Sites) - 1;
        return board.Round(1)!.Changes(null, before, board.Stamp)!.Sites.Length;
    }

    /// <summary>The board's stamp after it.</summary>
    private long Change(int sites)
    {
        sequence++;
        var minute = new SiteMinute(SiteMinute.Of(Samples.Now), 6, 0, 5, 0);
        var folds = new SiteFold[sites];
        for (var i = 0; i < sites; i++) folds[i] = new(Samples.Count((int)((sequence + i) % Samples.Sites), sequence + 1), [minute]);
        board.Changed(new(1, sequence, folds));
        return board.Stamp;
    }
}
