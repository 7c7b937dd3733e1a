using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Operating;

/// <summary>One id tells a tap's whole way.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class TraceTests(RealEngines engines)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task From_the_call_to_the_commit_and_the_board_a_tap_has_one_trace(bool hub)
    {
        var (ended, call) = (new ConcurrentBag<Activity>(), hub ? "Microsoft.AspNetCore.SignalR.Server" : "Microsoft.AspNetCore");
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == Telemetry.Name || source.Name == call, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded, ActivityStopped = ended.Add };
        ActivitySource.AddActivityListener(listener);
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        var token = await server.Tablet(district.Code, Guid.NewGuid());
        if (hub)
        {
            await using var line = await server.Line(token);
            Assert.Equal(CountOutcome.Applied, (await line.Tell(BoardDistrict.Command(1, CountKind.Arrived, 2), BoardDistrict.Command(2, CountKind.Sampled, 1)))[1].Outcome);
        }
        else
        {
            using var http = server.Http(token);
            using var counted = await http.PostAsJsonAsync("/api/v1/counts", new { commands = new[] { BoardDistrict.Command(1, CountKind.Arrived, 2) } });
            Assert.True(counted.IsSuccessStatusCode);
        }
        await Eventually.True(() => Task.FromResult(ended.Any(s => s.OperationName == TapSpans.Board)), "the board's span");
        var board = Assert.Single(ended, s => s.OperationName == TapSpans.Board);
        var (turn, commit) = (Assert.Single(ended, s => s.OperationName == TapSpans.Turn), Assert.Single(ended, s => s.OperationName == TapSpans.Commit));
        await Eventually.True(() => Task.FromResult(ended.Any(s => s.Source.Name == call && s.SpanId == turn.ParentSpanId)), "the call's span");
        Assert.Equal([board.TraceId, board.TraceId], new[] { turn.TraceId, commit.TraceId });
        Assert.Equal([board.ParentSpanId, board.ParentSpanId], new[] { turn.ParentSpanId, commit.ParentSpanId });
        Assert.True(turn.Duration > TimeSpan.Zero && commit.Duration > TimeSpan.Zero && commit.StartTimeUtc > turn.StartTimeUtc && board.StartTimeUtc > turn.StartTimeUtc);
    }
}
