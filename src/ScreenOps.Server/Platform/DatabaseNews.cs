using Dapper;
using Npgsql;

namespace ScreenOps.Server.Platform;

/// <summary>
/// Hears what any server tells on a channel of PostgreSQL, in the order of the commits. After a pause in hearing it tells null: everything may have changed, so
/// that who reads again on each piece of news misses nothing.
/// </summary>
internal abstract class DatabaseNews(string channel, NpgsqlDataSource postgres, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>A line on which nothing comes for so long is asked whether it still stands.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>What was told; null: all of it may have been.</summary>
    protected abstract void Heard(string? news);

    protected abstract void Lost(Exception e);

    protected sealed override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

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
                Lost(e);
                await Task.Delay(Retry, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Listen(CancellationToken stop)
    {
        await using var line = await postgres.OpenConnectionAsync(stop);
        void Hear(object _, NpgsqlNotificationEventArgs news) => Heard(news.Payload);
        line.Notification += Hear;
        try
        {
            await line.ExecuteAsync(new CommandDefinition($"listen {channel}", cancellationToken: stop));
            Heard(null);
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
