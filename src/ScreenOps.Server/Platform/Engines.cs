using System.ComponentModel;
using Npgsql;
using ScreenOps.Embedded;

namespace ScreenOps.Server.Platform;

/// <summary>PostgreSQL and Redis as configured by connection strings; what has none runs embedded, in the data folder.</summary>
internal sealed class Engines : IAsyncDisposable
{
    /// <summary>The embedded PostgreSQL's folder in the data folder, and its database.</summary>
    public const string Own = "postgres", Name = "screenops";

    private EmbeddedPostgres? postgres;
    private EmbeddedGarnet? garnet;

    public required string Postgres { get; init; }
    public required string Redis { get; init; }

    /// <param name="redis">Whether Redis is wanted too.</param>
    public static async Task<Engines> Start(IConfiguration configuration, ServerOptions options, string folder, CancellationToken cancel, bool redis = true)
    {
        var (postgres, said) = (configuration.GetConnectionString("Postgres"), configuration.GetConnectionString("Redis"));
        EmbeddedPostgres? ownPostgres = null;
        if (string.IsNullOrEmpty(postgres))
        {
            ownPostgres = await Embedded(Path.Combine(folder, Own), options.PostgresBinaries, cancel);
            postgres = await Database(ownPostgres.ConnectionString, cancel);
        }
        var ownGarnet = redis && string.IsNullOrEmpty(said) ? EmbeddedGarnet.Start() : null;
        return new() { Postgres = postgres, Redis = said is { Length: > 0 } ? said : ownGarnet?.ConnectionString ?? "", postgres = ownPostgres, garnet = ownGarnet };
    }

    /// <summary>The embedded PostgreSQL of a server that runs on this data folder; null: none does.</summary>
    public static async Task<string?> Running(string folder, CancellationToken cancel) =>
        await EmbeddedFolder.Running(Path.Combine(folder, Own), cancel) is { } server ? new NpgsqlConnectionStringBuilder(server) { Database = Name }.ConnectionString : null;

    private static async Task<EmbeddedPostgres> Embedded(string folder, string? binaries, CancellationToken cancel)
    {
        try
        {
            return await EmbeddedPostgres.Start(folder, binaries, TimeProvider.System, cancel);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            throw new StartException($"The embedded PostgreSQL could not be started: {e.Message}", e);
        }
    }

    /// <summary>The database screenops on this server, made when it is not there yet.</summary>
    private static async Task<string> Database(string server, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var ask = source.CreateCommand($"select exists (select from pg_database where datname = '{Name}')");
        if (!(bool)(await ask.ExecuteScalarAsync(cancel))!)
        {
            await using var make = source.CreateCommand($"create database {Name}");
            await make.ExecuteNonQueryAsync(cancel);
        }
        return new NpgsqlConnectionStringBuilder(server) { Database = Name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        garnet?.Dispose();
        if (postgres is not null) await postgres.DisposeAsync();
        (garnet, postgres) = (null, null);
    }
}
