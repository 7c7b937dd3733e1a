using Dapper;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>The real server in this process, on a free loopback port, with a data folder of its own and keys that all servers of the run share.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly string folder;
    private readonly ServerApp app;

    private TestServer(string folder, ServerApp app) => (this.folder, this.app) = (folder, app);

    public Uri Address => new(app.Web.Urls.First());

    /// <summary>Its data folder.</summary>
    public string Folder => folder;

    public IServiceProvider Services => app.Web.Services;

    public T Get<T>() where T : notnull => app.Web.Services.GetRequiredService<T>();

    public static Task<TestServer> Start(string postgres, string redis, params string[] settings) => Start(postgres, redis, 0, settings);

    public static async Task<TestServer> Start(string postgres, string redis, int port, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-server-").FullName;
        ServerApp? app = null;
        try
        {
            app = await ServerApp.Build(["--urls", $"http://127.0.0.1:{port}", $"--ConnectionStrings:Postgres={postgres}", $"--ConnectionStrings:Redis={redis}",
                $"--ScreenOps:DataFolder={folder}", $"--ScreenOps:KeyFolder={RealEngines.Keys}", "--ScreenOps:Sample=false", "--Logging:LogLevel:Default=None", .. settings]);
            await app.Start(default);
            return new(folder, app);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>A token of the district's command centre.</summary>
    public async Task<string> Centre(string district)
    {
        var accounts = Get<Accounts>();
        var account = await accounts.Find(await accounts.FirstCentre(district, "centre", default), default);
        return Get<ServerToken>().For(account!.Principal());
    }

    /// <summary>A token of somebody new with a grant; of all districts where none is named.</summary>
    public Task<string> Person(Grant grant, string? district = null) => AtSite(grant, district, null);

    /// <summary>A token of somebody new whose grant is of one site.</summary>
    public async Task<string> AtSite(Grant grant, string? district, string? site, GridPlace? keeps = null)
    {
        var (accounts, id) = (Get<Accounts>(), Guid.NewGuid());
        await accounts.Add(new(id, district, grant.ToString(), grant, site, Guid.Empty, false, Keeps: keeps ?? (grant is Grant.GridWorker ? new("V", "1") : null)), null, default);
        return Get<ServerToken>().For((await accounts.Find(id, default))!.Principal());
    }

    /// <summary>A token of a tablet that is enrolled to the site.</summary>
    public async Task<string> Tablet(string district, Guid device, string site = "S1")
    {
        var code = await Get<OneTimeCodes>().ForSite(district, site, false, default);
        var enrolled = await Get<OneTimeCodes>().TakeForDevice(code.Code, device, default);
        return Get<ServerToken>().For(enrolled!.Principal());
    }

    public HttpClient Http(string? token = null)
    {
        var http = new HttpClient { BaseAddress = Address };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    public async Task<HubConnection> Line(string token, Action<SiteState[]>? changed = null, bool json = false)
    {
        var line = new HubConnectionBuilder().WithUrl(new Uri(Address, "/hubs/live"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token));
        if (json) line.AddJsonProtocol(o => o.PayloadSerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter()));
        else line.AddMessagePackProtocol();
        var hub = line.Build();
        if (changed is not null) hub.On("Changed", changed);
        await hub.StartAsync();
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        await app.Web.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

internal static class Lines
{
    public static Task<Snapshot> Watch(this HubConnection line, string scope) => line.InvokeAsync<Snapshot>("Watch", scope, TestContext.Current.CancellationToken);

    public static Task<CountReceipt[]> Tell(this HubConnection line, params CountCommand[] commands) =>
        line.InvokeAsync<CountReceipt[]>("Send", commands, TestContext.Current.CancellationToken);
}
