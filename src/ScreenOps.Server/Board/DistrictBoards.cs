using System.Collections.Concurrent;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Board;

/// <summary>The boards of this server, each followed from its first reader on until the server stops.</summary>
internal sealed class DistrictBoards : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Lazy<(DistrictBoard Board, Task Run)>> boards = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<string, (DistrictBoard, Task)> begin;
    private readonly TimeProvider time;

    public DistrictBoards(LiveFold live, RulesReader rules, RoundBook rounds, TimeProvider time, ILogger<DistrictBoards> log)
    {
        this.time = time;
        begin = district =>
        {
            var board = new DistrictBoard(district, time);
            return (board, new BoardFeed(board, live, rules, time, log).Run(stopping.Token));
        };
        rounds.Changed += district =>
        {
            if (boards.TryGetValue(district, out var begun)) begun.Value.Board.Want();
        };
    }

    /// <summary>The board, filled. TimeoutException: its engines did not answer.</summary>
    public async ValueTask<DistrictBoard> Board(string district, CancellationToken cancel)
    {
        var board = boards.GetOrAdd(district, code => new(() => begin(code))).Value.Board;
        if (!board.Ready.IsCompletedSuccessfully) await board.Ready.WaitAsync(Patience, time, cancel);
        return board;
    }

    /// <summary>What the board holds of every site that was ever counted, for comparing it with the ledger.</summary>
    public async Task<IReadOnlyList<SiteCount>> Read(string district, CancellationToken cancel) => (await Board(district, cancel)).Counts();

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stopping.CancelAsync();
        await Task.WhenAll(boards.Values.Select(b => b.Value.Run));
    }
}
