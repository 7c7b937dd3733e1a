using Npgsql;
using ScreenOps.Server.Counting;
using StackExchange.Redis;

namespace ScreenOps.Server.Board;

/// <summary>
/// Keeps one district's board live: follows what is published, reads the whole when something may have been missed, and lets time pass. A message that is lost with
/// a node of a cluster leaves no gap to see where no other comes after it, so each second Redis is asked how far it has published, and is given some seconds to tell it.
/// </summary>
internal sealed class BoardFeed(DistrictBoard board, LiveFold live, RulesReader rules, TimeProvider time, ILogger log)
{
    private const int TicksLate = 3;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), Retry = TimeSpan.FromMilliseconds(200);

    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                board.Mistrust();
                await using var following = await live.Follow(board.District, board.Changed, stop);
                await Keep(stop);
            }
            catch (Exception e) when (Passing(e))
            {
                log.FeedLost(board.District, e);
                await Task.Delay(Retry, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Until something was missed: then it is to be followed anew.</summary>
    private async Task Keep(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick, time);
        var tick = timer.WaitForNextTickAsync(stop).AsTask();
        (long, long) published = default;
        var late = 0;
        while (true)
        {
            board.Heard();
            await ReadRules();
            if (!board.Trusted && !board.Replace(await live.Read(board.District, stop)))
            {
                // Redis is being filled; a fold of a district takes a moment.
                await Task.Delay(Retry, time, stop);
                continue;
            }
            board.Age();
            await Task.WhenAny(tick, board.Wanted);
            stop.ThrowIfCancellationRequested();
            if (!tick.IsCompleted) continue;
            tick = timer.WaitForNextTickAsync(stop).AsTask();
            late = board.Misses(published) ? late + 1 : 0;
            if (late == TicksLate)
            {
                log.FeedMissed(board.District);
                return;
            }
            if (late == 0) published = await Published();
        }
    }

    /// <summary>Nothing while Redis is away: its return is told by the connection.</summary>
    private async Task<(long, long)> Published()
    {
        try
        {
            return await live.Published(board.District);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return default;
        }
    }

    /// <summary>While PostgreSQL is away the board goes on by the rules it knows.</summary>
    private async Task ReadRules()
    {
        try
        {
            board.Know(await rules.Read(board.District));
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
        {
            log.RulesAway(board.District, e);
        }
    }

    /// <summary>Engines away, a district not imported yet, or a value in Redis that nobody can read and the sweep will mend.</summary>
    private static bool Passing(Exception e) => e is RedisException or NpgsqlException or TimeoutException or IOException or InvalidOperationException or FormatException;
}
