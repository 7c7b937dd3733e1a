using Npgsql;
using ScreenOps.Server.Board;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Advice;

/// <summary>Lets moved lanes arrive, and takes down what the waits really were at the moment that a move had foreseen, so that both stand side by side. More servers than one may: the first counts.</summary>
internal sealed class LaneWatch(MoveStore moves, RoundBook book, DistrictBoards boards, TimeProvider time, ILogger<LaneWatch> log) : BackgroundService
{
    private static readonly TimeSpan Looks = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Looks, time);
        while (await timer.WaitForNextTickAsync(stop)) await Look(stop);
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            foreach (var move in await moves.Unfinished(stop))
            {
                if (await book.Round(move.District, move.Round) is not { } round) continue;
                var ended = round.State is RoundState.Closed or RoundState.Sealed;
                var now = round.Clock.GetUtcNow().ToUnixTimeMilliseconds();
                if (move.Arrived is null && (ended || now >= move.Arrives) && await moves.Arrive(move, now, stop)) book.Forget(move.District);
                if (move.Measured is null && (ended || now >= move.Due)) await Measure(move, round, ended, now, stop);
            }
        }
        catch (Exception e) when (e is NpgsqlException or RedisException or TimeoutException)
        {
            log.NotMeasured(e);
        }
    }

    private async Task Measure(KeptMove move, RoundInfo round, bool ended, long now, CancellationToken stop)
    {
        var board = ended ? null : (await boards.Board(move.District, new Scope(move.Round, round.Rehearsal, null), stop)).Round(move.Round);
        int? Wait(string site) => board?.Rules is { } rules ? board.Find(site)?.State(rules).Wait?.Likely : null;
        await moves.Measure(move.Id, now, Wait(move.Giver), Wait(move.Taker), stop);
    }
}
