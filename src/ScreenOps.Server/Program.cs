using ScreenOps.Server;
using ScreenOps.Server.Platform;

try
{
    await using var server = await ServerApp.Build(args);
    await server.Web.RunAsync();
    return 0;
}
catch (StartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
