using System.IO.Compression;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Districts;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>Whatever comes from outside is understood or refused: no crash, no hang, no 500. A normal run takes some seconds, SCREENOPS_LONG=1 fifty times as many inputs.</summary>
public sealed class FuzzTests(RealEngines engines) : IDisposable
{
    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-fuzz-").FullName;

    [Fact]
    public async Task Passes()
    {
        using var key = PassKey.Make();
        var now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
        var pass = SignedPass.Write(new(Guid.NewGuid(), PassKind.Resident, now.AddDays(1)), key);
        // The text as a camera reads it, and the signed bytes below it.
        await Mutations.Through("pass, text", new Mutations(1, Encoding.UTF8.GetBytes(pass)).Take(Mutations.Times(4000)), b => SignedPass.Read(Encoding.UTF8.GetString(b), [key], now) is PassReading.Valid);
        await Mutations.Through("pass, COSE", new Mutations(2, Base45.Decode(pass.AsSpan(SignedPass.Prefix.Length))!).Take(Mutations.Times(4000)), b => SignedPass.Read(SignedPass.Prefix + Base45.Encode(b), [key], now) is PassReading.Valid);
        await Mutations.Through("what a clerk types", new Mutations(3, "99042519440520296X"u8.ToArray(), "王秀英"u8.ToArray(), "P12"u8.ToArray(), "H000001"u8.ToArray()).Take(Mutations.Times(8000)), b => DeskQuery.Parse(Encoding.UTF8.GetString(b)) is not null);
        await Mutations.Through("numbers", new Mutations(4, "99042519440520296X"u8.ToArray(), "＋86 199-0177-3473"u8.ToArray()).Take(Mutations.Times(8000)), b => (IdentityNumber.Parse(Encoding.UTF8.GetString(b))?.Text ?? MobileNumber.Parse(Encoding.UTF8.GetString(b))) is not null);
    }

