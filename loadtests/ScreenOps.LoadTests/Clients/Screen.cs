using System.Runtime.Serialization;
using Microsoft.AspNetCore.SignalR.Client;

namespace ScreenOps.LoadTests.Clients;

/// <summary>Of a site's state only what is measured, at its place in the array; the client skips the rest.</summary>
[DataContract]
public sealed class SiteSeen
{
    [DataMember(Order = 1)] public string Site { get; init; } = "";
    [DataMember(Order = 8)] public long Arrived { get; init; }
}

/// <summary>What a screen is told when it joins, likewise.</summary>
[DataContract]
public sealed class BoardSeen
{
    [DataMember(Order = 5)] public IReadOnlyList<SiteSeen> Sites { get; init; } = [];
}

/// <summary>One viewer: the official client, watching a scope.</summary>
internal sealed class Screen : IAsyncDisposable
{
    /// <summary>As the pages do.</summary>
    private const int TellEvery = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly HubConnection hub;
    private CountedSocket? socket;
    private long taken;

    /// <param name="changed">Called for what it is told, one at a time.</param>
    public Screen(Uri server, string token, Action<IReadOnlyList<SiteSeen>> changed, string? district = null)
    {
        hub = Line.To(server, token, district, opened => socket = opened);
        // A stalled one must not give up.
        hub.ServerTimeout = Patience;
        hub.On("Changed", (SiteSeen[] states) =>
        {
            changed(states);
            return ++taken % TellEvery == 0 ? hub.SendAsync("Taken", taken) : Task.CompletedTask;
        });
    }

    public long Bytes => socket?.Bytes ?? 0;
    public long Messages => socket?.Messages ?? 0;

    public async Task<BoardSeen> Join(string scope, CancellationToken cancel)
    {
        await hub.StartAsync(cancel);
        return await hub.InvokeAsync<BoardSeen>("Watch", scope, cancel);
    }

    public bool Connected => hub.State == HubConnectionState.Connected;

    public void Stall() => socket!.Stall();

    public void Release() => socket!.Release();

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
