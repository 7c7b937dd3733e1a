using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Contenders;

/// <summary>ScreenOps itself, on the stage of the story.</summary>
internal sealed class OurContender : IContender
{
    private readonly Stage stage;
    private readonly Morning morning;
    private readonly HubClients clients;

    private OurContender(Stage stage, Morning morning, HubClients clients) => (this.stage, this.morning, this.clients) = (stage, morning, clients);

    public (string Name, int Process)[] Programs =>
        [("client", Environment.ProcessId), ("server", stage.OwnServer!.ProcessId), ("redis", stage.OwnRedis!.ProcessId), ("postgres", stage.OwnPostgres!.ProcessId)];

    /// <param name="most">Arrivals at one site.</param>
    public static async Task<OurContender> Come(Stage stage, Morning morning, int viewers, int most, CancellationToken cancel)
    {
        await morning.Arrive(cancel);
        var taps = new Taps(morning.Sites, most);
        var screens = new List<HubViewer>();
        for (var i = 0; i < viewers; i++)
        {
            var sighting = new Sighting(taps);
            var screen = new Screen(stage.Server.Url, stage.Server.Token, states => { foreach (var state in states) sighting.See(state.Site, state.Arrived); });
            screens.Add(new(sighting, () => screen.Bytes, screen.DisposeAsync));
            await screen.Join($"round:{morning.Round}", cancel);
        }
        // The morning closes its tablets.
        return new(stage, morning, new(taps, [.. morning.Tablets.Select(t => new HubTablet(t.Site, kind => t.Tell(kind, 1), () => default))], screens));
    }

    public Task<LoadFound> Load(double? perSecond, TimeSpan length, CancellationToken cancel) => clients.Load(perSecond, length, cancel);

    public Task Audit(Sheet sheet, CancellationToken cancel) => Measures.Audit.Into(sheet, stage, morning, cancel);

    public ValueTask DisposeAsync() => clients.DisposeAsync();
}
