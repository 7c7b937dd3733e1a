using System.IO.Compression;
using Dapper;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Counting;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Operating;

/// <summary>What is acknowledged outlives its machine.</summary>
public sealed class BackupTests(RealEngines engines) : IDisposable
{
    private const string Phone = "13800000007", Words = "three blind mice, see how they run";
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-backup-").FullName;

    private string File(string name) => Path.Combine(folder, name);

    [Fact]
    public async Task A_backup_taken_while_tablets_count_holds_all_that_was_acknowledged_before_it_and_comes_back_on_an_empty_machine()
    {
        var (district, keys, copy, passphrase) = (await BoardDistrict.Make(engines), File("keys"), File("morning.zip"), File("passphrase"));
        await System.IO.File.WriteAllTextAsync(passphrase, Words + "\n");
        var (devices, before, token) = (Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray(), new long[6], "");
        await using (var server = await TestServer.Start(district.Postgres, district.Redis, $"--ScreenOps:KeyFolder={keys}"))
        {
            await server.Get<Accounts>().Add(new(Guid.NewGuid(), district.Code, "centre", Grant.CommandCentre, null, Guid.Empty, false), Phone, default);
            token = await server.Tablet(district.Code, devices[0]);
            var lines = new List<HubConnection>();
            for (var i = 0; i < devices.Length; i++) lines.Add(await server.Line(i == 0 ? token : await server.Tablet(district.Code, devices[i], $"S{1 + i % 3}")));
            var tablets = lines.Select((line, i) => Tapping.Over(line, $"S{1 + i % 3}")).ToList();
            foreach (var tablet in tablets) await tablet.GoesOn(40);
            for (var i = 0; i < before.Length; i++) before[i] = tablets[i].Acknowledged;
            Assert.Equal(0, await Say("backup", copy, "--passphrase-file", passphrase, $"--ConnectionStrings:Postgres={district.Postgres}", $"--ScreenOps:KeyFolder={keys}"));
            // It was taken while they counted.
            foreach (var tablet in tablets) await tablet.GoesOn(10);
            foreach (var tablet in tablets) await tablet.End();
            foreach (var line in lines) await line.DisposeAsync();
        }
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : System.IO.File.GetUnixFileMode(copy));
        // Another machine: nothing of the first is there but the file and the passphrase.
        await district.Do($"drop schema public cascade");
        Directory.Delete(keys, recursive: true);
        string[] machine = [$"--ScreenOps:DataFolder={File("data")}", "--ScreenOps:Sample=false", "--Logging:LogLevel:Default=None"];
        Assert.Equal(0, await Say(["restore", copy, "--passphrase-file", passphrase, .. machine]));
        Assert.Equal(0, await Say(["verify", .. machine]));
        // What its servers sealed can be read, tablets are known by what they were given, and count on from where the ledger ends.
        await using var app = await ServerApp.Build([.. machine, "--urls", "http://127.0.0.1:0"]);
        await app.Start(default);
        await using var connection = await app.Web.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var rows = (await connection.QueryAsync<(Guid Device, long Rows, long Last)>("select device, count(*), max(number) from ledger group by device")).ToDictionary(r => r.Device);
        for (var i = 0; i < devices.Length; i++) Assert.True(rows[devices[i]].Last >= before[i] && rows[devices[i]].Rows == rows[devices[i]].Last, $"tablet {i}: {before[i]} were acknowledged, {rows[devices[i]]} are there");
        await using var back = new HubConnectionBuilder().WithUrl(new Uri(new Uri(app.Web.Urls.First()), "/hubs/live"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token)).AddMessagePackProtocol().Build();
        await back.StartAsync();
        Assert.Equal(CountOutcome.Applied, (await back.Tell(BoardDistrict.Command(rows[devices[0]].Last + 1, CountKind.Arrived, 1)))[0].Outcome);
        Assert.Equal(0, await Say(["verify", .. machine]));
        await app.Web.StopAsync();
    }

    [Fact]
    public async Task A_restore_refuses_what_it_would_spoil_and_says_what_to_do()
    {
        var (district, keys, copy, bare) = (await BoardDistrict.Make(engines), File("keys"), File("sealed.zip"), File("bare.zip"));
        await System.IO.File.WriteAllTextAsync(File("passphrase"), Words);
        string[] from = [$"--ConnectionStrings:Postgres={district.Postgres}", $"--ConnectionStrings:Redis={district.Redis}", $"--ScreenOps:KeyFolder={keys}", $"--ScreenOps:DataFolder={File("data")}"];
        await using (var server = await TestServer.Start(district.Postgres, district.Redis, $"--ScreenOps:KeyFolder={keys}"))
        {
            Assert.Equal(0, await Say(["backup", copy, "--passphrase-file", File("passphrase"), .. from]));
            Assert.Equal(0, await Say(["backup", bare, .. from]));
            Assert.Contains("is there already", await Refused(["backup", copy, .. from]));
            Assert.Contains("Servers use this database", await Refused(["restore", bare, "--replace", .. from]));
        }
        NpgsqlConnection.ClearAllPools();
        Assert.Contains("sealed: name the file", await Refused(["restore", copy, .. from]));
        await System.IO.File.WriteAllTextAsync(File("guess"), "four and twenty blackbirds");
        Assert.Contains("not the one that the keys", await Refused(["restore", copy, "--passphrase-file", File("guess"), .. from]));
        await System.IO.File.WriteAllTextAsync(File("short"), "mice");
        Assert.Contains("12 are the least", await Refused(["restore", copy, "--passphrase-file", File("short"), .. from]));
        Assert.Contains("holds the district", await Refused(["restore", bare, .. from]));
        // Torn, changed, newer.
        await System.IO.File.WriteAllBytesAsync(File("torn.zip"), (await System.IO.File.ReadAllBytesAsync(bare))[..2000]);
        Assert.Contains("cannot be read as a backup", await Refused(["restore", File("torn.zip"), .. from]));
        Assert.Contains("is not as it was written", await Refused(["restore", Changed(bare, "tables/sites", _ => "spoilt"), .. from]));
        Assert.Contains("newer version", await Refused(["restore", Changed(bare, "manifest.json", text => text.Replace("0001_districts", "9001_to_come", StringComparison.Ordinal)), .. from]));
        // Told that it may go, it goes; what came since the backup with it.
        await district.Do("insert into villages values (@code, 'later')");
        Assert.Equal(0, await Say(["restore", bare, "--replace", .. from]));
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from villages where name = 'later'"));
        // Without its keys it is of no use.
        Directory.Delete(keys, recursive: true);
        Assert.Contains("Put your copy of the key folder there first", await Refused(["restore", bare, "--replace", .. from]));
        Assert.Equal(0, await Say(["restore", copy, "--replace", "--passphrase-file", File("passphrase"), .. from]));
        Assert.True(System.IO.File.Exists(Path.Combine(keys, "ring")));
        Assert.Equal(0, await Say(["verify", "--ScreenOps:Sample=false", "--Logging:LogLevel:Default=None", .. from]));
    }

    [Fact]
    public async Task An_operator_has_the_live_fold_made_anew_while_tablets_count()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await using var line = await server.Line(await server.Tablet(district.Code, Guid.NewGuid()));
        var tablet = Tapping.Over(line);
        await tablet.GoesOn();
        var epoch = await district.Ask<long>("select epoch from districts where code = @code");
        var told = new StringWriter();
        Assert.Equal(0, await Verbs.Run(["rebuild", $"--ScreenOps:DataFolder={server.Folder}"], told, default));
        Assert.Contains($"District {district.Code} was folded anew", told.ToString());
        Assert.True(await district.Ask<long>("select epoch from districts where code = @code") > epoch);
        await tablet.GoesOn();
        var acknowledged = await tablet.End();
        Assert.Equal(acknowledged, await district.Ask<long>("select sum(arrived) from ledger"));
        Assert.Equal(0, await Say("verify", $"--ScreenOps:DataFolder={server.Folder}"));
        Assert.Contains("no district nowhere", (await Assert.ThrowsAsync<StartException>(() => Verbs.Run(["rebuild", "--district", "nowhere", $"--ScreenOps:DataFolder={server.Folder}"], TextWriter.Null, default))).Message);
    }

    /// <summary>A copy of the file with one entry otherwise.</summary>
    private string Changed(string file, string entry, Func<string, string> change)
    {
        var changed = File($"{Guid.NewGuid():N}.zip");
        System.IO.File.Copy(file, changed);
        using var zip = ZipFile.Open(changed, ZipArchiveMode.Update);
        string text;
        using (var read = new StreamReader(zip.GetEntry(entry)!.Open())) text = read.ReadToEnd();
        zip.GetEntry(entry)!.Delete();
        using var written = new StreamWriter(zip.CreateEntry(entry).Open());
        written.Write(change(text));
        return changed;
    }

    private static async Task<int> Say(params string[] words) => await Verbs.Run(words, TextWriter.Null, default) ?? -1;

    private static async Task<string> Refused(string[] words) => (await Assert.ThrowsAsync<StartException>(() => Verbs.Run(words, TextWriter.Null, default))).Message;

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
