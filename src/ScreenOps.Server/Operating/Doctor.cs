using Npgsql;
using ScreenOps.Embedded;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>Looks at everything that a server needs, and changes nothing. It goes on where something is wrong: one look tells all that is.</summary>
internal sealed class Doctor(IConfiguration configuration, TimeProvider time)
{
    private const int UsualPool = 100;
    private readonly List<ClockCheck.Reading> clocks = [];

    public async Task<IReadOnlyList<Finding>> Look(ServerAddress? running, CancellationToken cancel)
    {
        var found = SettingsCheck.Look(configuration).ToList();
        var options = Readable();
        var postgres = await Postgres(options, found, cancel);
        await Redis(found, cancel);
        found.AddRange(ClockCheck.Judge(clocks));
        found.AddRange(FolderCheck.Look(options));
        found.AddRange(FolderCheck.LookAtKeys(FolderCheck.Keys(options), postgres?.HasKeys));
        found.AddRange(PortCheck.Look(configuration, running));
        found.AddRange(MachineCheck.Look());
        return found;
    }

    /// <summary>As far as they can be read: a value that cannot is told of already.</summary>
    private ServerOptions Readable()
    {
        try
        {
            return configuration.GetSection(ServerOptions.Section).Get<ServerOptions>() ?? new();
        }
        catch (InvalidOperationException)
        {
            var section = configuration.GetSection(ServerOptions.Section);
            return new() { DataFolder = section[nameof(ServerOptions.DataFolder)] ?? Folders.DefaultData, KeyFolder = section[nameof(ServerOptions.KeyFolder)] };
        }
    }

    private async Task<PostgresState?> Postgres(ServerOptions options, List<Finding> found, CancellationToken cancel)
    {
        var said = configuration.GetConnectionString("Postgres");
        if (string.IsNullOrEmpty(said))
        {
            found.Add(await Embedded(options, cancel));
            if ((said = await Engines.Running(FolderCheck.Data(options), cancel)) is null) return null;
        }
        var before = time.GetUtcNow();
        var (state, fault) = await PostgresCheck.Ask(said, cancel);
        if (fault is not null) found.Add(fault);
        if (state is null) return null;
        clocks.Add(ClockCheck.Read("PostgreSQL", state.Clock, before, time.GetUtcNow()));
        found.AddRange(PostgresCheck.Judge(state, said.Contains("Pool Size", StringComparison.OrdinalIgnoreCase) ? new NpgsqlConnectionStringBuilder(said).MaxPoolSize : UsualPool));
        return state;
    }

    private static async Task<Finding> Embedded(ServerOptions options, CancellationToken cancel)
    {
        try
        {
            var look = await EmbeddedFolder.Look(Path.Combine(FolderCheck.Data(options), Engines.Own), options.PostgresBinaries, cancel);
            if (look.MadeBy is { } made && made != look.Version)
                return Finding.Wrong(PostgresCheck.Area, $"The embedded database was made by PostgreSQL {made}, and {look.Binaries} is {look.Version}: it does not start.", $"Install PostgreSQL {made} again (Debian: apt-get install postgresql-{made}), or name its folder with ScreenOps__PostgresBinaries; to move on, back up with it and restore with the new one.");
            return look.Version < PostgresState.LeastVersion
                ? Finding.Wrong(PostgresCheck.Area, $"{look.Binaries} is PostgreSQL {look.Version}; ScreenOps is tested from {PostgresState.LeastVersion} on.", "Install a newer one (Debian: apt-get install postgresql), or name its folder with ScreenOps__PostgresBinaries.")
                : Finding.Good(PostgresCheck.Area, $"embedded: {look.Binaries}, version {look.Version}{(look.ConnectionString is null ? ", starts with the server" : ", runs")}");
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return Finding.Wrong(PostgresCheck.Area, e.Message, $"One of those; {PostgresCheck.Setting} names a PostgreSQL elsewhere.");
        }
    }

    private async Task Redis(List<Finding> found, CancellationToken cancel)
    {
        if (configuration.GetConnectionString("Redis") is not { Length: > 0 } said)
        {
            found.Add(Finding.Good(RedisCheck.Area, "embedded: Garnet inside the server, which keeps nothing on disk"));
            return;
        }
        var (nodes, fault) = await RedisCheck.Ask(said, cancel);
        if (fault is not null) found.Add(fault);
        if (nodes.Count == 0) return;
        // Each node told its time a moment before this one is read; to a second that is the same.
        var now = time.GetUtcNow();
        clocks.Add(ClockCheck.Read("Redis", nodes[0].Clock, now, now));
        found.AddRange(RedisCheck.Judge(nodes));
    }
}
