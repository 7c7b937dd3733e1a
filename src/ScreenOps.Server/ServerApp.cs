using ScreenOps.Server.Access;
using ScreenOps.Server.Board;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Rehearsal;
using ScreenOps.Server.Sites;
using ScreenOps.Server.Staffing;

namespace ScreenOps.Server;

/// <summary>One running server: its data folder, its engines and its rooms, ended in the opposite order.</summary>
internal sealed class ServerApp : IAsyncDisposable
{
    private readonly DataFolder folder;
    private readonly Engines engines;

    private ServerApp(DataFolder folder, Engines engines, WebApplication web) => (this.folder, this.engines, Web) = (folder, engines, web);

    public WebApplication Web { get; }

    /// <summary>Everything up to listening. A StartException says what the operator must mend.</summary>
    public static async Task<ServerApp> Build(string[] args, CancellationToken cancel = default)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls(ServerOptions.DefaultUrl);
        builder.Configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.PublicUrl)}"] ??= Loopback.Of((builder.Configuration["urls"] ?? ServerOptions.DefaultUrl).Split(';'))!.ToString();
        var options = Options(builder.Configuration);
        var folder = DataFolder.Hold(options.DataFolder, options.KeyFolder);
        var engines = await Engines.Start(builder.Configuration, options, folder.Path, cancel);
        Migrations.Run(engines.Postgres);
        builder.AddPlatform(folder, engines).AddAccess().AddDistricts().AddSites().AddCounting().AddBoard().AddCheckIn().AddStaffing().AddRehearsal();
        var app = builder.Build();
        app.UseExceptionHandler().UseStatusCodePages().UseResponseCompression();
        app.UsePages();
        app.UseAccess();
        app.MapPlatform().MapAccess().MapDistricts().MapSites().MapCounting().MapBoard().MapCheckIn().MapStaffing().MapRehearsal();
        return new(folder, engines, app);
    }

    /// <summary>What a verb needs to know of a server that runs with these arguments.</summary>
    public static ServerOptions Options(string[] args) => Options(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build());

    /// <summary>Listens, and leaves its address and a token for the verbs in its data folder.</summary>
    public async Task Start(CancellationToken cancel)
    {
        await FirstStart.LoadSample(Web.Services, Console.Out, cancel);
        await Web.StartAsync(cancel);
        new ServerAddress(Loopback.Of(Web.Urls)!, Web.Services.GetRequiredService<ServerToken>().ForFolder()).Write(folder.Path);
    }

    private static ServerOptions Options(IConfiguration configuration) => configuration.GetSection(ServerOptions.Section).Get<ServerOptions>() ?? new();

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        await engines.DisposeAsync();
        folder.Dispose();
    }
}
