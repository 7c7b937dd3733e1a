using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>Who a registration is, and which passes hold.</summary>
public sealed class RegisterTests(RealEngines engines)
{
    [Fact]
    public async Task A_resident_is_known_by_a_phone_of_the_household_or_by_name_and_shown_masked()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        await district.Resident(server, "H000001", "王远", Poster.Other, null, "父母");
        using var http = server.Http();
        var own = await http.Ticket(Poster.Form());
        Assert.Equal(("Ticketed", "王*英"), (own.Outcome, own.Pass.Name));
        Assert.Equal("王*", (await http.Ticket(Poster.Form(Poster.Other))).Pass.Name);
        var named = await http.Ticket(Poster.Form(phone: "13800000000", name: "王　秀英"));
        Assert.Equal(("Already", own.Pass.Id), (named.Outcome, named.Pass.Id));
        Assert.Equal(0, await district.Ask<int>("select count(*)::int from residents where walk_in"));
    }

    [Fact]
    public async Task Who_only_knows_anothers_number_is_somebody_else_and_learns_nothing()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        using var http = server.Http();
        var real = await http.Ticket(Poster.Form());
        var guess = await http.Ticket(Poster.Form(phone: "13800000000"), "S2");
        Assert.Equal(("Ticketed", "S2", ""), (guess.Outcome, guess.Site, guess.Pass.Name));
        Assert.NotEqual(real.Pass.Id, guess.Pass.Id);
        Assert.Equal("Already", (await http.Ticket(Poster.Form(phone: "13800000000"), "S2")).Outcome);
        Assert.Equal(("Already", "S1"), await http.Ticket(Poster.Form()) is var still ? (still.Outcome, still.Site) : default);
        var house = await http.Ticket(new { household = "H000001", phone = "13800000000", consent = true });
        Assert.Equal(("Ticketed", ""), (house.Outcome, house.Pass.Name));
    }

    [Fact]
    public async Task A_household_number_with_the_heads_phone_is_the_head()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await district.Resident(server, "H000001", "王远", Poster.Other, Poster.Phone, "儿子");
        await district.Resident(server, "H000001", "王秀英", Poster.Identity, Poster.Phone);
        using var http = server.Http();
        var house = await http.Ticket(new { household = " h000001", phone = Poster.Phone, consent = true });
        Assert.Equal("王*英", house.Pass.Name);
        Assert.Equal(PassKind.Household, Assert.IsType<PassReading.Valid>(server.Get<Passes>().Read(house.Pass.Text)).Claims.Kind);
        Assert.Equal("Already", (await http.Ticket(Poster.Form())).Outcome);
    }

    [Fact]
    public async Task A_pass_that_is_over_forged_foreign_replaced_or_none_is_refused_with_its_reason()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var pass = (await http.Ticket(Poster.Form())).Pass;
        var (keys, now) = (server.Get<PassKeys>(), TimeProvider.System.GetUtcNow());
        using var foreign = PassKey.Make();
        var bytes = Base45.Decode(pass.Text.AsSpan(4))!;
        bytes[30] ^= 1;
        await Refused(http, SignedPass.Write(new(pass.Id, PassKind.Resident, now.AddMinutes(-1)), keys.Signer), "valid until");
        await Refused(http, "SO1:" + Base45.Encode(bytes), "signature does not hold");
        await Refused(http, SignedPass.Write(new(pass.Id, PassKind.Resident, now.AddDays(1)), foreign), foreign.IdText);
        await Refused(http, SignedPass.Write(new(pass.Id, (PassKind)7, now.AddDays(1)), keys.Signer), "kind");
        await Refused(http, SignedPass.Write(new(Guid.NewGuid(), PassKind.Resident, now.AddDays(1)), keys.Signer), "issued no such pass");
        await Refused(http, "https://example.org", "not a pass");
        await district.Do("update passes set revoked_at = now()");
        await Refused(http, pass.Text, "newer pass");
        var next = (await http.Ticket(Poster.Form())).Pass;
        Assert.NotEqual(pass.Id, next.Id);
    }

    [Fact]
    public async Task A_pass_that_ran_out_is_replaced_at_the_next_registration()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        var old = (await http.Ticket(Poster.Form())).Pass;
        await district.Do("update passes set expires_at = now() - interval '1 second'");
        var next = await http.Ticket(Poster.Form());
        Assert.NotEqual(old.Id, next.Pass.Id);
        Assert.InRange(next.Pass.Expires - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(89), TimeSpan.FromDays(90));
        Assert.Equal(1, await district.Ask<int>("select count(*)::int from passes where revoked_at is null"));
    }

    [Fact]
    public async Task Nothing_personal_is_in_the_database_in_clear_or_in_the_log()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--Logging:LogLevel:Default=Trace");
        using var log = new Listening();
        server.Get<ILoggerFactory>().AddProvider(log);
        using var http = server.Http();
        var pass = (await http.Ticket(Poster.Form(name: "王秀英"))).Pass;
        await http.Ticket(new { pass = pass.Text });
        await http.Scan(Poster.Form(identity: Poster.Identity[..17] + "9"));
        foreach (var table in new[] { "residents", "passes", "ledger" })
        {
            var all = await district.Ask<string>($"select string_agg(t::text, ' ') from {table} t");
            Assert.NotEmpty(all);
            foreach (var secret in new[] { Poster.Identity, Poster.Phone, "王秀英", Hex(Poster.Identity), Hex(Poster.Phone), Hex("王秀英") }) Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
        }
        server.Get<ILogger<Door>>().EngineAway(new TimeoutException());
        Assert.NotEmpty(log.Heard);
        foreach (var secret in new[] { Poster.Identity, Poster.Phone, "王秀英", pass.Text, pass.Id.ToString() }) Assert.DoesNotContain(log.Heard, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_key_file_that_cannot_be_read_stops_the_start_and_says_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("screenops-keys-").FullName;
        using (var made = PassKeys.InFolder(folder))
        using (var read = PassKeys.InFolder(folder)) Assert.Equal(made.Signer.IdText, read.Signer.IdText);
        var file = Path.Combine(folder, "passes");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using (var next = PassKey.Make())
        {
            File.WriteAllText(file, next.Secret() + "\n" + File.ReadAllText(file));
            using var both = PassKeys.InFolder(folder);
            Assert.Equal((next.IdText, 2), (both.Signer.IdText, both.All.Count));
        }
        foreach (var wrong in new[] { "", "not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----" })
        {
            File.WriteAllText(file, wrong);
            Assert.Contains("Restore it from a backup", Assert.Throws<StartException>(() => PassKeys.InFolder(folder)).Message);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--CheckIn:PassLife=00:01:00", "PassLife"), InlineData("--CheckIn:TicketsPerMinute=0", "TicketsPerMinute")]
    public async Task A_setting_out_of_its_limits_stops_the_start_and_is_named(string setting, string name)
    {
        var district = await BoardDistrict.Make(engines);
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => TestServer.Start(district.Postgres, district.Redis, setting));
        Assert.Contains(name, failure.Message);
    }

    private static string Hex(string text) => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text));

    private static async Task Refused(HttpClient http, string pass, string why)
    {
        using var answer = await http.Scan(new { pass });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Everything that is logged, whatever its level.</summary>
    private sealed class Listening : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Heard { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> words) => Heard.Enqueue($"{words(state, exception)} {exception}");

        public bool IsEnabled(LogLevel level) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Dispose() => Heard.Clear();
    }
}
