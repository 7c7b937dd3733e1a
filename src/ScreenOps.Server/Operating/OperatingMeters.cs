using System.Diagnostics.Metrics;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>What an operator must see coming: waits at the door, open lines, the disk, the certificate, and whether the engines are there. Read when they are asked for.</summary>
internal sealed class OperatingMeters : IHostedService
{
    private readonly CountingMeters counting;

    public OperatingMeters(IMeterFactory meters, CountingMeters counting, Counter counter, OpenLines lines, Leaving leaving, EnginesSeen engines, ImportQueue imports, PassHolders passes, Screens screens, DataFolder folder,
        IServiceProvider services, TimeProvider time)
    {
        this.counting = counting;
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("screenops.counting.senders.waiting", () => counter.Waits().Senders, "{sender}", "Senders that wait for an acknowledgement.");
        meter.CreateObservableGauge("screenops.counting.oldest.wait", () => counter.Waits().Oldest.TotalSeconds, "s", "How long the one has waited who waits longest; at Counting:Patience it is told to send again.");
        meter.CreateObservableGauge("screenops.lines.open", () => lines.Count, "{line}", "Live lines of tablets and screens that are open at this server.");
        meter.CreateObservableGauge("screenops.server.leaving", () => leaving.Begun ? 1 : 0, "{server}", "1 while this server moves its lines to others before it stops.");
        meter.CreateObservableGauge("screenops.engine.up", engines.Up, "{engine}", "1 where the engine answered when it was last asked, at most a quarter of a minute ago; else 0.");
        meter.CreateObservableGauge("screenops.engine.clock.offset", engines.Offsets, "s", "How far the engine's clock is ahead of this machine's.");
        meter.CreateObservableGauge("screenops.disk.free", () => new DriveInfo(folder.Path).AvailableFreeSpace, "By", "Free space of the data folder's disk.");
        meter.CreateObservableGauge("screenops.imports.waiting", () => imports.Waits, "{import}", "Imports that wait for the one before them; at four the next is told to come again.");
        meter.CreateObservableGauge("screenops.imports.running", () => imports.Running.TotalSeconds, "s", "How long the import has run that runs now; 0 where none does.");
        meter.CreateObservableGauge("screenops.checkin.passes.waiting", () => passes.Waits, "{pass}", "Scanned passes that wait until PostgreSQL was asked whose they are.");
        meter.CreateObservableGauge("screenops.checkin.screens", () => screens.Open, "{screen}", "Screens of sites that follow the numbers called at this server.");
        if (services.GetService<OwnCertificate>() is { } own)
            meter.CreateObservableGauge("screenops.certificate.remaining", () => (own.Certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime).TotalSeconds, "s", "Until the server's own https certificate ends; it is renewed 30 days before.");
    }

    public Task StartAsync(CancellationToken cancel)
    {
        counting.Show();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
}
