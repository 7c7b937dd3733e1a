using Dapper;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// Hears what any server changed of a round's staffing, in the order of the commits. After a pause in hearing it tells that everything may have changed, so
/// that who reads again on each piece of news misses nothing.
/// </summary>
internal sealed class StaffingNews(NpgsqlDataSource postgres, TimeProvider time, ILogger<StaffingNews> log) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>A line on which nothing comes for so long is asked whether it still stands.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>The district whose staffing changed; null: all of them may have.</summary>
    public event Action<string?>? Changed;

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Listen(stop);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                log.NewsLost(e);
                await Task.Delay(Retry, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Listen(CancellationToken stop)
    {
        await using var line = await postgres.OpenConnectionAsync(stop);
        void Hear(object _, NpgsqlNotificationEventArgs news) => Changed?.Invoke(news.Payload.Split(' ')[0]);
        line.Notification += Hear;
        try
        {
            await line.ExecuteAsync(new CommandDefinition("listen screenops_staffing", cancellationToken: stop));
            Changed?.Invoke(null);
            while (true)
                if (!await line.WaitAsync(Silence, stop)) await line.ExecuteAsync(new CommandDefinition("select 1", cancellationToken: stop));
        }
        finally
        {
            // It goes back to the pool, where nobody wants to hear.
            line.Notification -= Hear;
            if (line.State == System.Data.ConnectionState.Open) await line.ExecuteAsync("unlisten *");
        }
    }
}
