using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>
/// People with marked numbers, phones and names live through a morning, with its mistakes, refusals and failures; then everything that the server emitted is searched for
/// the marks: its log, traces and metrics, what it answered to whoever may not see them, addresses, codes, and the tables as a copy of them would be read.
/// </summary>
public sealed class PlantedTests(RealEngines engines)
{
    private const int Count = 12;

    /// <summary>No part of them comes by chance.</summary>
    private static readonly Person[] Planted = [.. Enumerable.Range(0, Count).Select(i => new Person(Number($"9907711988{1 + i % 12:D2}17{i:D3}"), $"1990{7713000 + i * 7}", $"桔{(char)('梓' + i)}槿"))];

    private const string StaffPhone = "19907719931", AccountPhone = "19907719942";

    /// <summary>Whoever plans reads them in full; they are in no table, log, trace or metric.</summary>
    private static readonly string[] StaffNames = ["诸葛槿甲", "诸葛槿乙", "诸葛槿丙"];

    private sealed record Person(string Identity, string Phone, string Name);

    [Fact]
    public async Task Nothing_that_the_server_emits_holds_a_number_a_phone_or_a_name()
    {
        var traces = new ConcurrentQueue<byte[]>();
        await using var collector = await Collector.Start(traces);
        var district = await BoardDistrict.Make(engines);
        await using var server = await ServerProcess.Start(district.Postgres, district.Redis, 0, $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_METRIC_EXPORT_INTERVAL=200",
            "--OTEL_BSP_SCHEDULE_DELAY=200", "--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting=Information", "--Logging:LogLevel:Microsoft.AspNetCore.Routing=Debug", "--Access:Tries=3");
        using var told = new Told(server);
        var morning = new Morning(told, district);
        await morning.Import(Planted);
        await morning.People(Planted);
        await morning.Site(Planted);
        await morning.Office(StaffPhone, AccountPhone);
        await morning.Fail(Planted);
        await Eventually.True(() => Task.FromResult(traces.Any(t => Encoding.UTF8.GetString(t).Contains("/api/v1/desk/", StringComparison.Ordinal))), "the traces reach the collector");
        using var http = server.Operator();
        var metrics = await http.GetStringAsync("/metrics");

        string[] marks = [.. Planted.SelectMany(p => new[] { p.Identity, p.Phone, p.Name }), StaffPhone, AccountPhone];
        // What is searched is what it should be, and the marks are found where they belong.
        Assert.Contains(server.Said, line => line.Contains("/api/v1/desk/S1/find", StringComparison.Ordinal));
        Assert.Contains("screenops_", metrics, StringComparison.Ordinal);
        Assert.True(told.Answers.Count > 100 && told.Rightful.Count > 1, $"{told.Answers.Count} answers");
        Assert.All(told.Rightful, r => Assert.Contains(Planted, p => r.Contains(p.Name, StringComparison.Ordinal) && r.Contains(p.Phone, StringComparison.Ordinal)));
        foreach (var (where, text) in told.Answers.Concat([("log", string.Join('\n', server.Said)), ("metrics", metrics)]).Concat(traces.Select((t, i) => ($"telemetry {i}", Encoding.UTF8.GetString(t)))))
            foreach (var mark in marks) Assert.False(text.Contains(mark, StringComparison.Ordinal), $"{where} holds {mark}: {Around(text, mark)}");
        foreach (var (where, text) in new[] { ("log", string.Join('\n', server.Said)), ("metrics", metrics) }.Concat(traces.Select((t, i) => ($"telemetry {i}", Encoding.UTF8.GetString(t)))))
            foreach (var name in StaffNames) Assert.False(text.Contains(name, StringComparison.Ordinal), $"{where} holds {name}: {Around(text, name)}");
        Assert.All(StaffNames[..2], n => Assert.Contains(told.Answers, a => a.Text.Contains(n, StringComparison.Ordinal)));
        foreach (var code in told.Codes)
            foreach (var mark in marks) Assert.False(code.AsSpan().IndexOf(Encoding.UTF8.GetBytes(mark)) >= 0, $"a code holds {mark}");
        Assert.Empty(await InTables(district, [.. marks, .. StaffNames]));
    }

