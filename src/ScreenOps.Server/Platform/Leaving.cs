using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Options;

namespace ScreenOps.Server.Platform;

/// <summary>How a server goes when it is told to by SIGTERM. The three times add up to how long that takes at most, beside the answers that are under way.</summary>
internal sealed record LeavingOptions
{
    public const string Section = "Leaving";

    /// <summary>How long it only says so at /health/ready and serves everybody as before: longer than a load balancer takes to notice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")] public TimeSpan Notice { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Over how long the tablets and screens are told to move, so that they do not come to the other servers all at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")] public TimeSpan Spread { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long those that were told and have not gone are waited for; then their lines are cut, and they come back by themselves.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")] public TimeSpan Last { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>
/// Takes SIGTERM as the wish to go without anybody noticing: it says that it leaves, has its live lines move, and only then stops listening and answers what is under way.
/// Ctrl-C, and a second SIGTERM, stop at once.
/// </summary>
internal sealed class Leaving(IHostApplicationLifetime life, ISystemdNotifier systemd, IOptions<LeavingOptions> options, TimeProvider time, ILogger<Leaving> log) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> signals = [];
    private int asked;
    private Task going = Task.CompletedTask;

    /// <summary>What has lines that can move: called once, with the time over which to spread it.</summary>
    public Func<TimeSpan, CancellationToken, Task> Move { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>How many have not moved yet.</summary>
    public Func<int> Left { get; set; } = () => 0;

    public bool Begun => Volatile.Read(ref asked) > 0;

    public Task WaitForStartAsync(CancellationToken cancel)
    {
        life.ApplicationStarted.Register(() => systemd.Notify(ServiceState.Ready));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            Begin();
        }));
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                life.StopApplication();
            }));
        return Task.CompletedTask;
    }

    /// <summary>A second call stops at once.</summary>
    public void Begin()
    {
        if (Interlocked.Increment(ref asked) > 1) life.StopApplication();
        else going = Go(life.ApplicationStopping);
    }

    private async Task Go(CancellationToken stopping)
    {
        systemd.Notify(ServiceState.Stopping);
        log.Leaving(Left(), options.Value.Notice.TotalSeconds);
        try
        {
            await Task.Delay(options.Value.Notice, time, stopping);
            await Move(options.Value.Spread, stopping);
            var told = time.GetTimestamp();
            while (Left() > 0 && time.GetElapsedTime(told) < options.Value.Last) await Task.Delay(TimeSpan.FromMilliseconds(50), time, stopping);
            if (Left() is > 0 and var left) log.LinesLeft(left);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told twice.
        }
        finally
        {
            life.StopApplication();
        }
    }

    public Task StopAsync(CancellationToken cancel) => going;

    /// <summary>A line that would open now would have to move at once: it is sent to another server, by the balancer or by its own next try. Other requests are answered; their connections are not kept.</summary>
    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        if (!Begun)
        {
            await next(context);
            return;
        }
        context.Response.Headers.Connection = "close";
        if (!context.Request.Path.StartsWithSegments("/hubs"))
        {
            await next(context);
            return;
        }
        context.Response.Headers.RetryAfter = "1";
        await TypedResults.Problem("This server is leaving; connect again, and another one answers.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Leaving").ExecuteAsync(context);
    }

    public void Dispose()
    {
        foreach (var signal in signals) signal.Dispose();
    }
}

internal sealed class LeavingHealth(Leaving leaving) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default) =>
        Task.FromResult(leaving.Begun ? HealthCheckResult.Unhealthy("This server is leaving; send to another.") : HealthCheckResult.Healthy());
}
