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
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls("http://127.0.0.1:8080");
        var options = builder.Configuration.GetSection(ServerOptions.Section).Get<ServerOptions>() ?? new();
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

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        await engines.DisposeAsync();
        folder.Dispose();
    }
}