    /// <summary>Every table as text, and as text that is hidden in bytes.</summary>
    private static async Task<IReadOnlyList<string>> InTables(BoardDistrict district, string[] marks)
    {
        await using var connection = new NpgsqlConnection(district.Postgres);
        await connection.OpenAsync();
        var found = new List<string>();
        var forms = marks.Concat(marks.Select(m => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(m)))).ToArray();
        foreach (var table in (await connection.QueryAsync<string>("select table_name from information_schema.tables where table_schema = 'public'")).ToList())
            found.AddRange((await connection.QueryAsync<string>($"select distinct m from {table} t, unnest(@forms) m where position(m in t::text) > 0", new { forms })).Select(m => $"{table} holds {m}"));
        return found;
    }

    private static string Around(string text, string mark) => text[Math.Max(0, text.IndexOf(mark, StringComparison.Ordinal) - 80)..][..Math.Min(200, text.Length - Math.Max(0, text.IndexOf(mark, StringComparison.Ordinal) - 80))];

    /// <summary>17 digits with their check digit.</summary>
    private static string Number(string digits) => "0123456789X".Select(c => digits + c).Single(n => IdentityNumber.Parse(n) is not null);

    /// <summary>What was asked and answered; apart what one may see who said why.</summary>
    private sealed class Told(ServerProcess server) : IDisposable
    {
        private readonly HttpClient operators = server.Operator(), strangers = new() { BaseAddress = server.Address };

        public ConcurrentBag<(string Where, string Text)> Answers { get; } = [];
        public ConcurrentBag<string> Rightful { get; } = [];
        /// <summary>What passes hold, read as anybody can.</summary>
        public ConcurrentBag<byte[]> Codes { get; } = [];

        public async Task<JsonElement> Ask(HttpMethod method, string path, object? body = null, string? token = null, bool stranger = false, bool rightful = false)
        {
            using var ask = new HttpRequestMessage(method, path);
            if (body is not null) ask.Content = body as HttpContent ?? JsonContent.Create(body);
            if (token is not null) ask.Headers.Authorization = new("Bearer", token);
            using var answer = await (stranger || token is not null ? strangers : operators).SendAsync(ask);
            var text = await answer.Content.ReadAsStringAsync();
            if (rightful && answer.IsSuccessStatusCode) Rightful.Add(text);
            else Answers.Add(($"{method} {path}", $"{path} {answer.Headers}{answer.Content.Headers}{text}"));
            Assert.True((int)answer.StatusCode < 500 || answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError, text);
            return text.StartsWith('{') || text.StartsWith('[') ? JsonDocument.Parse(text).RootElement : default;
        }

        public void Dispose()
        {
            operators.Dispose();
            strangers.Dispose();
        }
    }

    /// <summary>The morning, step by step.</summary>
    private sealed class Morning(Told told, BoardDistrict district)
    {
        private string desk = "", elsewhere = "", lab = "";

        /// <summary>Half of them by a file, in which some rows are wrong.</summary>
        public async Task Import(Person[] people)
        {
            var rows = people[..(Count / 2)].Select((p, i) => $"H{i / 2:D6},{p.Name},{p.Identity},{p.Phone},V");
            var wrong = people[..3].Select(p => $"H9,{p.Name},{p.Identity[..17]}?,{p.Phone}0,V").Append($"H9,{people[0].Name},{people[0].Identity},{people[0].Phone},V");
            var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', rows.Concat(wrong).Prepend("户号,姓名,身份证号,手机号,所在村/社区")))), "files", "residents.csv" } };
            var id = (await told.Ask(HttpMethod.Post, "/api/v1/imports", form)).GetProperty("id").GetString();
            await Eventually.True(async () => (await told.Ask(HttpMethod.Get, $"/api/v1/imports/{id}")).GetProperty("state").GetString() == "Done", "the import ends");
            await told.Ask(HttpMethod.Get, $"/api/v1/imports/{id}/refused.csv");
            Assert.Equal(Count / 2, await district.Ask<int>("select count(*)::int from residents"));
        }

        /// <summary>Before the poster: the others, who register; those who mistype; and the same by one phone as a family.</summary>
        public async Task People(Person[] people)
        {
            foreach (var p in people)
            {
                var ticket = await Ticket(new { identity = p.Identity, phone = p.Phone, name = p.Name, consent = true });
                var pass = ticket.GetProperty("pass").GetProperty("text").GetString()!;
                told.Codes.Add(Encoding.UTF8.GetBytes(pass));
                told.Codes.Add(Base45.Decode(pass.AsSpan(SignedPass.Prefix.Length))!);
                await told.Ask(HttpMethod.Post, "/api/v1/public/passes/qr", new { pass }, stranger: true);
                await told.Ask(HttpMethod.Post, "/api/v1/public/sites/S1/tickets", new { identity = p.Identity[..17], phone = p.Phone + "1", name = p.Name, consent = true }, stranger: true);
                await told.Ask(HttpMethod.Post, "/api/v1/public/sites/S1/tickets", new StringContent($$"""{"identity":"{{p.Identity}}","phone":{{p.Phone}},"name":["{{p.Name}}"]""", Encoding.UTF8, "application/json"), stranger: true);
            }
            await told.Ask(HttpMethod.Post, "/api/v1/public/sites/S1/families", new { people = people[..3].Select(p => new { identity = p.Identity, name = p.Name }), phone = people[0].Phone, consent = true }, stranger: true);
            await told.Ask(HttpMethod.Get, "/api/v1/public/sites/S1", stranger: true);
        }

        private async Task<JsonElement> Ticket(object order)
        {
            var ticket = default(JsonElement);
            await Eventually.True(async () => (ticket = await told.Ask(HttpMethod.Post, "/api/v1/public/sites/S1/tickets", order, stranger: true)).TryGetProperty("pass", out _), "a ticket");
            return ticket;
        }

        /// <summary>Found, checked in, put into a tube that is spoilt, and rung; tried by others too.</summary>
        public async Task Site(Person[] people)
        {
            (desk, elsewhere, lab) = (await Account("Desk", "S1"), await Account("Desk", "S2"), await Account("Lab", null));
            await told.Ask(HttpMethod.Post, "/api/v1/rounds/1/tubes/acts", new { acts = new[] { new { id = Guid.NewGuid(), kind = "Open", barcode = "PLANTED-1", made = Now } } }, desk);
            foreach (var p in people)
                foreach (var text in new[] { p.Identity[^4..], p.Phone[^4..], p.Name, p.Identity, p.Phone })
                {
                    var found = await told.Ask(HttpMethod.Post, "/api/v1/desk/S1/find", new { text }, desk);
                    await told.Ask(HttpMethod.Post, "/api/v1/desk/S1/find", new { text }, elsewhere);
                    if (text != p.Identity) continue;
                    var person = found.GetProperty("found")[0].GetProperty("person").GetGuid();
                    await told.Ask(HttpMethod.Post, "/api/v1/rounds/1/tubes/acts", new { acts = new[] { new { id = Guid.NewGuid(), kind = "Put", barcode = "PLANTED-1", made = Now, person } } }, desk);
                    await told.Ask(HttpMethod.Post, $"/api/v1/residents/{person}/unmask", new { why = "not at the desk" }, desk, rightful: true);
                    foreach (var other in new[] { elsewhere, lab }) await told.Ask(HttpMethod.Post, $"/api/v1/residents/{person}/unmask", new { why = "curious" }, other);
                }
            await told.Ask(HttpMethod.Post, "/api/v1/desk/S1/walkins", new { id = Guid.NewGuid(), name = people[0].Name, identity = people[1].Identity, phone = people[2].Phone, made = Now }, desk);
            await told.Ask(HttpMethod.Post, "/api/v1/rounds/1/tubes/acts", new { acts = new[] { new { id = Guid.NewGuid(), kind = "Trouble", barcode = "PLANTED-1", made = Now, trouble = "Spoilt", why = "dropped" } } }, lab);
            foreach (var path in new[] { "rounds/1/tubes", "rounds/1/tubes/PLANTED-1", "rounds/1/callbacks", "rounds/1/losses", "rounds/1/samples", "desk/S1/line", "board", "passes/prints", "accounts", "audit", "devices" })
            {
                await told.Ask(HttpMethod.Get, $"/api/v1/{path}");
                await told.Ask(HttpMethod.Get, $"/api/v1/{path}", token: elsewhere);
                await told.Ask(HttpMethod.Get, $"/api/v1/{path}", stranger: true);
            }
        }

        /// <summary>A member and an account with phones, wrong passwords until the lock, and searches for them.</summary>
        public async Task Office(string staff, string account)
        {
            await told.Ask(HttpMethod.Post, "/api/v1/members", new { id = Guid.NewGuid(), name = StaffNames[0], phone = staff, roles = new[] { "Sampler" }, village = "V" });
            await told.Ask(HttpMethod.Post, "/api/v1/members", new { id = Guid.NewGuid(), name = StaffNames[2], phone = staff, roles = new[] { "Sampler" }, village = "V" });
            await told.Ask(HttpMethod.Post, "/api/v1/members/find", new { query = staff });
            await told.Ask(HttpMethod.Get, "/api/v1/members");
            await told.Ask(HttpMethod.Post, "/api/v1/accounts", new { id = Guid.NewGuid(), name = StaffNames[1], grant = "CommandCentre", phone = account });
            await told.Ask(HttpMethod.Post, "/api/v1/accounts", new { id = Guid.NewGuid(), name = StaffNames[1], grant = "CommandCentre", phone = account });
            for (var tries = 0; tries < 5; tries++) await told.Ask(HttpMethod.Post, "/api/v1/session", new { phone = account, password = staff, bearer = true }, stranger: true);
            foreach (var path in new[] { "accounts", "audit" }) await told.Ask(HttpMethod.Get, $"/api/v1/{path}");
        }

        /// <summary>The database refuses what it is asked, as after half an upgrade.</summary>
        public async Task Fail(Person[] people)
        {
            await district.Do("alter table residents rename to gone");
            foreach (var p in people[..3])
            {
                await told.Ask(HttpMethod.Post, "/api/v1/public/sites/S1/tickets", new { identity = p.Identity, phone = p.Phone, name = p.Name, consent = true }, stranger: true);
                await told.Ask(HttpMethod.Post, "/api/v1/desk/S1/find", new { text = p.Name }, desk);
                await told.Ask(HttpMethod.Post, "/api/v1/desk/S1/find", new { text = p.Phone }, desk);
            }
            await district.Do("alter table gone rename to residents; alter table accounts rename to gone");
            await told.Ask(HttpMethod.Post, "/api/v1/session", new { phone = people[0].Phone, password = people[0].Name, bearer = true }, stranger: true);
            await district.Do("alter table gone rename to accounts");
        }

        private async Task<string> Account(string grant, string? site)
        {
            var code = (await told.Ask(HttpMethod.Post, "/api/v1/accounts", new { id = Guid.NewGuid(), name = grant + site, grant, site })).GetProperty("code").GetString();
            return (await told.Ask(HttpMethod.Post, "/api/v1/session/code", new { code, bearer = true }, stranger: true)).GetProperty("accessToken").GetString()!;
        }

        private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    }
}
