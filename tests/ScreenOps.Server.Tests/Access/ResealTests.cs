using System.Net;
using System.Net.Http.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.CheckIn;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>A new key, and everything sealed anew with it while the server works.</summary>
public sealed class ResealTests(RealEngines engines) : IDisposable
{
    private const int People = 1200;
    private readonly string keys = Directory.CreateTempSubdirectory("screenops-reseal-").FullName;

    [Fact]
    public async Task After_a_key_was_added_everything_is_sealed_anew_and_the_old_one_is_dropped_when_nothing_needs_it()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(0, $"--ScreenOps:KeyFolder={keys}");
        var (vault, ring) = (server.Get<Vault>(), server.Get<KeyRing>());
        await Fill(district, vault);
        var sealedBefore = vault.Seal("late");
        var account = Guid.NewGuid();
        await server.Get<Accounts>().Add(new(account, district.Code, "centre", Grant.CommandCentre, null, Guid.Empty, false), "13800000001", default);
        using var its = server.Http(server.Get<ServerToken>().ForFolder());
        var old = Assert.Single((await its.GetFromJsonAsync<Key[]>("/api/v1/vault/keys"))!);
        Assert.Equal(HttpStatusCode.Conflict, (await its.DeleteAsync($"/api/v1/vault/keys/{old.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await its.PostAsync("/api/v1/vault/keys", null)).StatusCode);
        Key[] now = [];
        await Eventually.True(async () => (now = (await its.GetFromJsonAsync<Key[]>("/api/v1/vault/keys"))!)[0].Reseal?.EndedAt is not null, "everything is sealed anew");
        Assert.True(now[0].Reseal!.Total > People && now[0].Reseal!.Done == now[0].Reseal!.Total);
        var head = Convert.ToHexStringLower(Vault.Head(ring.Now.Sealing));
        Assert.Equal(0, await district.Ask<long>($"select count(*) from residents where encode(substring(name_sealed from 1 for 5), 'hex') <> '{head}' or encode(substring(identity_sealed from 1 for 5), 'hex') <> '{head}' or encode(substring(phone_sealed from 1 for 5), 'hex') <> '{head}'"));
        Assert.Equal("name 7", vault.Open(await district.Ask<byte[]>("select name_sealed from residents where household = 'H7'")));

        // What a server that did not know the new key sealed behind the walk keeps the old one needed.
        await district.Do($"update residents set name_sealed = '\\x{Convert.ToHexString(sealedBefore)}' where household = 'H7'");
        Assert.Equal(HttpStatusCode.Conflict, (await its.DeleteAsync($"/api/v1/vault/keys/{old.Id}")).StatusCode);
        await Eventually.True(async () => (await its.DeleteAsync($"/api/v1/vault/keys/{old.Id}")).StatusCode == HttpStatusCode.NoContent, "the old key is dropped");
        Assert.Equal("late", vault.Open(await district.Ask<byte[]>("select name_sealed from residents where household = 'H7'")));
        Assert.Equal(HttpStatusCode.OK, (await its.GetAsync("/api/v1/session")).StatusCode);
        Assert.Equal(["KeyAdded", "KeyDropped"], (await its.GetFromJsonAsync<Trail>("/api/v1/audit"))!.Rows.Select(r => r.Kind).Where(k => k.StartsWith("Key", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Names_of_the_staff_from_before_are_sealed_in_the_background_and_read_all_the_while()
    {
        var district = await BoardDistrict.Make(engines);
        await district.Do("""
            insert into members (district, name, phone_index, phone_sealed, roles, village) select @code, '员' || lpad(n::text, 4, '0'), sha256(n::text::bytea), 'x', array['Sampler'], 'V' from generate_series(1, 700) n;
            insert into accounts (district, name, grant_name) values (@code, '指挥部', 'CommandCentre');
            """);
        await using var server = await district.Server(0, $"--ScreenOps:KeyFolder={keys}");
        await district.Do($"update members set phone_sealed = '\\x{Convert.ToHexString(server.Get<Vault>().Seal("13800000001"))}'");
        using var centre = server.Http(await server.Centre(district.Code));
        async Task Read()
        {
            var found = (await (await centre.PostAsJsonAsync("/api/v1/members/find", new { query = "员000" })).Content.ReadFromJsonAsync<Named[]>())!;
            Assert.Equal(Enumerable.Range(1, 9).Select(n => $"员000{n}"), found.Select(m => m.Name));
            Assert.Contains((await centre.GetFromJsonAsync<Named[]>("/api/v1/accounts"))!, a => a.Name == "指挥部");
        }
        await Read();
        await Eventually.True(async () => await district.Ask<int>("select (select count(*) from members where name like 'sealed:%')::int + (select count(*) from accounts where name like 'sealed:%')::int") == 701, "all names are sealed");
        await Read();
    }

    [Fact]
    public async Task Every_sealed_column_of_the_schema_is_among_those_that_are_sealed_anew()
    {
        var district = await BoardDistrict.Make(engines);
        var schema = await district.Ask<string>("select string_agg(table_name || '.' || column_name, ' ' order by table_name, column_name) from information_schema.columns where column_name like '%\\_sealed' and table_schema = 'public'");
        Assert.Equal(schema, string.Join(' ', SealedParts.All.SelectMany(p => p.Columns.Select(c => $"{p.Table}.{c}")).Order(StringComparer.Ordinal)));
    }

    private static async Task Fill(BoardDistrict district, Vault vault)
    {
        await using var connection = new Npgsql.NpgsqlConnection(district.Postgres);
        await connection.OpenAsync();
        await using var copy = await connection.BeginBinaryImportAsync("copy residents (district, household, identity_index, identity_sealed, phone_sealed, name_sealed, village) from stdin (format binary)");
        for (var i = 0; i < People; i++)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(district.Code);
            await copy.WriteAsync($"H{i}");
            await copy.WriteAsync(vault.Index($"{i}"));
            foreach (var text in new[] { $"identity {i}", $"phone {i}", $"name {i}" }) await copy.WriteAsync(vault.Seal(text));
            await copy.WriteAsync("V");
        }
        await copy.CompleteAsync();
    }

    private sealed record Named(string Name);

    private sealed record Key(string Id, bool Seals, Reseal? Reseal);

    private sealed record Reseal(long Done, long Total, DateTimeOffset? EndedAt);

    private sealed record Trail(Row[] Rows);

    private sealed record Row(string Kind);

    public void Dispose() => Directory.Delete(keys, recursive: true);
}
