using System.Net.Http.Headers;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Rehearsal;

/// <summary>The rehearsal that the button started, one at a time on this server; its tablets reach the server over its own loopback address.</summary>
internal sealed class Rehearsals(DataFolder folder, TimeProvider time, ILogger<Rehearsals> log) : BackgroundService
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly CancellationTokenSource stopping = new();
    private Playing? playing;

    private sealed class Playing(HttpClient http, ServerAddress own, RehearsalOrder order, TimeProvider time, CancellationToken server) : IDisposable
    {
        public RehearsalRun Run { get; } = new(http, own, order, time);
        public CancellationTokenSource Stop { get; } = CancellationTokenSource.CreateLinkedTokenSource(server);
        public Task Ended { get; set; } = Task.CompletedTask;

        public void Dispose()
        {
            http.Dispose();
            Stop.Dispose();
        }
    }

    public RehearsalProgress? Progress => playing is { Ended.IsCompleted: false } now ? now.Run.Progress : null;

    /// <summary>Null: one is running already. It acts with the rights of who pressed the button.</summary>
    public async Task<int?> Begin(RehearsalOrder order, IHeaderDictionary caller, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            if (playing is { Ended.IsCompleted: false }) return null;
            playing?.Dispose();
            playing = null;
            var now = new Playing(Client(caller), Own(), order, time, stopping.Token);
            try
            {
                var round = await now.Run.Prepare(cancel);
                (playing = now).Ended = Play(now);
                return round;
            }
            finally
            {
                if (playing is null) now.Dispose();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Ends what runs here and closes any rehearsal that is open.</summary>
    public async Task End(IHeaderDictionary caller, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            if (playing is { Ended.IsCompleted: false } now)
            {
                await now.Stop.CancelAsync();
                await now.Ended;
            }
            using var http = Client(caller);
            await new RehearsalRun(http, Own(), new(1, 0, null), time).CloseOpen(cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task Play(Playing now)
    {
        try
        {
            await now.Run.Play(now.Stop.Token);
            await now.Run.Close(now.Stop.Token);
        }
        catch (Exception) when (now.Stop.IsCancellationRequested)
        {
            // Ended by hand or with the server.
        }
        catch (Exception e)
        {
            // Whatever it was, the button works again.
            log.NotClosed(now.Run.Progress.Round, e);
        }
    }

    /// <summary>As it left it in its data folder when it began to listen.</summary>
    private ServerAddress Own() => ServerAddress.Read(folder.Path) ?? throw new RehearsalException("This server has not left its address in its data folder; use the verb rehearse with --url.");

    private HttpClient Client(IHeaderDictionary caller)
    {
        var own = Own();
        var http = new HttpClient(own.Handler()) { BaseAddress = own.Url };
        if (caller.Authorization.ToString() is { Length: > 0 } bearer) http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(bearer);
        if (caller.Cookie.ToString() is { Length: > 0 } cookie) {
            http.DefaultRequestHeaders.Add("Cookie", cookie);
            http.DefaultRequestHeaders.Add("X-ScreenOps", "1");
        }
        return http;
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stopping.CancelAsync();
        if (playing is { } now) await now.Ended;
    }
}
