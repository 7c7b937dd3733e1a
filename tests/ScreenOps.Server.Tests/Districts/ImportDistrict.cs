using Dapper;
using Npgsql;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Districts;

/// <summary>A database of one's own with nothing in it, and an import into it.</summary>
internal sealed class ImportDistrict : IAsyncDisposable
{
    private static readonly string[] Tables = ["districts", "villages", "sites", "rounds", "shifts", "round_sites", "posts", "members", "residents", "arrivals"];
    private readonly NpgsqlDataSource source;
    private readonly Vault vault = new(KeyRing.Of(new byte[32], new byte[32]));

    private ImportDistrict(string postgres)
    {
        Postgres = postgres;
        source = NpgsqlDataSource.Create(postgres);
        Import = new(source, vault, TimeProvider.System, new RoundBook(source, TimeProvider.System));
    }

    public string Postgres { get; }

    public DistrictImport Import { get; }

    public static async Task<ImportDistrict> Make(RealEngines engines)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return new(await engines.Database());
    }

    public Task<ImportReport> Bring(string folder) => Import.Import("puji", "普集街道", ImportFile.InFolder(folder), null, TestContext.Current.CancellationToken);

    /// <summary>The id of the member of this name, which lies sealed.</summary>
    public async Task<Guid> Member(string name)
    {
        await using var connection = await source.OpenConnectionAsync();
        return (await connection.QueryAsync<(Guid Id, string Name)>("select id, name from members")).Single(m => vault.OpenText(m.Name) == name).Id;
    }

    public async Task<T?> One<T>(string sql)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    /// <summary>Changes with every row that is written, even by the same values.</summary>
    public async Task<string> Fingerprint()
    {
        var prints = new List<string>();
        foreach (var table in Tables) prints.Add(table + ":" + await One<string>($"select count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from {table} t"));
        return string.Join('\n', prints);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
