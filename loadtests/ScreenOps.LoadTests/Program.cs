using System.Runtime.InteropServices;
using ScreenOps.LoadTests;
using ScreenOps.LoadTests.Ground;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal) { signal.Cancel = true; stop.Cancel(); }
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;
    var order = LoadOrder.Parse(args);
    using var orphaned = Orphan.Watch(stop);
    var sheet = await StoryList.Find(order.Story).Run(order, stop.Token);
    sheet.Print(Console.Out);
    if (order.Json is { } file) await sheet.Write(file);
    return sheet.Ok ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped before its end: no figures.");
    return 130;
}
catch (LoadTestException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
