using System.Globalization;
using System.Net;
using System.Text;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>
/// A city of 25 million on one server, at four times the mean rate of a day: 9,021 sites in 210 districts, each with a tablet on a line of its own that
/// counts who comes and who was sampled and states its queue every 15 s; beside them residents who read, and screens of a district and of the whole city that watch.
/// </summary>
internal static class City
{
    private const int Districts = 210, SitesEach = 43, SitesInAll = 9021, Viewers = 490, CityScreens = 10, AtOnce = 16;
    private const double ArrivalsPerSecond = 1160, SamplesPerSecond = 1160, ReadsPerSecond = 2000, QueueSeconds = 15, AckWantedMs = 100;

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var sheet = new Sheet("city");
        await using var stage = await Stage.Set(order, cancel);
        if (stage.OwnServer is null) throw new LoadTestException("This story makes districts that nobody can take away again: it runs on its own server only, without --url.");
        await Quiet.Into(sheet, stage, order.Length, cancel);
        var mornings = new List<Morning>();
        var screens = new List<Screen>();
        try
        {
            await Settle(stage, mornings, order.Districts ?? Districts, cancel);
            var tablets = mornings.SelectMany(m => m.Tablets).ToArray();
            await Watch(stage, mornings, screens, order.Viewers ?? Viewers, cancel);
            await Day(sheet, stage, (mornings, tablets, screens), order.Length, cancel);
            await using (new Progress(() => $"auditing: {sheet.Acked ?? 0:N0} commands of {mornings.Count} districts"))
                foreach (var morning in mornings) await Audit.Into(sheet, stage, morning, cancel);
            stage.Words(sheet);
        }
        finally
        {
            foreach (var some in screens.Chunk(AtOnce)) await Task.WhenAll(some.Select(s => s.DisposeAsync().AsTask()));
            foreach (var morning in mornings) await morning.DisposeAsync();
        }
        sheet.Note("Left out: signed passes of a million residents (their story comes with check-in at the desk). Arrivals are counted by the tablets.");
        return sheet;
    }

    /// <summary>Districts, rounds and tablets, each through the same doors as a real one.</summary>
    private static async Task Settle(Stage stage, List<Morning> mornings, int districts, CancellationToken cancel)
    {
        using var api = new Api(stage.Server);
        var left = SitesInAll - SitesEach;
        await using (new Progress(() => $"{mornings.Count:N0} of {districts:N0} districts, {mornings.Sum(m => m.Tablets.Count):N0} tablets"))
        {
            await Add(null);
            for (var i = 1; i < districts; i++)
            {
                var code = $"d{i:000}";
                await api.Import(code, Sites(Math.Min(SitesEach, left)), cancel);
                left -= SitesEach;
                await Add(code);
            }
        }
        async Task Add(string? district)
        {
            var morning = await Morning.Begin(stage, cancel, district);
            mornings.Add(morning);
            await morning.Arrive(cancel);
        }
    }

    private static string Sites(int count)
    {
        var text = new StringBuilder("编号,名称,所在村/社区,纬度,经度,服务人口,采样台数,地址\n");
        for (var i = 1; i <= count; i++) text.Append(CultureInfo.InvariantCulture, $"S{i:00},采样点{i},村{i},{36.7 + i / 1000.0},{117.6 + i / 1000.0},2770,4,\n");
        return text.ToString();
    }

    private static async Task Watch(Stage stage, List<Morning> mornings, List<Screen> screens, int viewers, CancellationToken cancel)
    {
        foreach (var some in Enumerable.Range(0, viewers).Chunk(AtOnce))
            screens.AddRange(await Task.WhenAll(some.Select(async i =>
            {
                var morning = mornings[i % mornings.Count];
                var screen = new Screen(stage.Server.Url, stage.Server.Token, _ => { }, await morning.Api.District(cancel));
                await screen.Join($"round:{morning.Round}", cancel);
                return screen;
            })));
        for (var i = 0; i < CityScreens; i++)
        {
            var screen = new Screen(stage.Server.Url, stage.Server.Token, _ => { });
            var shown = await screen.Join("city", cancel);
            screens.Add(screen);
            if (shown.Sites.Count < mornings.Sum(m => m.Sites.Count)) throw new LoadTestException($"A city screen shows {shown.Sites.Count:N0} of {mornings.Sum(m => m.Sites.Count):N0} sites.");
        }
    }

    private static async Task Day(Sheet sheet, Stage stage, (List<Morning> Mornings, Tablet[] Tablets, List<Screen> Screens) city, TimeSpan length, CancellationToken cancel)
    {
        var share = (double)city.Tablets.Length / SitesInAll;
        var (arrivals, samples, queues) = (ArrivalsPerSecond * share, SamplesPerSecond * share, city.Tablets.Length / QueueSeconds);
        var (rate, warm) = (arrivals + samples + queues, length / 5);
        var (counted, read, acknowledged, answered) = (0L, 0L, new Latencies(), new Latencies());
        var dice = new Random(3);
        async Task Count(long index, long due)
        {
            var roll = dice.NextDouble() * rate;
            // Each site in its turn states its queue; who comes and who is sampled falls anywhere.
            var tablet = city.Tablets[roll < queues ? (int)(index % city.Tablets.Length) : dice.Next(city.Tablets.Length)];
            await (roll < queues ? tablet.Tell(CountKind.Queue, dice.Next(60)) : tablet.Tell(roll < queues + arrivals ? CountKind.Arrived : CountKind.Sampled, 1));
            acknowledged.Record(due);
            Interlocked.Increment(ref counted);
        }
        var codes = await Task.WhenAll(city.Mornings.Select(m => m.Api.District(cancel)));
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, ActivityHeadersPropagator = null, MaxConnectionsPerServer = 256 });
        async Task Read(long index, long due)
        {
            await One(http, new(stage.Server.Url, $"/api/v1/public/sites?district={codes[index % codes.Length]}"), cancel);
            answered.Record(due);
            Interlocked.Increment(ref read);
        }
        Progress.Say($"{city.Tablets.Length:N0} tablets in {city.Mornings.Count} districts: {rate:N0} commands and {ReadsPerSecond * share:N0} reads a second, {city.Screens.Count} screens, for {length.TotalSeconds:N0} s after {warm.TotalSeconds:N0} s of warming up");
        await using (new Progress(() => $"acknowledged {Interlocked.Read(ref counted):N0}, {acknowledged.Percentile(99):N0} ms at p99; read {Interlocked.Read(ref read):N0}"))
        {
            Task Both(TimeSpan time) => Task.WhenAll(Schedule.Run(rate, time, Count, cancel), Schedule.Run(ReadsPerSecond * share, time, Read, cancel));
            await Both(warm);
            (acknowledged, answered, counted, read) = (new(), new(), 0, 0);
            var (began, bytes, cpu) = (System.Diagnostics.Stopwatch.GetTimestamp(), city.Screens.Sum(s => s.Bytes), CpuShares.Of(stage));
            using var timer = new BareTimer();
            await Both(length);
            var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
            sheet.Figure("sites", city.Tablets.Length, $"with a tablet each, in {city.Mornings.Count} districts");
            sheet.Figure("ackedPerSecond", counted / seconds, $"commands a second; {rate:N0} were due");
            acknowledged.Into(sheet);
            sheet.Figure("readsPerSecond", read / seconds, $"public documents; {ReadsPerSecond * share:N0} were due");
            sheet.Figure("readP99Ms", answered.Percentile(99), "ms, from due to the whole document");
            sheet.Figure("viewers", city.Screens.Count(s => s.Connected), $"screens of a district, {CityScreens} of the city, connected to the end");
            sheet.Figure("bytesPerViewerSecond", (city.Screens.Sum(s => s.Bytes) - bytes) / seconds / Math.Max(1, city.Screens.Count), "bytes");
            cpu.Into(sheet, counted);
            sheet.Figure("serverRssMb", ProcFile.ResidentMb(stage.OwnServer!.ProcessId), "MiB");
            Quiet.Judge(sheet, timer);
        }
        if (acknowledged.Percentile(99) > AckWantedMs) sheet.Note($"p99 of acknowledgement is {acknowledged.Percentile(99):N0} ms; {AckWantedMs} ms are wanted.");
    }

    private static async Task One(HttpMessageInvoker http, Uri address, CancellationToken cancel)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, address);
        ask.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        using var answer = await http.SendAsync(ask, cancel);
        if (answer.StatusCode != HttpStatusCode.OK) throw new LoadTestException($"{address.PathAndQuery} was answered {(int)answer.StatusCode}.");
        await answer.Content.CopyToAsync(Stream.Null, cancel);
    }
}
