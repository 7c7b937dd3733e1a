using System.Net.Sockets;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>PostgreSQL holds the truth: that it answers, keeps what it confirms, has room for our connections and knows our schema.</summary>
internal static class PostgresCheck
{
    public const string Area = "postgresql", Setting = "ConnectionStrings__Postgres";
    private const int PatienceSeconds = 5;

    /// <summary>The state that was read, or why there is none.</summary>
    public static async Task<(PostgresState? State, Finding? Fault)> Ask(string connection, CancellationToken cancel)
    {
        NpgsqlConnectionStringBuilder to;
        try
        {
            to = new(connection) { Pooling = false, Timeout = PatienceSeconds, CommandTimeout = PatienceSeconds, ApplicationName = "screenops doctor" };
        }
        catch (ArgumentException e)
        {
            return (null, Finding.Wrong(Area, $"{Setting} cannot be read: {e.Message}", $"Write {Setting}='Host=db;Username=screenops;Password=…;Database=screenops'."));
        }
        try
        {
            await using var line = new NpgsqlConnection(to.ConnectionString);
            await line.OpenAsync(cancel);
            return (await PostgresState.Read(line, cancel), null);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return (null, Why(e, to));
        }
    }

    private static Finding Why(Exception e, NpgsqlConnectionStringBuilder to)
    {
        var at = $"{to.Host}:{to.Port}";
        return e switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } =>
                Finding.Wrong(Area, $"PostgreSQL at {at} does not take the password of user {to.Username}.", $"Write the right one into {Setting}, or give the user a new one there: alter role {to.Username} password '…'."),
            PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } p =>
                Finding.Wrong(Area, $"PostgreSQL at {at} does not let user {to.Username} in: {p.MessageText}.", "Make the role (create role … login password '…'), and let it in from this machine by a line in pg_hba.conf."),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                Finding.Wrong(Area, $"PostgreSQL at {at} has no database {to.Database}.", $"Make it: create database {to.Database} owner {to.Username}."),
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
                Finding.Wrong(Area, $"PostgreSQL at {at} has no connection left.", "Raise max_connections in postgresql.conf, or set Maximum Pool Size in the connection string of each server."),
            PostgresException p => Finding.Wrong(Area, $"PostgreSQL at {at} answers: {p.MessageText}.", "Look into PostgreSQL's own log."),
            { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } =>
                Finding.Wrong(Area, $"The name {to.Host} leads to no machine.", $"Write another Host into {Setting}, or mend the name (/etc/hosts, DNS)."),
            { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
                Finding.Wrong(Area, $"Nothing listens at {at}.", $"Start PostgreSQL there (systemctl start postgresql), have it listen at that address (listen_addresses), or name another in {Setting}."),
            _ => Finding.Wrong(Area, $"PostgreSQL at {at} does not answer within {PatienceSeconds} s: {e.Message}", $"Look whether it runs and a firewall lets this machine through, or name another in {Setting}."),
        };
    }

    /// <param name="pool">Connections that a server of ours may open.</param>
    public static IEnumerable<Finding> Judge(PostgresState state, int pool)
    {
        var found = Faults(state, pool).ToList();
        if (found.All(f => f.Verdict != Verdict.Wrong)) found.Insert(0, Finding.Good(Area, $"version {state.Version}, {state.Bytes / 1e6:N1} MB, {state.InUse} of {state.Most} connections in use; it writes to disk before it confirms"));
        return found;
    }

    private static IEnumerable<Finding> Faults(PostgresState s, int pool)
    {
        if (s.Number / 10_000 < PostgresState.LeastVersion)
            yield return Finding.Wrong(Area, $"This is PostgreSQL {s.Version}; ScreenOps is tested from {PostgresState.LeastVersion} on, and older ones get no more fixes.", "Move the database to a newer one (pg_upgrade, or backup here and restore there).");
        if (s.Standby) yield return Finding.Wrong(Area, "This PostgreSQL is a standby and takes no writes.", $"Name its primary in {PostgresCheck.Setting}, with Target Session Attributes=primary if both are named.");
        if (s.Fsync == "off") yield return Finding.Wrong(Area, "fsync is off: a power cut takes counts that were acknowledged, or the whole database.", "Set fsync = on in postgresql.conf and reload.");
        if (s.Synchronous == "off") yield return Finding.Wrong(Area, "synchronous_commit is off: a power cut takes counts that were acknowledged.", "Set synchronous_commit = on in postgresql.conf, and for the role and the database too where it was set there.");
        if (s.FullPages == "off") yield return Finding.Wrong(Area, "full_page_writes is off: a power cut may leave half a page, and with it the database broken.", "Set full_page_writes = on in postgresql.conf and reload.");
        if (s.Encoding != "UTF8") yield return Finding.Wrong(Area, $"The database is in {s.Encoding}, which does not hold every Chinese name.", "Make it anew: create database screenops encoding 'UTF8' template template0.");
        if (s.Most - s.Reserved < pool)
            yield return Finding.Mind(Area, $"It takes {s.Most - s.Reserved} connections, and each server may want {pool}: the one too many is refused.", $"Raise max_connections to {pool} for each server and 10 more, or set Maximum Pool Size in {PostgresCheck.Setting}.");
        foreach (var finding in Schema(s)) yield return finding;
    }

    private static IEnumerable<Finding> Schema(PostgresState s)
    {
        var (had, known) = (s.Scripts ?? [], Migrations.All);
        var (missing, unknown) = (known.Except(had).ToList(), had.Except(known).ToList());
        if (missing.Count > 0 && !s.MayCreate)
            yield return Finding.Wrong(Area, $"{missing.Count} schema changes are to be made, and this user may make no tables.", "Give it the database: alter database … owner to …, or grant create on schema public to ….");
        if (unknown.Count > 0)
            yield return Finding.Mind("schema", $"A newer version of ScreenOps was here: it made {unknown[^1]}, which this one does not know.", "Start the newer version; this one may run beside it for the time of an update and no longer.");
        else if (missing.Count == 0) yield return Finding.Good("schema", $"as this version makes it: {known.Count} changes, the last {known[^1]}");
        else yield return Finding.Good("schema", had.Count == 0 ? "empty: the first start makes it" : $"{missing.Count} changes to come; the next start makes them");
    }
}
