using Npgsql;
using ScreenOps.Embedded;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Ground;

/// <summary>What a story plays on: a server with its engines, all our own unless one elsewhere was named. Ended in the opposite order.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string DatabaseName = "screenops";
    private readonly string? folder;

    /// <summary>Lines that a story can trouble: of the clients to the server, and of the server to its engines.</summary>
    public sealed record Lines(Wire Clients, Wire Redis, Wire Postgres);

    private Stage(ServerAt server, string? folder) => (Server, this.folder) = (server, folder);

    public ServerAt Server { get; private init; }
    public OwnServer? OwnServer { get; private init; }
    public OwnRedis? OwnRedis { get; private init; }
    public EmbeddedPostgres? OwnPostgres { get; private set; }

    /// <summary>Null: everybody is connected directly.</summary>
    public Lines? Wires { get; private init; }

    /// <summary>Connection strings for limits and audit; null: not known, and that part is left out.</summary>
    public string? Postgres { get; private set; }
    public string? Redis { get; private init; }

    /// <param name="settings">Of the server, as environment variables.</param>
    public static Task<Stage> Set(LoadOrder order, CancellationToken cancel, params (string Key, string Value)[] settings) =>
        order.Url is { } url ? Task.FromResult(Elsewhere(order, url)) : Own(wired: false, settings, cancel);

    /// <summary>With lines that can be troubled. <see cref="Server"/> is where the clients' line begins.</summary>
    public static Task<Stage> SetWired(LoadOrder order, CancellationToken cancel, params (string Key, string Value)[] settings) =>
        order.Url is null ? Own(wired: true, settings, cancel) : throw new LoadTestException("This story kills its server and engines: it runs on its own ones only, without --url.");

    private static async Task<Stage> Own(bool wired, (string Key, string Value)[] settings, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-load-").FullName;
        EmbeddedPostgres? postgres = null;
        OwnRedis? redis = null;
        try
        {
            postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), null, TimeProvider.System, cancel);
            redis = await OwnRedis.Start(Path.Combine(folder, "redis"), cancel);
            var database = await Database(postgres.ConnectionString, cancel);
            var (redisAt, data) = ($"127.0.0.1:{redis.Port}", Path.Combine(folder, "server"));
            if (!wired)
            {
                var server = await OwnServer.Start(data, Settings(database, redisAt, settings), cancel);
                return new(server.At, folder) { OwnServer = server, OwnRedis = redis, OwnPostgres = postgres, Postgres = database, Redis = redisAt };
            }
            var (toRedis, toPostgres) = (new Wire(redis.Port), new Wire(PortOf(database)));
            var far = await OwnServer.Start(data, Settings(WithPort(database, toPostgres.Port), $"127.0.0.1:{toRedis.Port}", settings), cancel);
            var toServer = new Wire(far.Port);
            return new(far.At with { Url = new($"http://127.0.0.1:{toServer.Port}") }, folder)
            {
                OwnServer = far, OwnRedis = redis, OwnPostgres = postgres, Postgres = database, Redis = redisAt, Wires = new(toServer, toRedis, toPostgres),
            };
        }
        catch
        {
            if (redis is not null) await redis.DisposeAsync();
            if (postgres is not null) await postgres.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>SIGKILL to all of it at once, as a power cut does.</summary>
    public async Task KillPostgres()
    {
        var processes = ProcFile.Children(OwnPostgres!.ProcessId).Prepend(OwnPostgres.ProcessId).ToList();
        foreach (var id in processes) Signal.Kill(id);
        while (processes.Any(ProcFile.Runs)) await Task.Delay(10);
        await OwnPostgres.DisposeAsync();
    }

    /// <summary>Starts it again on its data, at a port of its own; the line leads there.</summary>
    public async Task StartPostgresAgain(CancellationToken cancel)
    {
        OwnPostgres = await EmbeddedPostgres.Start(Path.Combine(folder!, "postgres"), null, TimeProvider.System, cancel);
        Postgres = new NpgsqlConnectionStringBuilder(OwnPostgres.ConnectionString) { Database = DatabaseName }.ConnectionString;
        if (Wires is { } wires) wires.Postgres.To = PortOf(Postgres);
    }

    private static int PortOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Port;

    private static string WithPort(string connection, int port) => new NpgsqlConnectionStringBuilder(connection) { Port = port }.ConnectionString;

    /// <summary>What the server had to warn of.</summary>
    public void Words(Sheet sheet)
    {
        var said = (OwnServer?.LastWords ?? "").Split('\n').Where(l => l.StartsWith("warn:", StringComparison.Ordinal) || l.StartsWith("fail:", StringComparison.Ordinal)).GroupBy(l => l).ToList();
        foreach (var line in said) sheet.Note($"the server's log says {line.Count()} times {line.Key}");
    }

    private static Stage Elsewhere(LoadOrder order, Uri url)
    {
        var left = ServerAt.In(order.DataFolder ?? "") ?? throw new LoadTestException("--url needs --data FOLDER: the data folder of that server, where it left its token.");
        return new(left with { Url = url }, null) { Postgres = order.Postgres, Redis = order.Redis };
    }

    /// <summary>All clients of a run share one address, so its limits are lifted; the log is a server's in service.</summary>
    private static Dictionary<string, string> Settings(string postgres, string redis, (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Postgres"] = postgres,
            ["ConnectionStrings__Redis"] = redis,
            ["Access__CodesPerMinute"] = "100000",
            ["Access__PublicPerMinute"] = "10000000",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (key, value) in more) settings[key] = value;
        return settings;
    }

    private static async Task<string> Database(string server, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var make = source.CreateCommand($"create database {DatabaseName}");
        await make.ExecuteNonQueryAsync(cancel);
        return new NpgsqlConnectionStringBuilder(server) { Database = DatabaseName }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (OwnServer is not null) await OwnServer.DisposeAsync();
        foreach (var wire in Wires is null ? [] : new[] { Wires.Clients, Wires.Redis, Wires.Postgres }) await wire.DisposeAsync();
        if (OwnRedis is not null) await OwnRedis.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        if (OwnPostgres is not null) await OwnPostgres.DisposeAsync();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }
}
