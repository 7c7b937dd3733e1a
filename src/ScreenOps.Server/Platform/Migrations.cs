using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace ScreenOps.Server.Platform;

/// <summary>Brings the schema up to date: plain SQL files in the order of their names, each once, in one transaction each.</summary>
internal static class Migrations
{
    private const string Prefix = "Migrations.";

    /// <summary>All that this program knows, in their order, as the table schemaversions names those that ran.</summary>
    public static IReadOnlyList<string> All { get; } = [.. typeof(Migrations).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static string Text(string name)
    {
        using var text = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }

    public static void Run(string postgres)
    {
        var result = DeployChanges.To.PostgresqlDatabase(Alone(postgres))
            .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly, name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .WithTransactionPerScript().LogTo(new NoOpUpgradeLog()).Build().PerformUpgrade();
        if (!result.Successful)
            throw new StartException($"The schema could not be brought up to date by {result.ErrorScript?.Name ?? "a connection"}: {result.Error.Message}. Check ConnectionStrings:Postgres and that its user may create tables.", result.Error);
    }

    /// <summary>Not from a pool, which would keep a connection open beside the server's own for nothing.</summary>
    private static string Alone(string postgres)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(postgres) { Pooling = false }.ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw new StartException($"ConnectionStrings:Postgres cannot be read: {e.Message} It looks like Host=db;Username=screenops;Password=…;Database=screenops.", e);
        }
    }
}
