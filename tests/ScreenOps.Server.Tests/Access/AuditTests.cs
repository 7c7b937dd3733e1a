using System.Net.Http.Json;
using Npgsql;
using ScreenOps.Core.Access;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>The audit trail against whoever owns the database.</summary>
public sealed class AuditTests(RealEngines engines)
{
    private const string ByForce = "alter table audit disable trigger all;";

    [Fact]
    public async Task The_database_itself_refuses_to_change_or_remove_a_row()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Write(server, 3);
        foreach (var sql in new[] { "update audit set why = 'x'", "delete from audit where number = 3", "truncate audit" })
            Assert.Contains("append only", (await Assert.ThrowsAsync<PostgresException>(() => district.Do(sql))).MessageText, StringComparison.Ordinal);
        Assert.Empty((await server.Get<Audit>().Verify(default)).Faults);
    }

    [Theory]
    [InlineData("update audit set why = 'nothing' where number = 4", AuditFlaw.Changed, 4, 4)]
    [InlineData("update audit set actor = 'another' where number = 9", AuditFlaw.Changed, 9, 9)]
    [InlineData("delete from audit where number in (4, 5)", AuditFlaw.Missing, 4, 5)]
    [InlineData("delete from audit where number = 1", AuditFlaw.Missing, 1, 1)]
    [InlineData("delete from audit where number > 7", AuditFlaw.CutOff, 8, 9)]
    [InlineData("delete from audit", AuditFlaw.CutOff, 1, 9)]
    [InlineData("update audit set number = -number where number > 3; update audit set number = 1 - number where number < 0; insert into audit select 4, at, district, kind, actor, grant_name, subject, 'forged', hash from audit where number = 3", AuditFlaw.Changed, 4, 4)]
    public async Task What_was_changed_removed_inserted_or_cut_off_by_force_is_found_by_the_verb(string sql, AuditFlaw flaw, int from, int to)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Write(server, 9);
        Assert.Equal(0, await Verb(server, "verify"));
        await district.Do(ByForce + sql);
        var told = await server.Get<Audit>().Verify(default);
        Assert.Contains(new(flaw, from, to), told.Faults);
        Assert.Equal(1, await Verb(server, "verify"));
    }

    [Fact]
    public async Task A_trail_cut_off_and_written_on_is_found_by_the_anchor_which_stays_where_it_was()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Write(server, 6);
        await district.Do(ByForce + "delete from audit where number > 4");
        await Write(server, 4);
        Assert.Equal(new(AuditFlaw.Replaced, 6, 6), Assert.Single((await server.Get<Audit>().Verify(default)).Faults));
    }

    [Fact]
    public async Task After_a_restore_of_an_older_backup_the_anchor_is_set_anew_and_the_trail_says_so()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Write(server, 6);
        await district.Do(ByForce + "delete from audit where number > 4");
        Assert.Equal(1, await Verb(server, "verify"));
        Assert.Equal(0, await Verb(server, "anchor", "backup", "of", "Monday"));
        using var its = server.Http(server.Get<ServerToken>().ForFolder());
        var row = (await its.GetFromJsonAsync<Trail>("/api/v1/audit"))!.Rows[0];
        Assert.Equal((5, "Anchored", "row/6", "backup of Monday"), (row.Number, row.Kind, row.Subject, row.Why));
    }

    [Fact]
    public async Task Two_servers_that_write_at_once_make_one_chain_without_a_hole()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Write(i % 2 == 0 ? one : two, 10)));
        foreach (var server in new[] { one, two })
        {
            var told = await server.Get<Audit>().Verify(default);
            Assert.Equal((80, 80), (told.Rows, told.Last));
            Assert.Empty(told.Faults);
        }
        await Eventually.True(() => Task.FromResult(one.Get<AuditAnchor>().Known.Number == 80 && two.Get<AuditAnchor>().Known.Number == 80), "both anchors know the last row");
    }

    [Fact]
    public async Task The_anchor_outlives_its_server()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Write(server, 3);
        var left = File.ReadAllText(Path.Combine(server.Folder, "audit.head"));
        Assert.StartsWith("3 ", left, StringComparison.Ordinal);
        Assert.Equal(server.Get<AuditAnchor>().Known.Hash, Convert.FromHexString(left.Split(' ')[1]));
    }

    private static async Task Write(TestServer server, int rows)
    {
        for (var i = 0; i < rows; i++) await server.Get<Audit>().Write(AuditEntry.Own(AuditKind.Exported, "d", $"row/{i}", "for a test"), default);
    }

    private static async Task<int> Verb(TestServer server, params string[] words) => await AuditVerb.Run(words, ServerAddress.Read(server.Folder)!, TextWriter.Null, default);

    private sealed record Trail(Row[] Rows);

    private sealed record Row(long Number, string Kind, string Subject, string Why);
}
