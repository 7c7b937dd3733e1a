using Dapper;
using Npgsql;
using ScreenOps.Embedded;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Contenders;

/// <summary>A peer's server program with engines of its own, started as ours are.</summary>
internal sealed class PeerStage : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly string folder;
    private readonly OwnRedis redis;
    private readonly EmbeddedPostgres postgres;
    private readonly OwnProcess server;

    private PeerStage(string folder, OwnRedis redis, EmbeddedPostgres postgres, OwnProcess server, Uri url) =>
        (this.folder, this.redis, this.postgres, this.server, Url) = (folder, redis, postgres, server, url);

    public Uri Url { get; }

    public (string Name, int Process)[] Programs => [("server", server.Id), ("redis", redis.ProcessId), ("postgres", postgres.ProcessId)];

    /// <param name="settings">Its environment, for a port to listen on, a Redis as host:port and a PostgreSQL.</param>
    public static async Task<PeerStage> Set(string name, string[] command, Func<int, string, NpgsqlConnectionStringBuilder, Dictionary<string, string>> settings, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-peer-").FullName;
        EmbeddedPostgres? postgres = null;
        OwnRedis? redis = null;
        OwnProcess? server = null;
        try
        {
            postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), null, TimeProvider.System, cancel);
            redis = await OwnRedis.Start(Path.Combine(folder, "redis"), cancel);
            var (port, ready) = (LoopbackPort.Free(), false);
            server = OwnProcess.Start(name, command[0], command[1..], settings(port, $"127.0.0.1:{redis.Port}", new(postgres.ConnectionString)), line => ready |= line.Contains("listening", StringComparison.OrdinalIgnoreCase));
            await server.Until(() => Volatile.Read(ref ready), StartLimit, cancel);
            return new(folder, redis, postgres, server, new($"http://127.0.0.1:{port}"));
        }
        catch
        {
            await End(folder, server, redis, postgres);
            throw;
        }
    }

    public async Task Audit(Sheet sheet, string name, long acked, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        await connection.OpenAsync(cancel);
        var (commands, rows) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition("select count(distinct (device, number)), count(*) from counts", commandTimeout: 300, cancellationToken: cancel));
        if (commands != acked || rows != acked) sheet.Fault($"{name} acknowledged {acked} and has {rows} rows of {commands} commands.");
    }

    /// <summary>A file of this checkout.</summary>
    public static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, path) is var file && File.Exists(file)) return file;
        throw new LoadTestException($"{path} is not there: start this with dotnet run from a checkout.");
    }

    public ValueTask DisposeAsync() => End(folder, server, redis, postgres);

    private static async ValueTask End(string folder, OwnProcess? server, OwnRedis? redis, EmbeddedPostgres? postgres)
    {
        if (server is not null) await server.DisposeAsync();
        if (redis is not null) await redis.DisposeAsync();
        if (postgres is not null) await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
