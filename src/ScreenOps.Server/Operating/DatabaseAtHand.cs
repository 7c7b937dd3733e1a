using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>PostgreSQL as a verb reaches it without asking a server: the one that is configured, the embedded one of a server that runs, or else the embedded one, started for the verb.</summary>
internal sealed class DatabaseAtHand : IAsyncDisposable
{
    private readonly Engines? started;
    private readonly DataFolder? held;

    private DatabaseAtHand(string connection, Engines? started, DataFolder? held) =>
        (Connection, this.started, this.held) = (new NpgsqlConnectionStringBuilder(connection) { Pooling = false, CommandTimeout = 0, ApplicationName = "screenops verb" }.ConnectionString, started, held);

    public string Connection { get; }

    /// <param name="alone">Whether no server may use the data folder meanwhile.</param>
    public static async Task<DatabaseAtHand> Open(IConfiguration configuration, ServerOptions options, bool alone, CancellationToken cancel)
    {
        var said = configuration.GetConnectionString("Postgres");
        if (!alone && (said is { Length: > 0 } ? said : await Engines.Running(FolderCheck.Data(options), cancel)) is { } there) return new(there, null, null);
        var held = DataFolder.Hold(options.DataFolder, options.KeyFolder);
        try
        {
            if (said is { Length: > 0 }) return new(said, null, held);
            var started = await Engines.Start(configuration, options, held.Path, cancel, redis: false);
            return new(started.Postgres, started, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async Task<NpgsqlConnection> Connect(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(Connection);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            await connection.DisposeAsync();
            throw new StartException($"PostgreSQL cannot be reached: {e.Message} The verb doctor says why and what to do.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (started is not null) await started.DisposeAsync();
        held?.Dispose();
    }
}
