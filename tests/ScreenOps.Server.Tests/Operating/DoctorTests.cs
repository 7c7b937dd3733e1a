using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using ScreenOps.Embedded;
using ScreenOps.Server.Operating;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Operating;

/// <summary>Set-ups that are broken in one way each: the doctor names the cause and the cure, and says so with its exit code.</summary>
public sealed class DoctorTests(RealEngines engines) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-doctor-").FullName;
    private string postgres = "", redis = "";

    public async ValueTask InitializeAsync() => (postgres, redis) = (await engines.Empty(), engines.Address(LiveEngine.Redis));

    private string Keys => Path.Combine(folder, "keys");

    [Theory, MemberData(nameof(RealEngines.All), MemberType = typeof(RealEngines))]
    public async Task Where_all_is_well_nothing_is_wrong_and_it_exits_0(LiveEngine engine)
    {
        redis = engines.Address(engine);
        var (exit, report) = await Look();
        Assert.True(exit == 0 && report.Ok, string.Join('\n', report.Findings.Where(f => f.Verdict == Verdict.Wrong)));
        foreach (var area in new[] { "settings", "postgresql", "redis", "clock", "data folder", "key folder", "disk", "keys", "port", "machine" })
            Assert.Contains(report.Findings, f => f.Area == area && f.Verdict != Verdict.Wrong);
        using var table = new StringWriter();
        Assert.Equal(0, await Verbs.Run(["doctor", .. Healthy()], table, default));
        Assert.Contains("good  postgresql", table.ToString());
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task Without_engines_of_ones_own_the_embedded_ones_are_looked_at_and_not_made()
    {
        (postgres, redis) = ("", "");
        var (exit, report) = await Look();
        Assert.Equal(0, exit);
        Assert.Contains(report.Findings, f => f.Area == "postgresql" && f.Found.StartsWith("embedded", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_wrong_password_of_PostgreSQL()
    {
        postgres = new NpgsqlConnectionStringBuilder(postgres) { Password = "guess" }.ConnectionString;
        var wrong = await Wrong("postgresql", "does not take the password of user screenops", "alter role");
        Assert.DoesNotContain("guess", wrong.ToString());
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_not_there()
    {
        postgres = new NpgsqlConnectionStringBuilder(postgres) { Port = LoopbackPort.Free() }.ConnectionString;
        await Wrong("postgresql", "Nothing listens at 127.0.0.1:", "systemctl start postgresql");
    }

    [Fact]
    public async Task A_database_that_is_not_there()
    {
        postgres = new NpgsqlConnectionStringBuilder(postgres) { Database = "elsewhere" }.ConnectionString;
        await Wrong("postgresql", "has no database elsewhere", "create database elsewhere");
    }

    [Fact]
    public async Task A_machine_whose_name_leads_nowhere_and_a_connection_string_that_is_none()
    {
        postgres = new NpgsqlConnectionStringBuilder(postgres) { Host = "no-such-machine.invalid" }.ConnectionString;
        await Wrong("postgresql", "no-such-machine.invalid leads to no machine", "DNS");
        postgres = "db.example:5432";
        await Wrong("postgresql", "cannot be read", "Host=db");
    }

    [Fact]
    public async Task An_old_PostgreSQL_and_one_that_confirms_before_it_has_written()
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        var real = await PostgresState.Read(connection, default);
        Assert.True(real.Number >= PostgresState.LeastVersion * 10_000 && real.Most > 0 && real.Bytes > 0, $"{real}");
        Assert.DoesNotContain(PostgresCheck.Judge(real, 20), f => f.Verdict == Verdict.Wrong);
        Assert.Contains(PostgresCheck.Judge(real, real.Most), f => f.Verdict == Verdict.Mind && f.Cure!.Contains("max_connections", StringComparison.Ordinal));
        foreach (var (state, cause, cure) in new[]
        {
            (real with { Number = 130022, Version = "13.22 (Debian 13.22-1)" }, "PostgreSQL 13.22", "pg_upgrade"), (real with { Fsync = "off" }, "fsync is off", "fsync = on"),
            (real with { Synchronous = "off" }, "power cut", "synchronous_commit = on"), (real with { Standby = true }, "standby", "primary"), (real with { Encoding = "LATIN1" }, "LATIN1", "UTF8"),
            (real with { MayCreate = false }, "no tables", "grant create"),
        })
        {
            var found = Assert.Single(PostgresCheck.Judge(state, 20), f => f.Verdict == Verdict.Wrong);
            Assert.Contains(cause, found.Found);
            Assert.Contains(cure, found.Cure);
        }
        Assert.Contains(PostgresCheck.Judge(real with { Scripts = ["Migrations.9999_to_come.sql"] }, 20), f => f is { Area: "schema", Verdict: Verdict.Mind } && f.Found.Contains("newer version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Redis_that_throws_keys_away_and_one_that_writes_to_disk()
    {
        await using var node = await RedisNode.Start(_ => ["--maxmemory", "32mb", "--maxmemory-policy", "allkeys-lru", "--appendonly", "yes", "--dir", folder]);
        redis = node.Address;
        await Wrong("redis", "throws keys away when it is full (maxmemory-policy allkeys-lru)", "CONFIG SET maxmemory-policy noeviction");
        await node.Tell("config", "set", "maxmemory-policy", "noeviction");
        var (exit, report) = await Look();
        Assert.Equal(0, exit);
        Assert.Contains(report.Findings, f => f is { Area: "redis", Verdict: Verdict.Mind } && f.Cure!.Contains("appendonly no", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Redis_that_wants_another_password_and_one_that_is_not_there()
    {
        await using var node = await RedisNode.Start(_ => ["--requirepass", "open sesame"]);
        redis = node.Address;
        await Wrong("redis", "does not take the password, or wants one", ",password=");
        redis = $"{node.Address},password=guess";
        Assert.DoesNotContain("guess", (await Wrong("redis", "does not take the password, or wants one", ",password=")).ToString());
        await node.Kill();
        await Wrong("redis", "does not answer", "systemctl start redis");
    }

    [Theory, InlineData(1), InlineData(-1)]
    public async Task A_clock_that_is_an_hour_off(int hours)
    {
        var (exit, report) = await Look(new OtherClock(TimeSpan.FromHours(hours)));
        Assert.Equal(1, exit);
        var wrong = Assert.Single(report.Findings, f => f.Verdict == Verdict.Wrong);
        Assert.Contains($"This machine's clock is {(hours > 0 ? "1:00:00 ahead of" : "1:00:00 behind")} that of PostgreSQL and Redis", wrong.Found);
        Assert.Contains("set-ntp", wrong.Cure);
    }

    [Fact]
    public async Task A_port_that_another_program_has_and_an_address_that_is_not_this_machines()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var wrong = await Wrong("port", $"is taken by ", "--urls", "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        Assert.Contains($"(process {Environment.ProcessId})", wrong.Found);
        await Wrong("port", "no address of this machine", "ip address", "--urls", "http://192.0.2.1:8080");
    }

    [Fact]
    public async Task A_disk_with_too_little_room() =>
        await Wrong("disk", "MB are free", "ScreenOps__DataFolder", "--ScreenOps:FreeDiskMegabytes=100000000");

    [Fact]
    public async Task A_setting_out_of_its_bounds_one_that_cannot_be_read_and_names_that_mean_nothing()
    {
        await Wrong("settings", "Counting:Patience is \"00:10:00\"", "from 00:00:00.1000000 to 00:05:00", "--Counting:Patience=00:10:00");
        await Wrong("settings", "Access:Tries is \"five\", which is no whole number", "then it is 5", "--Access:Tries=five");
        await Wrong("settings", "ScreenOps:PublicUrl is \"board\"", "ScreenOps__PublicUrl", "--ScreenOps:PublicUrl=board");
        var (exit, report) = await Look(null, "--ScreenOps:PublicAddress=https://a.example", "--Counting:Patiense=00:00:05", "--ScreenOps_Sample=false", "--ScreenOps:PublicUrl=http://board.example");
        Assert.Equal(0, exit);
        var minded = string.Join('\n', report.Findings.Where(f => f is { Area: "settings", Verdict: Verdict.Mind }));
        foreach (var said in new[] { "no setting ScreenOps:PublicAddress", "such as Counting__Patience", "Write ScreenOps__Sample", "not https" }) Assert.Contains(said, minded);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_and_a_folder_that_cannot_be_written()
    {
        Directory.CreateDirectory(Keys);
        var key = Path.Combine(Keys, "seal");
        await File.WriteAllTextAsync(key, "secret");
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(key, UnixFileMode.None);
        var report = await LookWithoutPrivilege();
        Assert.Contains(report.Findings, f => f is { Area: "keys", Verdict: Verdict.Wrong } && f.Found.Contains($"cannot read the key file {key}", StringComparison.Ordinal) && f.Cure!.Contains($"chmod 600 {key}", StringComparison.Ordinal));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        report = await LookWithoutPrivilege();
        Assert.Contains(report.Findings, f => f is { Area: "data folder", Verdict: Verdict.Wrong } && f.Found.Contains("cannot write to", StringComparison.Ordinal) && f.Cure!.Contains("chown", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Findings, f => f is { Area: "keys", Verdict: Verdict.Wrong });
    }

    [Fact]
    public async Task A_key_that_others_may_read_and_keys_that_are_gone()
    {
        Directory.CreateDirectory(Keys);
        var key = Path.Combine(Keys, "seal");
        await File.WriteAllTextAsync(key, "secret");
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await Wrong("keys", "is open to others", $"chmod 600 {key}");
        File.Delete(key);
        ScreenOps.Server.Platform.Migrations.Run(postgres);
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using (var row = new NpgsqlCommand("insert into data_protection_keys values ('key', 'sealed')", connection)) await row.ExecuteNonQueryAsync();
        await Wrong("keys", "there are none in", "ScreenOps__KeyFolder");
    }

    [Fact]
    public async Task An_embedded_database_that_another_version_made()
    {
        Directory.CreateDirectory(Path.Combine(folder, "postgres", "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres", "data", "PG_VERSION"), "9\n");
        postgres = "";
        await Wrong("postgresql", "was made by PostgreSQL 9", "apt-get install postgresql-9");
    }

    private async Task<Finding> Wrong(string area, string cause, string cure, params string[] settings)
    {
        var (exit, report) = await Look(null, settings);
        Assert.Equal(1, exit);
        Assert.False(report.Ok);
        var wrong = Assert.Single(report.Findings, f => f.Verdict == Verdict.Wrong);
        Assert.Equal(area, wrong.Area);
        Assert.Contains(cause, wrong.Found);
        Assert.Contains(cure, wrong.Cure);
        return wrong;
    }

    private string[] Healthy() => [$"--ScreenOps:DataFolder={folder}", $"--ConnectionStrings:Postgres={postgres}", $"--ConnectionStrings:Redis={redis}", "--ScreenOps:FreeDiskMegabytes=1", "--urls", "http://127.0.0.1:0"];

    private async Task<(int Exit, DoctorVerb.Report Report)> Look(TimeProvider? time = null, params string[] settings)
    {
        using var said = new StringWriter();
        var exit = time is null ? (await Verbs.Run(["doctor", "--json", .. Healthy(), .. settings], said, default))!.Value
            : await DoctorVerb.Run(Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(Healthy()).Configuration, null, true, time, said, default);
        return (exit, Read(said.ToString()));
    }

    /// <summary>As a program of its own that may pass by no permission, whoever runs the tests.</summary>
    private async Task<DoctorVerb.Report> LookWithoutPrivilege()
    {
        string[] plain = Environment.UserName == "root" ? ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] : [];
        var (lines, ended) = (new List<string>(), new TaskCompletionSource());
        using var doctor = Child.Start("setpriv", [.. plain, "dotnet", Path.Combine(AppContext.BaseDirectory, "ScreenOps.Server.dll"), "doctor", "--json", .. Healthy()], line =>
        {
            if (line is null) ended.TrySetResult();
            else lock (lines) lines.Add(line);
        });
        await ended.Task.WaitAsync(Eventually.Limit);
        await doctor.WaitForExitAsync();
        Assert.Equal(1, doctor.ExitCode);
        return Read(string.Join('\n', lines));
    }

    private static DoctorVerb.Report Read(string json) => JsonSerializer.Deserialize<DoctorVerb.Report>(json, JsonSerializerOptions.Web)!;

    public ValueTask DisposeAsync()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(folder, recursive: true);
        return default;
    }

    private sealed class OtherClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
