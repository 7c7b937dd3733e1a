using BenchmarkDotNet.Attributes;
using ScreenOps.Core.Counting;

namespace ScreenOps.LoadTests.Benchmarks;

/// <summary>The counting rule as the pure function: what a rebuild costs a ledger row, and what the script's answer is tested against. BenchmarkDotNet asks for public classes that it can extend.</summary>
public class FoldBenchmarks
{
    private const int Commands = 4300;
    private Booking[] bookings = [];
    private LedgerRow[] rows = [];

    [GlobalSetup]
    public void Prepare()
    {
        bookings = Samples.Bookings(Commands);
        var fold = new Fold(1);
        rows = [.. bookings.SelectMany(b => ((BookingAnswer.Booked)fold.Book(b)).Rows)];
    }

    [Benchmark(OperationsPerInvoke = Commands)]
    public Fold FoldBook()
    {
        var fold = new Fold(1);
        foreach (var booking in bookings) fold.Book(booking);
        return fold;
    }

    [Benchmark(OperationsPerInvoke = Commands)]
    public Fold FoldReplay()
    {
        var fold = new Fold(1);
        foreach (var row in rows) fold.Replay(row);
        return fold;
    }
}
