using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Tests.Platform;

public sealed class LoopsTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task A_loop_that_fails_begins_anew_after_longer_and_longer_pauses_until_it_is_stopped()
    {
        var (begun, stop) = (new List<DateTimeOffset>(), new CancellationTokenSource());
        var start = time.GetUtcNow();
        var loop = NullLogger.Instance.Endure(time, token =>
        {
            begun.Add(time.GetUtcNow());
            throw new ArithmeticException("Nobody thought of this.");
        }, stop.Token);
        while (begun.Count < 8) time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([0, 1, 3, 7, 15, 31, 61, 91], begun.Select(b => (int)(b - start).TotalSeconds));
        Assert.False(loop.IsCompleted);
        await stop.CancelAsync();
        await loop;
        Assert.Equal(8, begun.Count);
    }

    [Fact]
    public async Task A_loop_that_went_well_for_a_while_is_begun_anew_soon()
    {
        var (runs, stop) = (0, new CancellationTokenSource());
        var loop = NullLogger.Instance.Endure(time, async token =>
        {
            if (++runs != 5) throw new ArithmeticException("Nobody thought of this.");
            await Task.Delay(TimeSpan.FromMinutes(1), time, token);
            throw new ArithmeticException("Nor of this.");
        }, stop.Token);
        time.Advance(TimeSpan.Zero);
        while (runs < 5) time.Advance(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(6, runs);
        await stop.CancelAsync();
        await loop;
    }
}
