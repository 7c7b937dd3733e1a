using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using ScreenOps.Server.Access;
using ScreenOps.Server.Advice;
using ScreenOps.Server.Board;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Coverage;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Operating;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Rehearsal;
using ScreenOps.Server.Requests;
using ScreenOps.Server.Samples;
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
        var listening = Listening.Said(builder.Configuration);
        if (listening.Count == 0) builder.WebHost.UseUrls((listening = [ServerOptions.DefaultUrl])[0]);
        builder.Configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.PublicUrl)}"] ??= Listening.Nearest(listening).ToString();
        var options = Options(builder.Configuration);
        var folder = DataFolder.Hold(options.DataFolder, options.KeyFolder);
        Engines? engines = null;
        try
        {
            engines = await Engines.Start(builder.Configuration, options, folder.Path, cancel);
            Migrations.Run(engines.Postgres);
            builder.AddPlatform(folder, engines, listening).AddAccess().AddDistricts().AddSites().AddCounting().AddBoard().AddCheckIn().AddSamples().AddStaffing().AddCoverage().AddAdvice().AddRequests().AddRehearsal().AddOperating();
            return new(folder, engines, Map(builder.Build()));
        }
        catch
        {
            if (engines is not null) await engines.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    private static WebApplication Map(WebApplication app)
    {
        app.UseProxies();
        app.Use(app.Services.GetRequiredService<Leaving>().Answer);
        app.UseExceptionHandler();
        app.UseOpenReads();
        app.UseStatusCodePages().UseResponseCompression();
        app.UsePages();
        app.UseAccess();
        return app.MapPlatform().MapAccess().MapDistricts().MapSites().MapCounting().MapBoard().MapCheckIn().MapSamples().MapStaffing().MapCoverage().MapAdvice().MapRequests().MapRehearsal().MapOperating();
    }

    /// <summary>What a verb needs to know of a server that runs with these arguments.</summary>
    public static ServerOptions Options(string[] args) => Options(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build());

    /// <summary>Listens, and leaves its address and a token for the verbs in its data folder.</summary>
    public async Task Start(CancellationToken cancel)
    {
        await FirstStart.LoadSample(Web.Services, Console.Out, cancel);
        await Listen(cancel);
        var own = Listening.Nearest(Web.Urls);
        var token = Web.Services.GetRequiredService<ServerToken>().ForFolder();
        new ServerAddress(own, token, await ServerAddress.FingerprintAt(own, cancel)).Write(folder.Path);
    }

    private async Task Listen(CancellationToken cancel)
    {
        try
        {
            await Web.StartAsync(cancel);
        }
        catch (Exception e) when (Cure(e) is { } cure)
        {
            await Web.StopAsync(CancellationToken.None);
            throw new StartException($"{e.Message} {cure}", e);
        }
    }

    /// <summary>What an operator can do about a start that failed; null where nobody knows.</summary>
    private static string? Cure(Exception e) => e switch
    {
        IOException { InnerException: AddressInUseException } => "Stop the program that listens there, or give this server another address with --urls.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "Ports below 1024 are kept for root: take a higher one with --urls, or put a proxy before it.",
        SocketException => "Check the address of --urls: it must be one of this machine's.",
        CryptographicException or NotSupportedException or IOException or UnauthorizedAccessException => "Check the https certificate that is configured: Path, and KeyPath (PEM) or Password (PFX).",
        InvalidOperationException when e.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) => "Check the https certificate that is configured.",
        _ => null,
    };

    private static ServerOptions Options(IConfiguration configuration) => configuration.GetSection(ServerOptions.Section).Get<ServerOptions>() ?? new();

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        await engines.DisposeAsync();
        folder.Dispose();
    }
}
