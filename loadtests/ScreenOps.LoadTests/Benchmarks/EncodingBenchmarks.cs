using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Counting;

namespace ScreenOps.LoadTests.Benchmarks;

/// <summary>A ledger row as text, a batch as the script gets it, and a site's state as the two protocols of the live line send it.</summary>
public class EncodingBenchmarks
{
    private const int Batch = 172;
    private static readonly IHubProtocol MessagePack = new MessagePackHubProtocol();
    private static readonly IHubProtocol Json = new JsonHubProtocol(Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = { Converters = { new JsonStringEnumConverter() } } }));
    private readonly Booking[] bookings = Samples.Bookings(Batch);
    private readonly InvocationMessage one = new("Changed", [new[] { Samples.State(0) }]), all = new("Changed", [Enumerable.Range(0, Samples.Sites).Select(Samples.State).ToArray()]);
    private readonly LedgerRow row = ((BookingAnswer.Booked)new Fold(1).Book(Samples.Bookings(1)[0])).Rows[0];
    private string text = "";

    [GlobalSetup]
    public void Prepare() => text = row.ToString();

    [Benchmark]
    public string RowToText() => row.ToString();

    [Benchmark]
    public LedgerRow RowFromText() => LedgerRow.Parse(text);

    [Benchmark(OperationsPerInvoke = Batch)]
    public int CommandToScript() => TurnPack.Write(bookings, [1], []).Batch.Length;

    [Benchmark]
    public int StateToMessagePack() => MessagePack.GetMessageBytes(one).Length;

    [Benchmark]
    public int StateToJson() => Json.GetMessageBytes(one).Length;

    [Benchmark]
    public int BoardToMessagePack() => MessagePack.GetMessageBytes(all).Length;

    /// <summary>Bytes of one state and of a board of 43, in each protocol: what a viewer is sent.</summary>
    public static (int StateMessagePack, int StateJson, int BoardMessagePack) Sizes()
    {
        var made = new EncodingBenchmarks();
        return (made.StateToMessagePack(), made.StateToJson(), made.BoardToMessagePack());
    }
}
