using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Operating;

/// <summary>A tablet whose taps are due at a steady pace, whether or not the last was acknowledged: a stall counts for all that was due meanwhile.</summary>
internal sealed class PacedTapping(HubConnection line, string site, TimeSpan pace)
{
    private const int Together = 50;
    private static readonly TimeProvider Time = TimeProvider.System;
    private readonly long began = Time.GetTimestamp();
    private readonly List<(long Second, double Took)> waits = [];
    private long acknowledged;

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>The second since the start that it is now.</summary>
    public long Second => (long)Time.GetElapsedTime(began).TotalSeconds;

    /// <summary>How often it was answered that it must send again.</summary>
    public int Busy { get; private set; }

    /// <summary>By the second since the start in which a tap was due, how many seconds it waited; to be read when Run has ended.</summary>
    public IReadOnlyList<(long Second, double Took)> Waits => waits;

    /// <summary>Until it is told to end and everything that was due is acknowledged.</summary>
    public async Task Run(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(pace);
        for (long due = 0; !ended.IsCancellationRequested || acknowledged < due;)
        {
            if (!ended.IsCancellationRequested) due = (long)(Time.GetElapsedTime(began) / pace);
            if (acknowledged == due || !await Send(due)) await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>False: the line broke, or its server did; what was sent is sent again.</summary>
    private async Task<bool> Send(long due)
    {
        try
        {
            var batch = Enumerable.Range(1, (int)Math.Min(Together, due - acknowledged)).Select(i => BoardDistrict.Command(acknowledged + i, CountKind.Arrived, 1, site)).ToArray();
            foreach (var receipt in await line.Tell(batch)) Take(receipt);
            return true;
        }
        catch (Exception e) when (e is HubException or IOException or InvalidOperationException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            return false;
        }
    }

    private void Take(CountReceipt receipt)
    {
        if (receipt.Outcome == CountOutcome.Busy) Busy++;
        if (receipt.Outcome != CountOutcome.Applied) return;
        var due = pace * receipt.Number;
        waits.Add(((long)due.TotalSeconds, (Time.GetElapsedTime(began) - due).TotalSeconds));
        Interlocked.Exchange(ref acknowledged, receipt.Number);
    }
}
