using ScreenOps.Server;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

try
{
    if (args is ["import", .. var folder] && folder.Contains("--check")) return await ImportVerb.Check(folder, Console.Out);
    await using var server = await ServerApp.Build(args);
    await server.Web.RunAsync();
    return 0;
}
catch (StartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