    [Fact]
    public async Task Files_of_an_import()
    {
        var residents = File.ReadAllLines(Path.Combine(ImportFolder.Sample, "residents.csv"), Chinese)[..30];
        await Mutations.Through("GB18030", new Mutations(5, Chinese.GetBytes(string.Join("\r\n", residents))).Take(Mutations.Times(400)), b => Imports("residents.csv", b));
        await Mutations.Through("CSV", new Mutations(6, [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Join('\n', residents))], Encoding.UTF8.GetBytes(string.Join("\r\n", residents.Select(r => $"\"{r.Replace(",", "\",\"", StringComparison.Ordinal)}\"")))).Take(Mutations.Times(400)), b => Imports("residents.csv", b));
        foreach (var (name, file) in new[] { ("sites.csv", "sites.csv"), ("shifts.csv", "shifts.csv"), ("arrivals.csv", "arrivals.csv"), ("villages", "villages.geojson") })
            await Mutations.Through(name, new Mutations(7, File.ReadAllBytes(Path.Combine(ImportFolder.Sample, file))).Take(Mutations.Times(60)), b => Imports(file, b));
    }

    /// <summary>The archive as a whole, and what is in it: the sheet, the words and the styles, each put back into a good archive.</summary>
    [Fact]
    public async Task Workbooks()
    {
        var small = Small();
        var parts = Parts(small);
        await Mutations.Through("XLSX, archive", new Mutations(8, small).Take(Mutations.Times(80)), b => Imports("roster.xlsx", b));
        foreach (var part in parts.Keys.Where(p => p.EndsWith(".xml", StringComparison.Ordinal) || p.EndsWith(".rels", StringComparison.Ordinal)))
            await Mutations.Through($"XLSX, {part}", new Mutations(9, parts[part]).Take(Mutations.Times(16)), b => Imports("roster.xlsx", Archive(parts, part, b)));
    }

    [Fact]
    public async Task Bodies_of_the_api()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(0, $"--ScreenOps:KeyFolder={Path.Combine(folder, "keys")}", "--Access:PasswordsPerMinute=100000", "--Access:CodesPerMinute=100000", "--CheckIn:TicketsPerMinute=1000000", "--CheckIn:LookupsPerMinute=100000");
        using var strangers = server.Http();
        using var document = JsonDocument.Parse(await strangers.GetStringAsync("/openapi/v1.json"));
        using var operators = server.Http(server.Get<ServerToken>().ForFolder());
        using var tablet = server.Http(await server.Tablet(district.Code, Guid.NewGuid()));
        var (bodies, random, count, taken, failed) = (new Bodies(document, 10), new Random(11), 0, 0, new SortedDictionary<string, string>());
        foreach (var (method, path, schema) in bodies.Routes.Where(r => !r.Path.EndsWith("/rehearsals", StringComparison.Ordinal)))
            for (var i = 0; i < Mutations.Times(6); i++)
            {
                var http = path.Contains("/public/", StringComparison.Ordinal) || path.Contains("/session", StringComparison.Ordinal) ? strangers : path.EndsWith("/counts", StringComparison.Ordinal) ? tablet : operators;
                var text = bodies.Of(schema);
                using var ask = new HttpRequestMessage(new(method), bodies.Filled(path)) { Content = new ByteArrayContent(i % 3 == 2 ? new Mutations(random.Next(), Encoding.UTF8.GetBytes(text)).Take(2).Last() : Encoding.UTF8.GetBytes(text)) };
                ask.Content.Headers.ContentType = new("application/json");
                using var answer = await http.SendAsync(ask);
                if ((int)answer.StatusCode >= 500 && answer.StatusCode != HttpStatusCode.ServiceUnavailable) failed.TryAdd($"{method} {path}", $"{(int)answer.StatusCode} to {text[..Math.Min(400, text.Length)]}");
                count++;
                if (answer.IsSuccessStatusCode) taken++;
            }
        TestContext.Current.TestOutputHelper?.WriteLine($"bodies: {count:N0} on {bodies.Routes.Count} routes, {taken:N0} of them taken");
        Assert.True(failed.Count == 0, string.Join('\n', failed.Select(f => $"{f.Key} answered {f.Value}")));
        Assert.True(count > 200 && taken > 10, $"{count} bodies, {taken} taken");
        Assert.Equal(HttpStatusCode.OK, (await strangers.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Frames_of_the_hub()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        var token = await server.Tablet(district.Code, Guid.NewGuid());
        await using var bystander = await server.Line(token);
        // An invocation of Watch, of Send, a ping and a close, as MessagePack with their lengths before them; and the same as JSON.
        byte[][] packed =
        [
            Framed([0x96, 0x01, 0x80, 0xA1, 0x31, 0xA5, .. "Watch"u8, 0x91, 0xA8, .. "district"u8, 0x90]), Framed([0x91, 0x06]), Framed([0x92, 0x07, 0xC0]),
            Framed([0x96, 0x01, 0x80, 0xA1, 0x32, 0xA4, .. "Send"u8, 0x91, 0x91, 0x97, 0x01, 0x01, 0xA2, .. "S1"u8, 0x01, 0x01, 0xCF, 0, 0, 1, 0x90, 0, 0, 0, 0, 0xC0, 0x90]),
        ];
        byte[][] json = [[.. """{"type":1,"invocationId":"1","target":"Watch","arguments":["district"]}"""u8, 0x1E], [.. """{"type":1,"invocationId":"2","target":"Send","arguments":[[{"number":1,"round":1,"site":"S1","kind":"Arrived","n":1,"made":1}]]}"""u8, 0x1E], [.. """{"type":6}"""u8, 0x1E]];
        foreach (var (protocol, seeds) in new[] { ("messagepack", packed), ("json", json) })
        {
            int frames = 0, lines = 0;
            foreach (var batch in new Mutations(12, seeds).Take(Mutations.Times(300)).Chunk(6))
            {
                frames += await Sent(server, token, protocol, batch);
                lines++;
            }
            TestContext.Current.TestOutputHelper?.WriteLine($"hub, {protocol}: {frames:N0} frames on {lines:N0} lines");
            Assert.True(frames > lines, $"{frames} frames on {lines} lines");
        }
        // Whoever was there is still served, and so is who comes.
        Assert.NotEmpty((await bystander.Watch("site:S1")).Sites);
        await using var next = await server.Line(token);
        Assert.NotEmpty((await next.Watch("site:S1")).Sites);
    }

    /// <summary>How many were sent before the server hung up.</summary>
    private static async Task<int> Sent(TestServer server, string token, string protocol, byte[][] frames)
    {
        using var limit = new CancellationTokenSource(Eventually.Limit);
        using var line = new ClientWebSocket();
        await line.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/hubs/live", Query = $"access_token={Uri.EscapeDataString(token)}" }.Uri, limit.Token);
        var sent = 0;
        try
        {
            await line.SendAsync(Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol}}","version":1}""" + '\u001E'), WebSocketMessageType.Binary, true, limit.Token);
            foreach (var frame in frames)
            {
                await line.SendAsync(frame, sent % 5 == 4 ? WebSocketMessageType.Text : WebSocketMessageType.Binary, true, limit.Token);
                sent++;
            }
            await line.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            var rest = new byte[4096];
            while (line.State is WebSocketState.Open or WebSocketState.CloseSent && (await line.ReceiveAsync(rest, limit.Token)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (WebSocketException)
        {
            // Hung up on.
        }
        return sent;
    }

    private static byte[] Framed(byte[] message) => [(byte)message.Length, .. message];

    /// <summary>Whether it could be read; an ImportException is a refusal in words.</summary>
    private bool Imports(string name, byte[] bytes)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllBytes(file, bytes);
        try
        {
            return ImportReading.Of([new(name, file)], new(null, null, null), null, default).Files.Sum(f => f.Accepted) > 0;
        }
        catch (ImportException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
    }

    /// <summary>The head of the sample's roster and a few of its people.</summary>
    private static byte[] Small()
    {
        var parts = Parts(File.ReadAllBytes(Path.Combine(ImportFolder.Sample, "roster.xlsx")));
        var sheet = parts.Keys.Single(p => p.EndsWith("sheet1.xml", StringComparison.Ordinal));
        var xml = Encoding.UTF8.GetString(parts[sheet]);
        var (from, to) = (xml.IndexOf("<row r=\"20\"", StringComparison.Ordinal), xml.IndexOf("</sheetData>", StringComparison.Ordinal));
        return Archive(parts, sheet, Encoding.UTF8.GetBytes(xml[..from] + xml[to..]));
    }

    private static Dictionary<string, byte[]> Parts(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return zip.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var from = e.Open();
            using var to = new MemoryStream();
            from.CopyTo(to);
            return to.ToArray();
        });
    }

    private static byte[] Archive(Dictionary<string, byte[]> parts, string changed, byte[] by)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(name == changed ? by : bytes);
            }
        return stream.ToArray();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
