using Dapper;
using Npgsql;

namespace ScreenOps.Server.Operating;

/// <summary>What a PostgreSQL says of itself.</summary>
/// <param name="Number">Such as 150014 for 15.14.</param>
/// <param name="Reserved">Connections kept for superusers.</param>
/// <param name="InUse">Connections of everybody.</param>
internal sealed record PostgresState(int Number, string Version, string Fsync, string Synchronous, string FullPages, int Most, int Reserved, int InUse, bool Standby, bool MayCreate, string Encoding, DateTime Clock, long Bytes)
{
    /// <summary>The first that the tests run on.</summary>
    public const int LeastVersion = 15;

    /// <summary>Schema changes that it has had; null: none, and no table of them.</summary>
    public IReadOnlyList<string>? Scripts { get; init; }

    /// <summary>Whether rows were sealed with a key folder's keys.</summary>
    public bool HasKeys { get; init; }

    public static async Task<PostgresState> Read(NpgsqlConnection connection, CancellationToken cancel)
    {
        var state = await connection.QuerySingleAsync<PostgresState>(new CommandDefinition("""
            select current_setting('server_version_num')::int as number, current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous,
                current_setting('full_page_writes') as fullpages, current_setting('max_connections')::int as most, current_setting('superuser_reserved_connections')::int as reserved,
                (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as inuse, pg_is_in_recovery() as standby,
                coalesce(has_schema_privilege(current_schema(), 'create'), false) as maycreate, current_setting('server_encoding') as encoding, clock_timestamp() as clock, pg_database_size(current_database()) as bytes
            """, cancellationToken: cancel));
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select to_regclass('schemaversions') is not null", cancellationToken: cancel))) return state;
        var scripts = await connection.QueryAsync<string>(new CommandDefinition("select scriptname from schemaversions order by scriptname", cancellationToken: cancel));
        var keys = await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select to_regclass('data_protection_keys') is not null and exists (select from data_protection_keys)", cancellationToken: cancel));
        return state with { Scripts = [.. scripts], HasKeys = keys };
    }
}
