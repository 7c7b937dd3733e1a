using System.Diagnostics;
using System.Net;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>
/// Residents read the document of all sites while the sites count, so that it changes: zipped as every browser asks for it, then plain. Each
/// answer has its body, read to the end.
/// </summary>
internal static class PublicReads
{
    private const int Readers = 64;
    private const double PerSecond = 100;

    private sealed record Reading(string Name, string? Encoding);

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var (sheet, rate, warm) = (new Sheet("public"), order.Rate ?? PerSecond, order.Length / 2);
        await using var stage = await Stage.Set(order, cancel);
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        await morning.Arrive(cancel);
        var taps = new Taps(morning.Sites, (int)(rate * (2 * warm + order.Length).TotalSeconds / morning.Sites.Count) + 2);
        var tapping = new Tapping(morning, taps);
        var counting = tapping.Run(rate, 2 * warm + order.Length, null, cancel);
        Progress.Say($"{Readers} readers while {rate:N0} commands a second are counted");
        using var timer = new BareTimer();
        foreach (var reading in new[] { new Reading("", "gzip"), new Reading("plain", null) }) await Read(sheet, stage, morning, reading, (warm, order.Length / 2), cancel);
        await counting;
        Quiet.Judge(sheet, timer);
        await Audit.Into(sheet, stage, morning, cancel);
        stage.Words(sheet);
        return sheet;
    }

    private static async Task Read(Sheet sheet, Stage stage, Morning morning, Reading reading, (TimeSpan Warm, TimeSpan Measured) length, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null, MaxConnectionsPerServer = Readers });
        var (count, took) = (new Counted(), new Latencies());
        var address = new Uri(stage.Server.Url, $"/api/v1/public/sites{(morning.Rehearsal ? "?rehearsal=true" : "")}");
        await using (new Progress(() => $"{Interlocked.Read(ref count.Answers):N0} answers {reading.Name}"))
        {
            var readers = Enumerable.Range(0, Readers).Select(_ => Reader(http, address, reading, count, took, stop.Token)).ToArray();
            await Task.Delay(length.Warm, cancel);
            took.Reset();
            var (answers, bytes, began, cpu) = (Interlocked.Read(ref count.Answers), Interlocked.Read(ref count.Bytes), Stopwatch.GetTimestamp(), CpuShares.Of(stage));
            await Task.WhenAny(Task.WhenAny(readers), Task.Delay(length.Measured, cancel));
            var (more, seconds) = (Interlocked.Read(ref count.Answers) - answers, Stopwatch.GetElapsedTime(began).TotalSeconds);
            string Named(string figure) => reading.Name.Length == 0 ? figure : reading.Name + char.ToUpperInvariant(figure[0]) + figure[1..];
            sheet.Figure(Named("readsPerSecond"), more / seconds, $"answers a second, {reading.Encoding ?? "not zipped"}");
            sheet.Figure(Named("bytesPerAnswer"), more == 0 ? 0 : (double)(Interlocked.Read(ref count.Bytes) - bytes) / more, "bytes of body");
            if (reading.Name.Length == 0)
            {
                took.Into(sheet);
                cpu.Into(sheet, more);
                sheet.Figure("readsPerServerCore", more / Math.Max(0.01, cpu.Used().GetValueOrDefault("server")), "answers a CPU second of the server: where the client saturates, this counts");
            }
            await stop.CancelAsync();
            await Task.WhenAll(readers);
        }
    }

    private sealed class Counted
    {
        public long Answers, Bytes;
    }

    private static async Task Reader(HttpMessageInvoker http, Uri address, Reading reading, Counted count, Latencies took, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        while (!stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            using var ask = new HttpRequestMessage(HttpMethod.Get, address);
            if (reading.Encoding is { } encoding) ask.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
            using var answer = await http.SendAsync(ask, CancellationToken.None);
            if (answer.StatusCode != HttpStatusCode.OK) throw new LoadTestException($"{address.AbsolutePath} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
            using var body = answer.Content.ReadAsStream(CancellationToken.None);
            var bytes = 0;
            for (int read; (read = await body.ReadAsync(buffer, CancellationToken.None)) > 0;) bytes += read;
            if (bytes == 0) throw new LoadTestException($"{address.AbsolutePath} was answered without a body.");
            took.Record(began);
            Interlocked.Increment(ref count.Answers);
            Interlocked.Add(ref count.Bytes, bytes);
        }
    }
}
