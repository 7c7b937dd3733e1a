using System.Collections.Concurrent;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Staffing;

namespace ScreenOps.Server.Board;

/// <summary>The boards of this server, each followed from its first reader on until the server stops.</summary>
internal sealed class DistrictBoards : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), NewRoundTakes = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, Lazy<(DistrictBoard Board, Task Run)>> boards = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<string, (DistrictBoard, Task)> begin;
    private readonly RoundBook rounds;
    private readonly TimeProvider time;

    public DistrictBoards(LiveFold live, RulesReader rules, RoundBook rounds, StaffingNews staffing, TimeProvider time, ILogger<DistrictBoards> log)
    {
        (this.rounds, this.time) = (rounds, time);
        begin = district =>
        {
            var board = new DistrictBoard(district, time);
            return (board, log.Endure(time, new BoardFeed(board, live, rules, time, log).Run, stopping.Token));
        };
        rounds.Changed += district =>
        {
            foreach (var (code, begun) in boards)
                if (district is null || code == district) begun.Value.Board.Want();
        };
        staffing.Changed += district =>
        {
            foreach (var (code, begun) in boards)
                if (district is null || code == district) begun.Value.Board.StaffingChanged();
        };
    }

    /// <summary>Whoever watches is told to read requests again.</summary>
    /// <param name="district">Null: of all districts, as <paramref name="site"/> of all sites.</param>
    public void RequestsChanged(string? district, string? site)
    {
        foreach (var (code, begun) in boards)
            if (district is null || code == district) begun.Value.Board.RequestsChanged(site);
    }

    /// <summary>The board, filled. TimeoutException: its engines did not answer.</summary>
    public async ValueTask<DistrictBoard> Board(string district, CancellationToken cancel)
    {
        var board = boards.GetOrAdd(district, code => new(() => begin(code))).Value.Board;
        if (!board.Ready.IsCompletedSuccessfully) await board.Ready.WaitAsync(Patience, time, cancel);
        return board;
    }

    /// <summary>The board once it knows the round that the scope names: one that was made a moment ago is waited for.</summary>
    public async ValueTask<DistrictBoard> Board(string district, Scope scope, CancellationToken cancel)
    {
        var board = await Board(district, cancel);
        if (scope.Round is not { } id || board.Knows(id)) return board;
        // What this server remembers is up to a second old; another one may have made the round since.
        rounds.Forget(district);
        if (await rounds.Round(district, id) is not { State: RoundState.Draft or RoundState.Open or RoundState.Closed }) return board;
        using var patience = new CancellationTokenSource(NewRoundTakes, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            for (var pulse = board.Pulse(); !board.Knows(id); pulse = board.Pulse()) await pulse.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // It answers with what it has.
        }
        return board;
    }

    /// <summary>The boards of all districts, each filled.</summary>
    public async Task<IReadOnlyList<DistrictBoard>> All(CancellationToken cancel) =>
        await Task.WhenAll((await rounds.Districts()).Select(district => Board(district, cancel).AsTask()));

    /// <summary>What the board holds of every site that was ever counted, for comparing it with the ledger.</summary>
    public async Task<IReadOnlyList<SiteCount>> Read(string district, CancellationToken cancel) => (await Board(district, cancel)).Counts();

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stopping.CancelAsync();
        await Task.WhenAll(boards.Values.Select(b => b.Value.Run));
    }
}
