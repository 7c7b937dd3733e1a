using Microsoft.Extensions.Options;
using ScreenOps.Server;
using ScreenOps.Server.Platform;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
try
{
    if (await Verbs.Run(args, Console.Out, stop.Token) is { } result) return result;
    await using var server = await ServerApp.Build(args, stop.Token);
    await server.Start(stop.Token);
    await FirstStart.Greet(server.Web.Services, Console.Out, stop.Token);
    await server.Web.WaitForShutdownAsync(stop.Token);
    return 0;
}
catch (Exception e) when (e is StartException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
