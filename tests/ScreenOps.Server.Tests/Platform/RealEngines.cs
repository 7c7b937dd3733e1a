using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using ScreenOps.Embedded;
using ScreenOps.Server.Tests.Platform;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(RealEngines))]

namespace ScreenOps.Server.Tests.Platform;

public enum LiveEngine { Redis, Garnet }

/// <summary>One PostgreSQL, one redis-server and one Garnet for the whole run, each real and on loopback; tests keep apart by databases and district codes of their own.</summary>
public sealed class RealEngines : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-tests-").FullName;
    /// <summary>The keys of all servers of the run, as servers behind one load balancer share theirs.</summary>
    public static string Keys { get; } = Directory.CreateTempSubdirectory("screenops-keys-").FullName;

    private EmbeddedPostgres postgres = null!;
    private EmbeddedGarnet garnet = null!;
    private Process redis = null!;
    private string redisAddress = "";
    private int databases;

    public async ValueTask InitializeAsync()
    {
        // As the server does at its start; some tests use a store without a server, and Dapper remembers how it first mapped a row.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), null, TimeProvider.System, default);
        garnet = EmbeddedGarnet.Start();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        redisAddress = $"127.0.0.1:{port}";
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        redis = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("redis-server did not start; install it (Debian: apt-get install redis-server).");
        redis.OutputDataReceived += (_, e) => { if (e.Data?.Contains("Ready to accept", StringComparison.Ordinal) == true) ready.TrySetResult(); };
        redis.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public string Address(LiveEngine engine) => engine == LiveEngine.Redis ? redisAddress : garnet.ConnectionString;

    public async Task<IConnectionMultiplexer> Connect(LiveEngine engine) => await ConnectionMultiplexer.ConnectAsync(Address(engine) + ",allowAdmin=true");

    /// <summary>An empty database of one's own.</summary>
    public async Task<string> Database()
    {
        var name = $"t{Interlocked.Increment(ref databases)}";
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var make = source.CreateCommand($"create database {name}");
        await make.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        redis.Kill();
        await redis.WaitForExitAsync();
        redis.Dispose();
        garnet.Dispose();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        Directory.Delete(Keys, recursive: true);
    }
}
