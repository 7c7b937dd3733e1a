using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>Seals each round 24 hours after its end: until then late counts still come in, after that its figures stand.</summary>
internal sealed class Sealing(RoundStore rounds, TimeProvider time, ILogger<Sealing> log) : BackgroundService
{
    private static readonly TimeSpan After = TimeSpan.FromHours(24), Between = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Between, time);
        do
        {
            try
            {
                if (await rounds.SealOld(After, stop) is > 0 and var sealed_) log.Sealed(sealed_);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                log.SealingFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }
}
