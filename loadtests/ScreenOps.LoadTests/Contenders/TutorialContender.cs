using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Contenders;

public sealed record TutorialCount(Guid Device, long Number, string Site, string Kind, int N, long Made);

/// <summary>Of what its viewers are told only what is measured, as with ours.</summary>
public sealed record TutorialSeen(string Site, string Kind, long Total);

/// <summary>What the tutorials of SignalR, StackExchange.Redis and Npgsql lead to, driven through SignalR's client.</summary>
internal sealed class TutorialContender : IContender
{
    private readonly PeerStage stage;
    private readonly HubClients clients;
    private long acked;

    private TutorialContender(PeerStage stage, HubClients clients) => (this.stage, this.clients) = (stage, clients);

    public (string Name, int Process)[] Programs => [("client", Environment.ProcessId), .. stage.Programs];

    public static async Task<TutorialContender> Come(IReadOnlyList<string> sites, int viewers, int most, CancellationToken cancel)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var built = PeerStage.Find($"loadtests/peers/Tutorial/bin/{configuration}/net10.0/Tutorial.dll");
        var stage = await PeerStage.Set("Tutorial", ["dotnet", built], (port, redis, postgres) =>
        {
            postgres.MaxAutoPrepare = 16;
            return new()
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["ConnectionStrings__Redis"] = redis,
                ["ConnectionStrings__Postgres"] = postgres.ConnectionString,
                ["Logging__LogLevel__Default"] = "Warning",
                ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            };
        }, cancel);
        var (taps, tablets, screens) = (new Taps(sites, most), new List<HubTablet>(), new List<HubViewer>());
        foreach (var site in sites) tablets.Add(await Tablet(stage.Url, site, cancel));
        for (var i = 0; i < viewers; i++) screens.Add(await Viewer(stage.Url, taps, cancel));
        return new(stage, new(taps, tablets, screens));
    }

    private static async Task<HubTablet> Tablet(Uri server, string site, CancellationToken cancel)
    {
        var (hub, device, number) = (Line(server, null), Guid.NewGuid(), 0L);
        await hub.StartAsync(cancel);
        await hub.InvokeAsync("Watch", $"site:{site}", cancel);
        return new(site, kind => hub.InvokeAsync<long>("Count",
            new TutorialCount(device, ++number, site, kind == CountKind.Arrived ? "arrived" : "sampled", 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())), hub.DisposeAsync);
    }

    private static async Task<HubViewer> Viewer(Uri server, Taps taps, CancellationToken cancel)
    {
        CountedSocket? socket = null;
        var (sighting, hub) = (new Sighting(taps), Line(server, opened => socket = opened));
        hub.On("Changed", (TutorialSeen seen) => { if (seen.Kind == "arrived") sighting.See(seen.Site, seen.Total); });
        await hub.StartAsync(cancel);
        await hub.InvokeAsync("Watch", "district", cancel);
        return new(sighting, () => socket?.Bytes ?? 0, hub.DisposeAsync);
    }

    private static HubConnection Line(Uri server, Action<CountedSocket>? opened) => new HubConnectionBuilder()
        .WithUrl(new Uri(server, "/counts"), HttpTransportType.WebSockets, http =>
        {
            http.SkipNegotiation = true;
            if (opened is not null) http.WebSocketFactory = async (context, cancel) =>
            {
                var inner = new ClientWebSocket();
                await inner.ConnectAsync(context.Uri, cancel);
                var counted = new CountedSocket(inner);
                opened(counted);
                return counted;
            };
        })
        .AddMessagePackProtocol().Build();

    public async Task<LoadFound> Load(double? perSecond, TimeSpan length, CancellationToken cancel)
    {
        var found = await clients.Load(perSecond, length, cancel);
        acked += found.Acked;
        return found;
    }

    public Task Audit(Sheet sheet, CancellationToken cancel) => stage.Audit(sheet, "The tutorial", acked, cancel);

    public async ValueTask DisposeAsync()
    {
        await clients.DisposeAsync();
        await stage.DisposeAsync();
    }
}
