using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Board;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Board;

/// <summary>The loops of all connections that watch, one each, until they leave.</summary>
internal sealed class Viewers
{
    private readonly LiveLines lines;
    private readonly CityBoard city;
    private readonly Cadence cadence;
    private readonly BoardOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<Viewers> log;

    public Viewers(LiveLines lines, CityBoard city, Cadence cadence, IOptions<BoardOptions> options, TimeProvider time, ILogger<Viewers> log, IMeterFactory meters)
    {
        (this.lines, this.city, this.cadence, this.options, this.time, this.log) = (lines, city, cadence, options.Value, time, log);
        meters.Create(Telemetry.Name).CreateObservableUpDownCounter("screenops.board.viewers", () => running.Count, "{connection}", "Connections that watch a board of this server");
    }

    private readonly ConcurrentDictionary<string, Watching> running = new();

    private sealed class Watching(Intake intake, CancellationToken aborted)
    {
        public Intake Intake { get; } = intake;
        public CancellationTokenSource Stop { get; } = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        public Task Run { get; set; } = Task.CompletedTask;
    }

    /// <summary>A connection watches one scope; another Watch replaces it.</summary>
    public Task<Snapshot> Watch(string connection, DistrictBoard board, Scope scope, CancellationToken aborted) =>
        Watch(connection, intake => new Viewer(board, scope, Line(connection, aborted), intake, cadence, time), aborted);

    /// <summary>That something changed for people, and nothing of sites.</summary>
    public Task<Snapshot> WatchStaffing(string connection, DistrictBoard board, CancellationToken aborted) =>
        Watch(connection, _ => new StaffingViewer(board, Line(connection, aborted), time), aborted);

    /// <summary>All districts at once.</summary>
    public async Task<Snapshot> WatchCity(string connection, CancellationToken aborted)
    {
        await city.Fill(aborted);
        return await Watch(connection, intake => new CityViewer(city, Line(connection, aborted), intake), aborted);
    }

    private Func<Frame, ValueTask> Line(string connection, CancellationToken aborted)
    {
        if (lines.Find(connection) is not { } line) throw new HubException("This connection has ended; connect again.");
        return frame => line.WriteAsync(frame.Message, aborted);
    }

    private async Task<Snapshot> Watch(string connection, Func<Intake, IViewer> make, CancellationToken aborted)
    {
        await Leave(connection);
        var watching = new Watching(new(options.ChangesAhead), aborted);
        var viewer = make(watching.Intake);
        if (!running.TryAdd(connection, watching)) throw new HubException("This connection is joining already; watch one scope after the other.");
        var snapshot = viewer.Join();
        watching.Run = Run(viewer, watching.Stop.Token);
        // Leave may have come before there was anything to leave.
        if (aborted.IsCancellationRequested) await Leave(connection);
        return snapshot;
    }

    public void Taken(string connection, long changes)
    {
        if (running.TryGetValue(connection, out var watching)) watching.Intake.Taken(changes);
    }

    public async Task Leave(string connection)
    {
        if (!running.TryRemove(connection, out var watching)) return;
        using (watching.Stop)
        {
            await watching.Stop.CancelAsync();
            await watching.Run;
        }
    }

    private async Task Run(IViewer viewer, CancellationToken stop)
    {
        try
        {
            await viewer.Run(stop);
        }
        catch (OperationCanceledException)
        {
            // It left, or the server stops.
        }
        catch (Exception e) when (e is IOException or HubException or InvalidOperationException)
        {
            log.ViewerGone(e);
        }
    }
}
