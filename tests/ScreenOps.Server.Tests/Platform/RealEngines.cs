using Dapper;
using Npgsql;
using ScreenOps.Embedded;
using ScreenOps.Server.Tests.Platform;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(RealEngines))]

namespace ScreenOps.Server.Tests.Platform;

public enum LiveEngine { Redis, Garnet, Cluster }

/// <summary>One PostgreSQL, one redis-server, one Garnet and one Redis Cluster for the whole run, each real and on loopback; tests keep apart by databases and district codes of their own.</summary>
public sealed class RealEngines : IAsyncLifetime
{
    private const string Migrated = "migrated";
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-tests-").FullName;
    /// <summary>The keys of all servers of the run, as servers behind one load balancer share theirs.</summary>
    public static string Keys { get; } = Directory.CreateTempSubdirectory("screenops-keys-").FullName;

    private EmbeddedPostgres postgres = null!;
    private NpgsqlDataSource making = null!;
    private EmbeddedGarnet garnet = null!;
    private RedisNode redis = null!;
    private int databases;

    public async ValueTask InitializeAsync()
    {
        // As the server does at its start; some tests use a store without a server, and Dapper remembers how it first mapped a row.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var (starting, joining) = (RedisNode.Start(), RedisCluster.Start());
        postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), null, TimeProvider.System, default);
        making = NpgsqlDataSource.Create(postgres.ConnectionString);
        garnet = EmbeddedGarnet.Start();
        ScreenOps.Server.Platform.Migrations.Run(await Make(Migrated, null));
        redis = await starting;
        Cluster = await joining;
    }

    /// <summary>Every engine that the live fold may lie in.</summary>
    public static TheoryData<LiveEngine> All => [.. Enum.GetValues<LiveEngine>()];

    public RedisCluster Cluster { get; private set; } = null!;

    public string Address(LiveEngine engine) => engine switch
    {
        LiveEngine.Redis => redis.Address,
        LiveEngine.Garnet => garnet.ConnectionString,
        _ => Cluster.Address,
    };

    public async Task<IConnectionMultiplexer> Connect(LiveEngine engine) => await ConnectionMultiplexer.ConnectAsync(Address(engine) + ",allowAdmin=true");

    /// <summary>A database of one's own with all tables and nothing in them: a copy of one that was migrated once for the whole run.</summary>
    public Task<string> Database() => Make($"t{Interlocked.Increment(ref databases)}", Migrated);

    /// <summary>A database of one's own without a table.</summary>
    public Task<string> Empty() => Make($"t{Interlocked.Increment(ref databases)}", null);

    private async Task<string> Make(string name, string? template)
    {
        await using var make = making.CreateCommand($"create database {name}{(template is null ? "" : $" template {template}")}");
        await make.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name, MaxPoolSize = 20, ConnectionIdleLifetime = 4, ConnectionPruningInterval = 2 }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await redis.DisposeAsync();
        garnet.Dispose();
        await making.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        Directory.Delete(Keys, recursive: true);
    }
}
